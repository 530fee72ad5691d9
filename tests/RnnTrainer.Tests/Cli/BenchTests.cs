using RnnTrainer.Cli.Bench;
using RnnTrainer.Training.Bench;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Tests.Cli;

public sealed class BenchTests
{
    [Theory]
    [InlineData("train")]
    [InlineData("infer")]
    public void The_report_has_the_fields_of_the_contract(string mode)
    {
        var run = Rnn.Run(
            "bench", "ugrnn", "--mode", mode, "--lengths", "2,4,8", "--batch", "3", "--input", "2", "--hidden", "4", "--classes", "5",
            "--runs", "3", "--seconds", "0.01", "--threads", "1", "--json");
        Assert.Equal((0, ""), (run.Exit, run.Error));
        var document = run.Json;
        Assert.Equal(["schema", "machine", "peak_gflops", "points", "fit"], document.Select(p => p.Key));
        Assert.Equal(
            ["cell", "mode", "threads", "batch", "length", "input", "hidden", "classes", "runs", "median_ms", "min_ms", "p90_ms",
            "build_ms", "forward_ms", "backward_ms", "update_ms",
             "steps_per_second", "gflops", "fraction_of_peak", "allocated_bytes", "peak_rss_mb", "workers", "segments",
             "computed_twice"],
            document["points"]![0]!.AsObject().Select(p => p.Key));
        Assert.Equal(["exponent", "low", "high", "us_per_step", "sentence"], document["fit"]!.AsObject().Select(p => p.Key));
        Assert.Equal([2, 4, 8], document["points"]!.AsArray().Select(p => (int)p!["length"]!));
        Assert.True((double)document["peak_gflops"]! > 0);
    }

    [Fact]
    public void The_page_has_the_times_their_fit_their_stages_and_how_to_measure_again()
    {
        using var folder = new TemporaryFolder();
        string[] few = [
            "--lengths", "2,4,8", "--batch", "3", "--input", "2", "--hidden", "4", "--runs", "3", "--seconds", "0.01", "--threads", "1"];
        var run = Rnn.Run(["bench", "ugrnn", .. few, "--report", folder.File("bench.html")]);
        Assert.True(run.Exit == 0, run.Error);
        var page = File.ReadAllText(folder.File("bench.html"));

        Assert.All(
            ["per time step at T = 8", "time of a training step against T", "p from ", "stages, per time step",
            "share of the machine&#39;s peak", "memory allocated in a step", "--lengths 2,4,8 --batch 3", "prefers-color-scheme: dark"],
            word => Assert.Contains(word, page, StringComparison.Ordinal));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(5, page.Split("<figure>").Length - 1);
    }

    [Theory]
    [InlineData(50, 200, "25.0%")]
    [InlineData(200, 50, "–")]
    [InlineData(1, 0, "–")]
    [InlineData(double.PositiveInfinity, 50, "–")]
    public void A_share_of_the_peak_above_all_of_it_is_none(double gflops, double peak, string share)
    {
        var point = new BenchPoint(4, 1, 3, 1, 1, 1, 1, 1, 1, 1, gflops, peak, 0, 1);
        Assert.Equal(share, BenchPage.OfPeak(point));
        Assert.Equal(share == "–", point.FractionOfPeak is null);
    }

    [Fact]
    public void Two_lengths_have_no_interval()
    {
        var run = Rnn.Run(
            "bench", "ugrnn", "--lengths", "2,4", "--batch", "2", "--input", "2", "--hidden", "3", "--runs", "3", "--seconds", "0.01",
            "--threads", "1");
        Assert.Contains("(95 %: –, as it needs three lengths)", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 3 * ((2 * 7 * 2 * 4 * ((2 * 2) + (3 * 4))) + (6 * 4 * 5)))]
    [InlineData(false, 3 * ((2 * 7 * 2 * 4 * (2 + 4)) + (2 * 4 * 5)))]
    public void Operations_are_those_of_the_matrix_products(bool trains, double expected)
    {
        using var bench = new Benchmark(new BenchOptions("ugrnn", 1, [7], 3, 2, 4, 5, 1, trains, 3, 0, 0.01), TimeProvider.System);
        Assert.Equal(expected, bench.Operations(7));
    }

    [Fact]
    public void Layers_in_both_directions_are_counted_and_timed_as_such()
    {
        var model = new ModelConfig { Bidirectional = true, Dropout = 0.5 };
        using var bench = new Benchmark(
            new BenchOptions("ugrnn", 2, [7], 3, 2, 4, 5, 1, true, 3, 0, 0.01, Model: model), TimeProvider.System);

        // The upper layer has the states of both directions, 8, as its inputs; so has the head.
        Assert.Equal(3 * ((2 * 7 * 2 * 2 * 4 * ((2 * 2) + (3 * 4) + (2 * 8) + (3 * 4))) + (6 * 8 * 5)), bench.Operations(7));
        Assert.Equal(3, bench.Points().Single().Runs);
    }

    [Fact]
    public void The_fit_finds_the_exponent_and_says_when_it_is_one()
    {
        var quadratic = Growth.Fit([.. new[] { 4, 16, 64 }.Select(T => (T, 0.5 * T * T))]);
        Assert.Equal(2, quadratic.Exponent, 10);
        Assert.Contains("faster than T", quadratic.Sentence, StringComparison.Ordinal);
        var linear = Growth.Fit([(10, 1.01), (100, 9.9), (1000, 101)]);
        Assert.InRange(1, linear.Low, linear.High);
        Assert.Equal(101, linear.MicrosecondsPerStep, 10);
        Assert.Contains("proportional to T", linear.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_is_none_exits_2() =>
        Assert.Equal(2, Rnn.Run("bench", "--lengths", "16,x").Exit);
}
