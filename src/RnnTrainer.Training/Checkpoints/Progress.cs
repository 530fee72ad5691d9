using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Checkpoints;

/// <summary>How far training has come: everything that an exact resume needs in addition to weights and optimizer state.</summary>
/// <param name="Epoch">Epochs completed.</param>
/// <param name="Step">Updates taken since the run began.</param>
/// <param name="EpochStep">Steps taken in the epoch that is under way; 0 at an epoch's end.</param>
/// <param name="EpochLoss">Sum of the losses of the sequences seen in that epoch.</param>
/// <param name="Best">The best value of the monitored metric at an epoch's end so far, of the validation split if there is one, else of
/// training; null before the first.</param>
/// <param name="BestEpoch">The epoch that had it; 0 before the first.</param>
/// <param name="Mark">The value that the monitored metric must improve on, by <c>min_delta</c>, for early stopping and plateaus; null
/// before the first.</param>
/// <param name="MarkEpoch">The epoch that had it; 0 before the first.</param>
/// <param name="Reductions">How often a plateau has lowered the learning rate.</param>
/// <param name="ReductionEpoch">The epoch after which it did so last; 0 if never.</param>
/// <param name="EpochNorm">Sum of the gradient's norms in the epoch that is under way.</param>
/// <param name="EpochRefused">Outputs of that epoch whose updates were skipped.</param>
/// <param name="Refused">Steps that were not taken, see <c>training.on_nonfinite</c>.</param>
/// <param name="RefusedInARow">Those since the last that was.</param>
/// <param name="Halvings">How often that halved the learning rate.</param>
sealed record Progress(
    int Epoch,
    long Step,
    int EpochStep,
    double EpochLoss,
    double? Best,
    int BestEpoch,
    double? Mark = null,
    int MarkEpoch = 0,
    int Reductions = 0,
    int ReductionEpoch = 0,
    double EpochNorm = 0,
    double EpochRefused = 0,
    long Refused = 0,
    int RefusedInARow = 0,
    int Halvings = 0)
{
    /// <summary>Before the first step.</summary>
    public static Progress Start { get; } = new(0, 0, 0, 0, null, 0);

    /// <summary>Reads what a checkpoint holds; the first ones said <c>best_loss</c> and knew no mark.</summary>
    /// <exception cref="JsonException">The text is no progress.</exception>
    public static Progress Parse(string json)
    {
        if (ConfigJson.Node(json) is not JsonObject tree)
        {
            throw new JsonException("it is no progress");
        }

        if (tree.Remove("best_loss", out var best))
        {
            (tree["best"], tree["mark"], tree["mark_epoch"]) = (best, best?.DeepClone(), tree["best_epoch"]?.DeepClone());
        }

        return tree.Deserialize<Progress>(ConfigJson.Options)!;
    }
}
