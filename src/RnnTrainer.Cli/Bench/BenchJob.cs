using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training.Bench;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Cli.Bench;

/// <summary>One <c>rnn bench</c>: a line for each length as it is measured, then the fit.</summary>
static class BenchJob
{
    /// <param name="target">The cell or the config, as given.</param>
    /// <param name="page">The page to write; null for none. If it goes to standard output, the lines go to standard error.</param>
    public static int Run(Session session, string target, BenchOptions options, OutputFile? page)
    {
        Action<string> to = session.Json ? _ => { }
        : page is { IsStandard: true } ? line => session.Warn(line) : line =>
            session.Print(Printable.Line(line) + "\n");
        Benchmark.Memory(options).Require(session.Memory, "--batch");
        using var bench = new Benchmark(options, session.Time);
        Text(
            to, $"{CellChoice.NameOf(options.Cell)}, {(options.Trains ? "training step" : "inference")}, batch {options.Batch}, input ",
                $"{options.Input}, hidden {options.Hidden}, classes {options.Classes}, at most {bench.Threads} thread(s), float32");
        Text(
            to, $"{"T",6} {"threads",7} {"runs",5} {"median ms",10} {"min",9} {"p90",9} {"forward",9} {"backward",9} {"update",8} ",
                $"{"build",9} {"steps/s",9} {"GFLOP/s",8} {"of peak",8}");
        var points = new List<BenchPoint>();
        foreach (var point in bench.Points())
        {
            points.Add(point);
            Row(to, point);
            if (point.Steps.Size is not null)
            {
                Text(to, $"{"",6} {$"{point.Steps}"}");
            }
        }

        if (points.Exists(p => p.FractionOfPeak is null))
        {
            Text(
                to, $"of peak –: the step measured more than the peak, so one of them was timed wrongly: other programs used the cores, ",
                    $"or the step is too short");
        }

        var fit = points.DistinctBy(p => p.Length).Count() >= 2 ? Growth.Fit([.. points.Select(p => (p.Length, p.MedianMs))]) : null;
        if (fit is not null)
        {
            Text(
                to, $"time = a T^p: p = {fit.Exponent:0.000}{BenchPage.Interval(fit)}, {fit.MicrosecondsPerStep:0.00} µs per time step ",
                    $"at T = {points.Max(p => p.Length)}");
            Text(to, $"{fit.Sentence}");
        }

        if (page is not null)
        {
            page.WriteText(BenchPage.Of(target, options, bench.Threads, points, fit));
            session.Log($"report: {page.Path}");
        }

        if (session.Json)
        {
            session.PrintResult("rnn.bench/1", () => "", () => BenchDocument.Of(options, bench.Threads, points, fit));
        }

        return ExitCode.Success;
    }

    static void Row(Action<string> to, BenchPoint p) => Text(
        to,
        $"{p.Length,6} {p.Workers,7} {p.Runs,5} {p.MedianMs,10:0.000} {p.MinMs,9:0.000} {p.P90Ms,9:0.000} {p.ForwardMs,9:0.000} ",
        $"{p.BackwardMs,9:0.000} {p.UpdateMs,8:0.000} {p.BuildMs,9:0.0} {p.StepsPerSecond,9:0.0} {p.Gflops,8:0.00} ",
        $"{BenchPage.OfPeak(p),8}");

    static void Text(Action<string> to, params FormattableString[] parts) => to(string.Concat(parts.Select(FormattableString.Invariant)));
}
