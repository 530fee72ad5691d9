using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Runs;

/// <summary>Runs as text.</summary>
static class RunsText
{
    /// <summary>A row per run, with the differences between the configs of the same task and data.</summary>
    /// <param name="width">The longest row; null for no limit.</param>
    public static string List(IReadOnlyList<RunOverview> runs, int? width)
    {
        var keys = RunOverview.DifferencesWithin(runs);
        string[] head = ["run", "status", "task", "data", "cell", "epochs", "started", "score", "baseline", "config"];
        return TextTable.Of(width, [head, .. runs.Select(r => (string[])
        [
            r.Path, r.Status, r.Config["task"], Path.GetFileName(r.Data), r.Cell ?? "",
            r.Members > 0 ? $"{r.Members} models" : $"{r.EpochCount}", Time(r.Started),
            r.Score is { } score ? $"{r.Split} {r.Metric} {ScoreTable.Cell(score)}" : "",
            r.Baseline is { } naive ? $"{naive.Name} {ScoreTable.Cell(naive.Value)}" : "",
            string.Join(
                ' ', keys(r).Where(k => k is not ("task" or "model.cell")).Select(k => $"{k}={r.Config.GetValueOrDefault(k, "-")}")),
        ])]);
    }

    /// <summary>The scores of one run, its times and its config.</summary>
    public static string Show(RunOverview run)
    {
        var text = new StringBuilder($"{Printable.Line(run.Path)}: {run.Status}, {Extent(run)}, started {Time(run.Started)}\n\n");
        var scored = run.ScoreRows().ToList();
        string[] metrics = [.. run.Task.Metrics.Where(m => !Metrics.IsFurther(m) && scored.Any(r => r.Scores?[m] is not null))];
        string[][] rows = [.. scored.Select(Row)];
        if (rows.Length > 0)
        {
            text.Append(TextTable.Of([["", .. metrics], .. rows])).Append('\n');
        }

        return text.Append(TextTable.Of([.. run.Config.Select(p => (string[])[p.Key, p.Value])])).ToString();

        string[] Row((string Name, bool IsBaseline, JsonObject? Scores) r) =>
            [r.IsBaseline ? $"  {r.Name}" : r.Name, .. metrics.Select(m => ScoreTable.Cell((double?)r.Scores?[m]))];
    }

    /// <summary>A row for the score and for each key that differs, a column per run.</summary>
    public static string Diff(IReadOnlyList<RunOverview> runs) => TextTable.Of(
    [
        ["", .. runs.Select(r => r.Name)],
        ["score", .. runs.Select(r => r.Score is { } score ? $"{r.Split} {r.Metric} {ScoreTable.Cell(score)}" : "-")],
        ["epochs", .. runs.Select(r => $"{r.EpochCount}")],
        .. RunOverview.Differences(runs).Select(k => (string[])[k, .. runs.Select(r => r.Config.GetValueOrDefault(k, "-"))]),
    ]);

    static string Extent(RunOverview run) =>
        run.Members > 0 ? $"an ensemble of {Words.Counted(run.Members, "model")}" : Words.Counted(run.EpochCount, "epoch");

    static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
