using System.Text.Json.Nodes;

namespace RnnTrainer.Training;

/// <summary>How a run of a sweep stands.</summary>
/// <param name="Setting">What it changes in the config.</param>
/// <param name="Path">Its folder.</param>
/// <param name="Status"><c>finished</c>, <c>stopped</c>, <c>diverged</c> or <c>failed</c>.</param>
/// <param name="Problem">Why it failed; else null.</param>
/// <param name="Epochs">Its epochs so far, as <c>metrics.jsonl</c> has them.</param>
/// <param name="Watched">The metric by which its epochs are compared.</param>
public sealed record SweptRun(Setting Setting, string Path, string Status, string? Problem, IReadOnlyList<JsonObject> Epochs, string Watched)
{
    /// <summary>Whether training ended for good without a model to choose.</summary>
    public bool IsLost => Status is "diverged" or "failed";

    /// <summary>Optimiser steps taken.</summary>
    public long Steps => Epochs.Count == 0 ? 0 : (long)Epochs[^1]["step"]!;

    /// <summary>Of training and validation, summed over the epochs.</summary>
    public double Seconds => Epochs.Sum(l => (double)l["seconds"]!);

    /// <summary>The validation score of the epoch that was best by the watched metric, the one that the run's best checkpoint holds; null: there is none.</summary>
    /// <param name="upTo">Epochs that count.</param>
    public double? Score(string metric, int upTo = int.MaxValue) => IsLost ? null : (double?)Best(upTo)?[$"validation/{metric}"];

    /// <summary>The runs by their scores, the best first: of equal scores the lower validation loss, then the earlier setting; then those without a score.</summary>
    public static IReadOnlyList<SweptRun> Ranked(IReadOnlyList<SweptRun> runs, string metric, int upTo = int.MaxValue) =>
    [
        .. runs.OrderBy(r => r.Score(metric, upTo) is null)
            .ThenBy(r => Metrics.IsMoreBetter(metric) ? -r.Score(metric, upTo) : r.Score(metric, upTo))
            .ThenBy(r => r.Score("loss", upTo)),
    ];

    JsonObject? Best(int upTo)
    {
        var watched = Epochs.Any(l => l[$"validation/{Watched}"] is not null) ? Watched : "loss";
        return Epochs.Take(upTo).Where(l => l[$"validation/{watched}"] is not null)
            .Aggregate((JsonObject?)null, (best, l) => best is null || Metrics.Improves(watched, Value(l), Value(best)) ? l : best);

        double Value(JsonObject line) => (double)line[$"validation/{watched}"]!;
    }
}
