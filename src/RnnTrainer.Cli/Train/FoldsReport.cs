using System.Text.Json.Nodes;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Folds;
using static System.FormattableString;

namespace RnnTrainer.Cli.Train;

/// <summary>The result of a cross-validation, as text, and what it would do.</summary>
static class FoldsReport
{
    /// <summary>A row for each fold, their mean and deviation, and the means of the baselines.</summary>
    public static string Text(FoldSummary summary, int predictions)
    {
        var scores = summary.Scores;
        List<(string Name, IReadOnlyList<Score> Scores)> rows = [.. summary.Runs.Select(r => ($"fold {r.Number}", r.Scores))];
        rows.Add(("mean", [.. scores.Select(s => new Score(s.Metric, s.Mean))]));
        rows.Add(("deviation", [.. scores.Select(s => new Score(s.Metric, s.Deviation))]));
        rows.AddRange(summary.Baselines.Select(b => ($"  {b.Name}", (IReadOnlyList<Score>)Means(b.Scores))));
        return ScoreTable.OfRows(rows)
            + $"out-of-fold predictions, {Words.Counted(predictions, "row")}: "
            + $"{Printable.Line(Path.Combine(summary.Folder, FoldSummary.Predictions))}\n";
    }

    public static string PlanText(CrossValidation folds, IReadOnlyList<List<(string Name, int Count)>> sizes) =>
        string.Concat(sizes.Select((parts, n) => Invariant($"fold {n + 1}: {string.Join(", ", parts.Select(p => $"{p.Name} {p.Count}"))}\n")))
        + $"folder: {Printable.Line(folds.Folder)}\nnothing was trained: --dry-run\n";

    public static JsonObject PlanDocument(CrossValidation folds, IReadOnlyList<List<(string Name, int Count)>> sizes) => new()
    {
        ["dry_run"] = true,
        ["folder"] = folds.Folder,
        ["folds"] = folds.Count,
        ["sequences"] = new JsonArray([
            .. sizes.Select(parts => new JsonObject(parts.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Count))))]),
    };

    /// <summary>The means as scores.</summary>
    public static Score[] Means(IReadOnlyList<FoldedScore> scores) => [.. scores.Select(s => new Score(s.Metric, s.Mean))];
}
