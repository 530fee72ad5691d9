using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Training;
using RnnTrainer.Training.Bench;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Bench;

/// <summary>The timing report as a document.</summary>
static class BenchDocument
{
    public static JsonObject Of(BenchOptions options, int threads, IReadOnlyList<BenchPoint> points, Growth? fit) => new()
    {
        ["machine"] = JsonSerializer.SerializeToNode(Machine.Here(), ConfigJson.Options),
        ["peak_gflops"] = points.Max(p => p.PeakGflops),
        ["points"] = new JsonArray([.. points.Select(p => Point(options, threads, p))]),
        ["fit"] = fit is null ? null : new JsonObject
        {
            ["exponent"] = FiniteNumber.ToJson(fit.Exponent),
            ["low"] = FiniteNumber.ToJson(fit.Low),
            ["high"] = FiniteNumber.ToJson(fit.High),
            ["us_per_step"] = FiniteNumber.ToJson(fit.MicrosecondsPerStep),
            ["sentence"] = fit.Sentence,
        },
    };

    static JsonObject Point(BenchOptions options, int threads, BenchPoint point) => new()
    {
        ["cell"] = CellChoice.NameOf(options.Cell),
        ["mode"] = options.Trains ? "train" : "infer",
        ["threads"] = threads,
        ["batch"] = options.Batch,
        ["length"] = point.Length,
        ["input"] = options.Input,
        ["hidden"] = options.Hidden,
        ["classes"] = options.Classes,
        ["runs"] = point.Runs,
        ["median_ms"] = point.MedianMs,
        ["min_ms"] = point.MinMs,
        ["p90_ms"] = point.P90Ms,
        ["build_ms"] = point.BuildMs,
        ["forward_ms"] = point.ForwardMs,
        ["backward_ms"] = point.BackwardMs,
        ["update_ms"] = point.UpdateMs,
        ["steps_per_second"] = point.StepsPerSecond,
        ["gflops"] = point.Gflops,
        ["fraction_of_peak"] = point.FractionOfPeak,
        ["allocated_bytes"] = point.AllocatedBytes,
        ["peak_rss_mb"] = point.PeakRssMb,
        ["workers"] = point.Workers,
        ["segments"] = point.Steps.Segments,
        ["computed_twice"] = point.Steps.Again,
    };
}
