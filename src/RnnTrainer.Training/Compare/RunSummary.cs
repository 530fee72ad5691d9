using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics.Statistics;

namespace RnnTrainer.Training;

/// <summary>What the files of a run say when it is over.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Split">The part whose score it is: validation, else test, else train; null: it was not scored.</param>
/// <param name="Score">The metric there; null: it was not scored.</param>
/// <param name="ReachedAt">The optimiser step at whose epoch's end the limit was first reached; null: never, or there is no limit.</param>
/// <param name="Test">The metric on the test split, where validation comes first; else null.</param>
/// <param name="MillisecondsPerStep">Median over the epochs, the evaluation of the validation split included; null: no epoch was finished.</param>
public sealed record RunSummary(RunStatus Status, string? Split, double? Score, double? Test, long? ReachedAt, double? MillisecondsPerStep)
{
    static readonly string[] Splits = ["validation", "test", "train"];

    /// <param name="reach">A limit for the metric in the run's epochs: of the validation split, or <c>loss</c> of training; null: none.</param>
    /// <exception cref="RunException">The record cannot be read.</exception>
    public static RunSummary Of(RunDirectory run, string metric, (string Metric, double Value)? reach)
    {
        var record = Record(run);
        var scores = record["metrics"] as JsonObject;
        var split = Array.Find(Splits, s => scores?[s] is not null);
        var lines = MetricsLog.Read(run.Metrics);
        return new RunSummary(
            JsonSerializer.Deserialize<RunStatus>(record["status"], ConfigJson.Options),
            split,
            split is null ? null : (double?)scores![split]![metric],
            split == "validation" ? (double?)scores!["test"]?[metric] : null,
            reach is { } limit ? ReachedIn(lines, limit.Metric, limit.Value) : null,
            StepTime(lines));
    }

    static JsonNode Record(RunDirectory run)
    {
        try
        {
            return ConfigJson.Node(File.ReadAllText(run.Record))!;
        }
        catch (JsonException)
        {
            throw new RunException($"'{run.Record}' is damaged", "delete the run, it will be trained again");
        }
    }

    static long? ReachedIn(IReadOnlyList<JsonObject> lines, string metric, double limit) => (long?)lines
        .FirstOrDefault(l => ((double?)l[$"validation/{metric}"] ?? (double?)l[$"train/{metric}"]) is { } value && Metrics.Reaches(metric, value, limit))?["step"];

    static double? StepTime(IReadOnlyList<JsonObject> lines)
    {
        double[] times = [.. lines.Select((l, n) => 1000 * (double)l["seconds"]! / Math.Max(1, (long)l["step"]! - (n == 0 ? 0 : (long)lines[n - 1]["step"]!)))];
        return times.Length == 0 ? null : times.Median();
    }
}
