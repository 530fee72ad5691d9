using System.Text.Json.Nodes;
using RnnTrainer.Cells;
using RnnTrainer.Data;
using RnnTrainer.Training.Evaluation;

namespace RnnTrainer.Training;

/// <summary>A run of a sweep, as far as it has come.</summary>
/// <param name="Setting">What it changes in the config.</param>
/// <param name="Path">Its folder.</param>
/// <param name="Status"><c>finished</c>, <c>stopped</c>, <c>diverged</c> or <c>failed</c>.</param>
/// <param name="Error">Why it failed; else null.</param>
public sealed record SweptRun(SweepSetting Setting, string Path, string Status, Exception? Error)
{
    /// <summary>Its epochs so far: the lines of <c>metrics.jsonl</c>.</summary>
    internal IReadOnlyList<JsonObject> Epochs { get; init; } = [];

    /// <summary>The metric by which its epochs are compared.</summary>
    internal string Monitored { get; init; } = "loss";

    /// <summary>Whether training ended for good without a model to choose.</summary>
    public bool IsLost => Status is "diverged" or "failed";

    /// <summary>The same of training up to the end of an epoch: a run that was lost later has a score there.</summary>
    internal bool IsLostBy(int epoch) => IsLost && Epochs.Count < epoch;

    /// <summary>Why it failed, in a sentence; else null.</summary>
    public string? Problem => Error switch
    {
        ConfigException e => e.Errors[0].Message,
        DataException e => e.Errors[0].Message,
        CellException e => e.Errors[0].Message,
        CheckpointException e => e.Problem,
        _ => Error?.Message,
    };

    /// <summary>Updates of the optimizer.</summary>
    public long Steps => Epochs.Count == 0 ? 0 : (long)Epochs[^1]["step"]!;

    /// <summary>Time of training and validation, in seconds, summed over the epochs.</summary>
    public double Seconds => Epochs.Sum(l => (double)l["seconds"]!);

    /// <summary>The validation score of the run's best epoch by the monitored metric, the one in its best checkpoint; null: there is
    /// none.</summary>
    /// <param name="metric">The metric of the score, such as <c>accuracy</c>.</param>
    /// <param name="upTo">The last epoch that counts.</param>
    public double? Score(string metric, int upTo = int.MaxValue) => IsLostBy(upTo) ? null : (double?)Best(upTo)?[$"validation/{metric}"];

    /// <summary>The runs by their scores, the best first: of equal scores the lower validation loss, then the earlier setting; then those
    /// without a score.</summary>
    internal static IReadOnlyList<SweptRun> Ranked(IReadOnlyList<SweptRun> runs, string metric, int upTo = int.MaxValue) =>
    [
        .. runs.OrderBy(r => r.Score(metric, upTo) is null)
            .ThenBy(r => Metrics.IsMoreBetter(metric) ? -r.Score(metric, upTo) : r.Score(metric, upTo))
            .ThenBy(r => r.Score("loss", upTo)),
    ];

    JsonObject? Best(int upTo)
    {
        var monitored = Epochs.Any(l => l[$"validation/{Monitored}"] is not null) ? Monitored : "loss";
        return Epochs.Take(upTo).Where(l => l[$"validation/{monitored}"] is not null)
            .Aggregate((JsonObject?)null, (best, l) => best is null || Metrics.Improves(monitored, Value(l), Value(best)) ? l : best);

        double Value(JsonObject line) => (double)line[$"validation/{monitored}"]!;
    }
}
