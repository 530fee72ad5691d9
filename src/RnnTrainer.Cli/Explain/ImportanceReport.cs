using System.Text.Json.Nodes;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Explanations;

namespace RnnTrainer.Cli.Explain;

/// <summary>Permutation importance as a table, as text and as a document.</summary>
/// <param name="Repeats">Shuffles of each column.</param>
sealed record ImportanceReport(PermutationImportance Found, int Repeats, int Seed)
{
    /// <summary>A row for each column, the most important first.</summary>
    public ResultTable Table => new(
        ["column", "metric", "score", "falls_by", "deviation"],
        [[.. Found.Columns.Select(c => (object[])[c.Column, Found.Metric, Found.Score, c.FallsBy, c.Deviation])]]);

    public string Text() =>
        $"{Found.Metric} {ScoreFormat.Format(Found.Score)} of {Words.Counted(Found.Part.Count, "sequence")}; how much worse it is with a "
        + $"column shuffled, mean and standard deviation of {Words.Counted(Repeats, "shuffle")}\n\n"
        + TextTable.Of(
        [
            ["column", "falls by", "deviation"],
            .. Found.Columns.Select(c => new[] { c.Column, ScoreFormat.Format(c.FallsBy), ScoreFormat.Format(c.Deviation) }),
        ]);

    /// <param name="checkpoint">The file of the model.</param>
    /// <param name="path">Where the table was written; null: nowhere.</param>
    public JsonObject Document(string checkpoint, string? path) => new()
    {
        ["checkpoint"] = checkpoint,
        ["data"] = Found.Part.File,
        ["out"] = path,
        ["method"] = "permutation_importance",
        ["metric"] = Found.Metric,
        ["score"] = FiniteNumber.ToJson(Found.Score),
        ["repeats"] = Repeats,
        ["seed"] = Seed,
        ["columns"] = new JsonArray([.. Found.Columns.Select(c => new JsonObject
        {
            ["column"] = c.Column,
            ["falls_by"] = FiniteNumber.ToJson(c.FallsBy),
            ["deviation"] = FiniteNumber.ToJson(c.Deviation),
        })]),
    };
}
