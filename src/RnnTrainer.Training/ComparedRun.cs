using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics.Statistics;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Training;

/// <summary>A run of a comparison, as its files describe it when it has ended.</summary>
/// <param name="Seed">From 1; of random settings their number.</param>
/// <param name="Path">Its folder.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Split">The split of its score: validation, or else test, or else train; null if it was not scored.</param>
/// <param name="Score">The metric on that split; null if it was not scored.</param>
/// <param name="Test">The metric on the test split, if <paramref name="Split"/> is validation; else null.</param>
/// <param name="ReachedAt">Updates until the end of the first epoch that reached the threshold; null if none did, or there is no
/// threshold.</param>
/// <param name="MillisecondsPerStep">Median over the epochs of the time per update, validation included; null if no epoch was
/// finished.</param>
public sealed record ComparedRun(
    int Seed, string Path, RunStatus Status, string? Split, double? Score, double? Test, long? ReachedAt, double? MillisecondsPerStep)
{
    /// <summary>The fold that is its validation part, from 1; null: that of the config.</summary>
    internal int? Fold { get; init; }

    static readonly string[] Splits = ["validation", "test", "train"];

    /// <param name="seed">Its number.</param>
    /// <param name="path">Its folder.</param>
    /// <param name="metric">The metric that is compared.</param>
    /// <param name="reach">A threshold for a metric of the epochs: of the validation split, or <c>loss</c> of training; null: none.</param>
    /// <exception cref="RunException">The record cannot be read.</exception>
    internal static ComparedRun Read(int seed, string path, string metric, (string Metric, double Value)? reach)
    {
        var run = RunDirectory.Open(path);
        var record = Record(run);
        var scores = record["metrics"] as JsonObject;
        var split = Array.Find(Splits, s => scores?[s] is not null);
        var lines = MetricsLog.Read(run.Metrics);
        return new ComparedRun(
            seed,
            path,
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
            throw new RunException($"'{run.Record}' is damaged", "delete the run; it will be trained again");
        }
    }

    static long? ReachedIn(IReadOnlyList<JsonObject> lines, string metric, double limit)
    {
        return (long?)lines.FirstOrDefault(l => Value(l) is { } value && Metrics.Reaches(metric, value, limit))?["step"];

        double? Value(JsonObject line) => (double?)line[$"validation/{metric}"] ?? (double?)line[$"train/{metric}"];
    }

    static double? StepTime(IReadOnlyList<JsonObject> lines)
    {
        double[] times = [.. lines.Select((l, n) => 1000 * (double)l["seconds"]! / Math.Max(1, Updates(n)))];
        return times.Length == 0 ? null : times.Median();

        long Updates(int n) => (long)lines[n]["step"]! - (n == 0 ? 0 : (long)lines[n - 1]["step"]!);
    }
}
