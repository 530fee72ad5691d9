using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MathNet.Numerics.Statistics;
using RnnTrainer.Data;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>The table of a comparison, as text and as a document.</summary>
static class CompareReport
{
    public static string Text(IReadOnlyList<ComparedCell> cells, string metric, Limit? reach, string folder)
    {
        var split = cells.SelectMany(c => c.Runs).Select(r => r.Summary.Split).FirstOrDefault(s => s is not null) ?? "test";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"cell",-20}{"hidden",7}{"parameters",12}{"runs",6}  {$"{split} {metric}",-24}{"ms/step",9}{(cells.Any(c => c.BitsPerParameter is not null) ? "  bits/parameter" : "")}");
        text.Append(reach is null ? "\n" : string.Create(CultureInfo.InvariantCulture, $"  steps to {reach.Metric} {reach.Value} (runs)\n"));
        foreach (var cell in cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Printable.Line(Path.GetFileNameWithoutExtension(cell.Cell)),-20}{cell.Hidden,7}{cell.Parameters,12:N0}{cell.Runs.Count,6}  {ScoreOf(cell),-24}{cell.MillisecondsPerStep,9:0.000}{(cell.BitsPerParameter is { } bits ? string.Create(CultureInfo.InvariantCulture, $"{bits,16:0.00}") : "")}");
            text.Append(reach is null ? "\n" : $"  {ReachOf(cell)}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"mean ± standard deviation over the seeds; runs in {Printable.Line(folder)}\n").ToString();
    }

    public static JsonObject Document(IReadOnlyList<ComparedCell> cells, string metric, Limit? reach, string folder) => new()
    {
        ["folder"] = folder,
        ["metric"] = metric,
        ["reach"] = reach is null ? null : new JsonObject { ["metric"] = reach.Metric, ["value"] = reach.Value },
        ["cells"] = new JsonArray([.. cells.Select(Document)]),
    };

    static JsonObject Document(ComparedCell cell) => new()
    {
        ["cell"] = cell.Cell,
        ["hidden"] = cell.Hidden,
        ["parameters"] = cell.Parameters,
        ["mean"] = FiniteNumber.ToJson(cell.Mean),
        ["deviation"] = FiniteNumber.ToJson(cell.Deviation),
        ["diverged"] = cell.Diverged,
        ["reached"] = cell.ReachedAt.Count,
        ["steps_to_reach"] = cell.ReachedAt.Count == 0 ? null : cell.ReachedAt.Select(s => (double)s).Median(),
        ["ms_per_step"] = FiniteNumber.ToJson(cell.MillisecondsPerStep),
        ["bits_per_parameter"] = FiniteNumber.ToJson(cell.BitsPerParameter),
        ["runs"] = new JsonArray([.. cell.Runs.Select(r => new JsonObject
        {
            ["seed"] = r.Seed,
            ["run"] = r.Path,
            ["status"] = r.Summary.Status.ToString().ToLowerInvariant(),
            ["split"] = r.Summary.Split,
            ["score"] = FiniteNumber.ToJson(r.Summary.Score),
            ["reached_at"] = r.Summary.ReachedAt,
            ["ms_per_step"] = r.Summary.MillisecondsPerStep,
        })]),
    };

    static string ScoreOf(ComparedCell cell) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(cell.Scores.Count == 0 ? "-" : $"{Scores.Format(cell.Mean)}")}{(cell.Scores.Count < 2 ? "" : $" ± {Scores.Format(cell.Deviation)}")}{(cell.Diverged == 0 ? "" : $", {cell.Diverged} diverged")}");

    static string ReachOf(ComparedCell cell) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(cell.ReachedAt.Count == 0 ? "-" : $"{cell.ReachedAt.Select(s => (double)s).Median():N0}")} ({cell.ReachedAt.Count}/{cell.Runs.Count})");
}
