using System.Text.Json.Nodes;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Sweeps;
using static System.FormattableString;

namespace RnnTrainer.Cli.Sweeps;

/// <summary>A sweep, as text and as a document.</summary>
static class SweepReport
{
    /// <summary>A row per run, the best first; where seeds are swept, before that a row for the runs that differ in nothing else.</summary>
    public static string Text(Sweep sweep)
    {
        var (runs, metric) = (sweep.Ranking, sweep.Metric);
        var groups = SeedGroup.Of(runs, metric);
        string[] head = [
            "", $"validation {metric}", .. runs[0].Setting.Values.Select(v => ConfigKeys.Short(v.Key)), "status", "epochs", "steps", "time",
            "run"];
        var table = TextTable.Of([head, .. runs.Select((r, n) => (string[])
        [
            r.IsLost ? "-"
                : Invariant($"{n + 1}"), ScoreTable.Cell(r.Score(metric)), .. r.Setting.Values.Select(v => v.Value), r.Status,
                Invariant($"{r.Epochs.Count}"), Invariant($"{r.Steps}"), Invariant($"{r.Seconds:0.0} s"), r.Path,
        ])]);
        return (groups is null ? "" : $"{Text(groups, metric)}\n") + table
            + (Best(runs, groups) is { } best ? $"chosen by validation; on the test split: rnn eval {Shell.Quoted(best)}\n"
                : $"no run has a score; runs in {Printable.Line(sweep.Folder)}\n");
    }

    static string Text(IReadOnlyList<SeedGroup> groups, string metric) => TextTable.Of(
    [
        ["", $"validation {metric}", .. groups[0].Setting.Values.Select(v => ConfigKeys.Short(v.Key)), "runs"],
        .. groups.Select((g, n) => (string[])
        [
            g.Scores.Count == 0 ? "-" : Invariant($"{n + 1}"),
            g.Scores.Count == 0 ? "" : ScoreTable.Cell(g.Mean) + (g.Scores.Count > 1 ? $" ± {ScoreTable.Cell(g.Deviation)}" : ""),
            .. g.Setting.Values.Select(v => v.Value),
            g.Scores.Count == g.Runs.Count ? $"{g.Runs.Count}" : $"{g.Scores.Count} of {g.Runs.Count}",
        ]),
    ]);

    /// <summary>The best run; where seeds are swept, of the setting that is best on average. Null: none has a score.</summary>
    static string? Best(IReadOnlyList<SweptRun> runs, IReadOnlyList<SeedGroup>? groups)
    {
        var best = (groups?[0].Runs ?? runs)[0];
        return best.IsLost ? null : best.Path;
    }

    public static JsonObject Document(Sweep sweep) =>
        Document(sweep.Ranking, SeedGroup.Of(sweep.Ranking, sweep.Metric), sweep.Metric, sweep.Rungs, sweep.Folder);

    static JsonObject Document(
        IReadOnlyList<SweptRun> runs, IReadOnlyList<SeedGroup>? groups, string metric, IReadOnlyList<Rung> rungs, string folder) => new()
        {
            ["folder"] = folder,
            ["split"] = "validation",
            ["metric"] = metric,
            ["best"] = Best(runs, groups),
            ["steps"] = runs.Sum(r => r.Steps),
            ["rungs"] = Document(rungs),
            ["runs"] = new JsonArray([.. runs.Select((r, n) => new JsonObject
        {
            ["rank"] = r.IsLost ? null : n + 1,
            ["run"] = r.Path,
            ["status"] = r.Status,
            ["message"] = r.Problem,
            ["score"] = FiniteNumber.ToJson(r.Score(metric)),
            ["settings"] = r.Setting.ToJson(),
            ["epochs"] = r.Epochs.Count,
            ["steps"] = r.Steps,
            ["seconds"] = r.Seconds,
        })]),
            ["groups"] = groups is null ? null : new JsonArray([.. groups.Select((g, n) => new JsonObject
        {
            ["rank"] = g.Scores.Count == 0 ? null : n + 1,
            ["settings"] = g.Setting.ToJson(),
            ["mean"] = FiniteNumber.ToJson(g.Mean),
            ["deviation"] = FiniteNumber.ToJson(g.Deviation),
            ["scored"] = g.Scores.Count,
            ["runs"] = new JsonArray([.. g.Runs.Select(r => (JsonNode?)r.Path)]),
        })]),
        };

    /// <summary>What would be trained.</summary>
    public static string PlanText(Sweep plan)
    {
        string[] head = [.. plan.Settings[0].Values.Select(v => ConfigKeys.Short(v.Key)), "run"];
        return TextTable.Of(
            [head, .. plan.Settings.Select(s => (string[])[.. s.Values.Select(v => v.Value), Path.Combine(plan.Folder, s.Name)])])
            + $"{string.Join(", ", plan.Rungs.Select(r => Invariant($"{r.Runs} to epoch {r.Epochs}")))}\n"
            + "nothing was trained: --dry-run\n";
    }

    public static JsonObject PlanDocument(Sweep plan) => new()
    {
        ["dry_run"] = true,
        ["folder"] = plan.Folder,
        ["rungs"] = Document(plan.Rungs),
        ["runs"] = new JsonArray(
            [.. plan.Settings.Select(s => new JsonObject { ["run"] = Path.Combine(plan.Folder, s.Name), ["settings"] = s.ToJson() })]),
    };

    /// <summary>A run that has got as far as it was to go.</summary>
    public static string Line(RunTrained trained, string metric)
    {
        var run = trained.Run;
        var result = run.Problem is { } problem ? $"failed: {problem}"
            : run.IsLost ? "diverged"
            : Invariant($"validation {metric} {ScoreTable.Cell(run.Score(metric))} after epoch {run.Epochs.Count}");
        return Invariant($"{trained.Number}/{trained.Runs} {run.Setting.Name}: {result}");
    }

    static JsonArray Document(IReadOnlyList<Rung> rungs) =>
        new([.. rungs.Select(r => new JsonObject { ["epochs"] = r.Epochs, ["runs"] = r.Runs })]);
}
