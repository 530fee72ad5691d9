using System.Text.Json.Nodes;
using RnnTrainer.Data;
using RnnTrainer.Training;
using static System.FormattableString;

namespace RnnTrainer.Cli;

/// <summary>A sweep, as text and as a document.</summary>
static class SweepReport
{
    /// <summary>A row per run, the best first.</summary>
    public static string Text(IReadOnlyList<SweptRun> runs, string metric, string folder)
    {
        string[] head = ["", $"validation {metric}", .. runs[0].Setting.Values.Select(v => ConfigKeys.Short(v.Key)), "status", "epochs", "steps", "time", "run"];
        var table = TextTable.Of([head, .. runs.Select((r, n) => (string[])
        [
            r.IsLost ? "-" : Invariant($"{n + 1}"), RunsText.Number(r.Score(metric)), .. r.Setting.Values.Select(v => v.Value), r.Status, Invariant($"{r.Epochs.Count}"), Invariant($"{r.Steps}"), Invariant($"{r.Seconds:0.0} s"), r.Path,
        ])]);
        return table + (runs[0].IsLost ? $"no run has a score; runs in {Printable.Line(folder)}\n" : $"chosen by validation; on the test split: rnn eval {Printable.Line(runs[0].Path)}\n");
    }

    public static JsonObject Document(IReadOnlyList<SweptRun> runs, string metric, IReadOnlyList<Rung> rungs, string folder) => new()
    {
        ["folder"] = folder,
        ["split"] = "validation",
        ["metric"] = metric,
        ["best"] = runs[0].IsLost ? null : runs[0].Path,
        ["steps"] = runs.Sum(r => r.Steps),
        ["rungs"] = Document(rungs),
        ["runs"] = new JsonArray([.. runs.Select((r, n) => new JsonObject
        {
            ["rank"] = r.IsLost ? null : n + 1,
            ["run"] = r.Path,
            ["status"] = r.Status,
            ["message"] = r.Problem,
            ["score"] = FiniteNumber.ToJson(r.Score(metric)),
            ["settings"] = Document(r.Setting),
            ["epochs"] = r.Epochs.Count,
            ["steps"] = r.Steps,
            ["seconds"] = r.Seconds,
        })]),
    };

    /// <summary>What would be trained.</summary>
    public static string PlanText(IReadOnlyList<Setting> settings, IReadOnlyList<Rung> rungs, string folder) =>
        TextTable.Of([[.. settings[0].Values.Select(v => ConfigKeys.Short(v.Key)), "run"], .. settings.Select(s => (string[])[.. s.Values.Select(v => v.Value), Path.Combine(folder, s.Name)])])
        + $"{string.Join(", ", rungs.Select(r => Invariant($"{r.Runs} to epoch {r.Epochs}")))}\n"
        + "nothing was trained: --dry-run\n";

    public static JsonObject PlanDocument(IReadOnlyList<Setting> settings, IReadOnlyList<Rung> rungs, string folder) => new()
    {
        ["dry_run"] = true,
        ["folder"] = folder,
        ["rungs"] = Document(rungs),
        ["runs"] = new JsonArray([.. settings.Select(s => new JsonObject { ["run"] = Path.Combine(folder, s.Name), ["settings"] = Document(s) })]),
    };

    /// <summary>A run that has got as far as it was to go.</summary>
    public static string Line(SweptRun run, string metric, int number, int count) => Invariant($"{number}/{count} {run.Setting.Name}: ")
        + (run.Problem is { } problem ? $"failed: {problem}"
            : run.IsLost ? "diverged"
            : Invariant($"validation {metric} {RunsText.Number(run.Score(metric))} after epoch {run.Epochs.Count}"));

    static JsonArray Document(IReadOnlyList<Rung> rungs) => new([.. rungs.Select(r => new JsonObject { ["epochs"] = r.Epochs, ["runs"] = r.Runs })]);

    static JsonObject Document(Setting setting) => new(setting.Values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value)));
}
