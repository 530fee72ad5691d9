using System.Text.Json.Nodes;
using RnnTrainer.Cli.Pages;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Report;

/// <summary>The curves of training over its epochs.</summary>
static class EpochFigures
{
    const int MostMetrics = 3;

    /// <param name="best">The best epoch; null or 0 if there is none.</param>
    public static IReadOnlyList<Chart> Of(RunOverview run, int? best)
    {
        Chart?[] all =
        [
            Figure("loss", best, Curve(run, "train/loss", "train"), Curve(run, "validation/loss", "validation")),
            .. run.Task.Metrics.Where(m => m is not ("loss" or "mse" or "scaled_mse") && !Metrics.IsFurther(m)).Take(MostMetrics)
                .Select(
                    m => Figure($"validation {m}", best, Curve(run, $"validation/{m}", m)) is { } metric
                    ? metric with { YScale = ScaleOf(m) } : null),
            Figure("learning rate", null, Curve(run, "learning_rate", "learning rate")) is { } rate
            ? rate with { YScale = AxisScale.FromZero } : null,
            Figure("gradient norm", null, Curve(run, "grad_norm", "gradient norm")) is { } norm
            ? norm with { Note = "Before clipping, mean over the steps of an epoch." } : null,
        ];
        return [.. all.OfType<Chart>()];
    }

    /// <summary>A linear scale for metrics of which more is better, as all of these are shares of 1.</summary>
    public static AxisScale ScaleOf(string metric) => Metrics.IsMoreBetter(metric) ? AxisScale.Share : AxisScale.Auto;

    /// <summary>A field of <c>metrics.jsonl</c> as a curve; null if no epoch has it.</summary>
    public static Curve? Curve(RunOverview run, string key, string name)
    {
        List<(double, double)> points = [
            .. run.Epochs.Where(l => l[key] is JsonValue && l["epoch"] is JsonValue).Select(l => ((double)l["epoch"]!, (double)l[key]!))];
        return points.Count == 0 ? null : new Curve(name, points);
    }

    static Chart? Figure(string title, int? best, params Curve?[] found)
    {
        Curve[] curves = [.. found.OfType<Curve>()];
        return curves.Length == 0 ? null
            : new Chart(title, "epoch") { Curves = curves, Marked = best is { } epoch and > 0 ? ($"best epoch, {epoch}", epoch) : null };
    }
}
