using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>Whether the validation part can choose an epoch.</summary>
static class ValidationNotes
{
    /// <summary>With fewer examples, the score of one epoch or setting is better than that of another mostly by chance.</summary>
    public const int Fewest = 20;

    /// <summary>What a user should know of the validation part; none if it is empty or large enough.</summary>
    /// <param name="validation">The sequences on which the best epoch is chosen.</param>
    public static IEnumerable<string> Of(Config config, IReadOnlyList<Sequence> validation)
    {
        var task = SequenceTask.Of(config);
        if (validation.Count == 0 || !task.KeepsSequences(config.Data) || task.Level(config.Data) != TargetLevel.Sequence)
        {
            yield break;
        }

        if (validation.Count < Fewest)
        {
            yield return $"the validation part has {Words.Counted(validation.Count, "sequence")}, too few to choose the best epoch by: "
                + "hold out more, or train on all of them (without data.split.validation and training.early_stopping)";
        }

        if (task.TargetKind == TargetKind.Label && validation.DistinctBy(s => s.Label).Count() == 1)
        {
            yield return $"all sequences of the validation part have the label '{Printable.Cell(validation[0].Label!)}', so it cannot "
                + "tell a good epoch from a bad one: data.split.stratify: true holds out the same share of every class";
        }
    }
}
