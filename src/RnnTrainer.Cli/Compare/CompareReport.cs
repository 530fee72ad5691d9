using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MathNet.Numerics.Statistics;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Cli.Compare;

/// <summary>The table of a comparison, as text and as a document.</summary>
static class CompareReport
{
    public static string Text(Comparison comparison, Threshold? reach)
    {
        var (cells, metric, folder) = (comparison.Cells, comparison.Metric, comparison.Folder);
        var split = cells.SelectMany(c => c.Runs).Select(r => r.Split).FirstOrDefault(s => s is not null) ?? "validation";
        var names = cells.ToDictionary(c => c, c => Printable.Line(NameOf(c.Cell, [.. cells.Select(o => o.Cell)])));
        var width = Math.Max(20, names.Values.Max(n => n.Length) + 1);
        var text = new StringBuilder();
        var over = cells.SelectMany(c => c.Runs).Any(r => r.Fold is not null) ? "seeds and folds" : "seeds";
        var tests = cells.Any(c => c.TestScores.Count > 0);
        var test = tests ? $"{$"test {metric}",-20}" : "";
        var bits = cells.Any(c => c.BitsPerParameter is not null) ? "  bits/parameter" : "";
        text.Append($"{"cell".PadRight(width)}{"hidden",7}{"parameters",12}{"runs",6}  {$"{split} {metric}",-24}{test}{"ms/step",9}{bits}");
        text.Append(
            reach is null ? "\n" : string.Create(CultureInfo.InvariantCulture, $"  steps to {reach.Metric} {reach.Value} (runs)\n"));
        foreach (var cell in cells)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{names[cell].PadRight(width)}{cell.Hidden,7}{cell.Parameters,12:N0}{cell.Runs.Count,6}  {ScoreOf(cell),-24}");
            text.Append(tests ? $"{MeanOf(cell.TestScores),-20}" : "");
            text.Append(CultureInfo.InvariantCulture, $"{cell.MillisecondsPerStep,9:0.000}");
            if (cell.BitsPerParameter is { } stored)
            {
                text.Append(CultureInfo.InvariantCulture, $"{stored,16:0.00}");
            }

            text.Append(reach is null ? "\n" : $"  {ReachOf(cell)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"mean ± standard deviation over the {over}; runs in {Printable.Line(folder)}\n");
        return text.Append(
            split == "test" ? "there is no validation split: a choice by these test scores makes them too optimistic\n" : "")
            .ToString();
    }

    public static JsonObject Document(Comparison comparison, Threshold? reach) => new()
    {
        ["folder"] = comparison.Folder,
        ["metric"] = comparison.Metric,
        ["reach"] = reach is null ? null : new JsonObject { ["metric"] = reach.Metric, ["value"] = reach.Value },
        ["cells"] = new JsonArray([.. comparison.Cells.Select(Document)]),
    };

    static JsonObject Document(ComparedCell cell) => new()
    {
        ["cell"] = CellChoice.NameOf(cell.Cell),
        ["file"] = CellChoice.IsPath(cell.Cell) ? cell.Cell : null,
        ["hidden"] = cell.Hidden,
        ["parameters"] = cell.Parameters,
        ["mean"] = FiniteNumber.ToJson(cell.Mean),
        ["deviation"] = FiniteNumber.ToJson(cell.Deviation),
        ["test_mean"] = FiniteNumber.ToJson(cell.TestScores.Mean()),
        ["test_deviation"] = FiniteNumber.ToJson(cell.TestScores.StandardDeviation()),
        ["diverged"] = cell.Diverged,
        ["reached"] = cell.ReachedAt.Count,
        ["steps_to_reach"] = cell.ReachedAt.Count == 0 ? null : cell.ReachedAt.Select(s => (double)s).Median(),
        ["ms_per_step"] = FiniteNumber.ToJson(cell.MillisecondsPerStep),
        ["bits_per_parameter"] = FiniteNumber.ToJson(cell.BitsPerParameter),
        ["runs"] = new JsonArray([.. cell.Runs.Select(r => new JsonObject
        {
            ["seed"] = r.Seed,
            ["fold"] = r.Fold,
            ["run"] = r.Path,
            ["status"] = r.Status.ToString().ToLowerInvariant(),
            ["split"] = r.Split,
            ["score"] = FiniteNumber.ToJson(r.Score),
            ["test"] = FiniteNumber.ToJson(r.Test),
            ["reached_at"] = r.ReachedAt,
            ["ms_per_step"] = r.MillisecondsPerStep,
        })]),
    };

    /// <summary>A cell's name; where several of the compared cells have it, as two drafts of one, with the file too.</summary>
    /// <param name="all">All compared cells, by name or path.</param>
    public static string NameOf(string cell, IReadOnlyList<string> all)
    {
        var name = CellChoice.NameOf(cell);
        return CellChoice.IsPath(cell) && all.Any(c => c != cell && CellChoice.NameOf(c) == name) ? $"{name} ({cell})" : name;
    }

    static string ScoreOf(ComparedCell cell) => MeanOf(cell.Scores) + (cell.Diverged == 0 ? "" : $", {cell.Diverged} diverged");

    static string MeanOf(IReadOnlyList<double> scores) => scores.Count == 0 ? "-"
        : ScoreFormat.Format(scores.Mean()) + (scores.Count < 2 ? "" : $" ± {ScoreFormat.Format(scores.StandardDeviation())}");

    static string ReachOf(ComparedCell cell) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(cell.ReachedAt.Count == 0 ? "-" : $"{cell.ReachedAt.Select(s => (double)s).Median():N0}")} "
        + $"({cell.ReachedAt.Count}/{cell.Runs.Count})");
}
