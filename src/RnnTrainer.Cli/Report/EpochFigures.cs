using System.Text.Json.Nodes;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>How a training went, over its epochs.</summary>
static class EpochFigures
{
    const int MostMetrics = 3;

    public static IEnumerable<Chart> Of(ReportRun run)
    {
        var overview = run.Overview;
        Chart?[] all =
        [
            Figure("loss", run.Best, Curve(overview, "train/loss", "train"), Curve(overview, "validation/loss", "validation")),
            .. Metrics.Names(overview.Task).Where(m => m is not ("loss" or "mse" or "scaled_mse")).Take(MostMetrics).Select(m => Figure($"validation {m}", run.Best, Curve(overview, $"validation/{m}", m))),
            Figure("learning rate", null, Curve(overview, "learning_rate", "learning rate")),
            Figure("gradient norm", null, Curve(overview, "grad_norm", "gradient norm")) is { } norm ? norm with { Note = "Before clipping, mean over the steps of an epoch." } : null,
        ];
        return all.OfType<Chart>();
    }

    /// <summary>A column of <c>metrics.jsonl</c>; null: no epoch has it.</summary>
    public static Curve? Curve(RunOverview run, string key, string name)
    {
        List<(double, double)> points = [.. run.Epochs.Where(l => l[key] is JsonValue && l["epoch"] is JsonValue).Select(l => ((double)l["epoch"]!, (double)l[key]!))];
        return points.Count == 0 ? null : new Curve(name, points);
    }

    static Chart? Figure(string title, int? best, params Curve?[] found)
    {
        Curve[] curves = [.. found.OfType<Curve>()];
        return curves.Length == 0 ? null : new Chart(title, "epoch") { Curves = curves, Marked = best is { } epoch and > 0 ? ($"best epoch, {epoch}", epoch) : null };
    }
}
