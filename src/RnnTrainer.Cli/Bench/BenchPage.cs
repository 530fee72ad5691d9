using RnnTrainer.Cli.Pages;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training.Bench;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Runs;
using static System.FormattableString;

namespace RnnTrainer.Cli.Bench;

/// <summary>The times as a self-contained page.</summary>
static class BenchPage
{
    /// <param name="target">The cell or the config, as given.</param>
    /// <param name="fit">Null if there are too few lengths.</param>
    public static string Of(string target, BenchOptions options, int threads, IReadOnlyList<BenchPoint> points, Growth? fit) =>
        Page.Of($"rnn bench: {target}", detail => [Body(target, options, threads, points, fit, detail)]);

    static string Body(string target, BenchOptions options, int threads, IReadOnlyList<BenchPoint> points, Growth? fit, DetailLevel detail)
    {
        string[] times = [Html.Figure(AgainstLength(options, points, fit), detail), Html.Figure(Stages(options, points), detail)];
        string[] machine = [Html.Figure(OfPeak(points), detail), Memory(points, detail), Html.Figure(Build(points), detail)];
        return $"""
            <h1>{Html.Text(target)}</h1>
            {Headline(options, threads, points, fit)}
            {Html.Section("Time", Html.Figures(times))}
            {Html.Section("Machine", Html.Figures(machine))}
            {Html.Section("All numbers", All(points))}
            {Html.Section("How to reproduce it", Html.Preformatted(Command(target, options, threads)))}
            {Html.Folded("machine and version", Html.Table([["", ""], .. Here()], hasTexts: true))}

            """;
    }

    static string Headline(BenchOptions options, int threads, IReadOnlyList<BenchPoint> points, Growth? fit)
    {
        var longest = points.MaxBy(p => p.Length)!;
        var per = longest.MedianMs * 1000 / longest.Length;
        var grows = fit is null ? ""
            : $"<br>{Html.Text(Invariant($"time = a Tᵖ with p = {fit.Exponent:0.000}{Interval(fit)}: {fit.Sentence}"))}";
        return $"<div class=\"card\"><span class=\"score\">{Html.Text(Invariant($"{per:0.00} µs"))}</span> per time step at T = "
            + $"{longest.Length}, batch {options.Batch}{grows}"
            + Html.Dim(
                $"{CellChoice.NameOf(options.Cell)}, {(options.Trains ? "training step" : "inference")}, "
                + $"{Words.Counted(options.Layers, "layer")}, input {options.Input}, hidden {options.Hidden}, classes {options.Classes}, "
                + $"at most {Words.Counted(threads, "thread")}, float32")
            + "</div>";
    }

    static Chart AgainstLength(BenchOptions options, IReadOnlyList<BenchPoint> points, Growth? fit)
    {
        List<Curve> curves = [new Curve("median", [.. points.Select(p => ((double)p.Length, p.MedianMs))], CurveStyle.Dots)];
        List<Band> bands = [];
        if (fit is not null)
        {
            // A line of least squares goes through the means.
            var (x, y) = (points.Average(p => Math.Log(p.Length)), points.Average(p => Math.Log(p.MedianMs)));
            double At(int T, double slope) => Math.Exp(y + (slope * (Math.Log(T) - x)));
            curves.Add(
                new Curve(
                    Invariant($"a Tᵖ, p = {fit.Exponent:0.000}"), [.. points.Select(p => ((double)p.Length, At(p.Length, fit.Exponent)))],
                    CurveStyle.Dashed)
                { IsGuide = true });
            if (double.IsFinite(fit.Low))
            {
                bands.Add(
                    new Band(
                        Invariant($"p from {fit.Low:0.000} to {fit.High:0.000}"),
                        [.. points.Select(
                            p => (
                                (double)p.Length, Math.Min(At(p.Length, fit.Low), At(p.Length, fit.High)),
                                Math.Max(At(p.Length, fit.Low), At(p.Length, fit.High))))], 1));
            }
        }

        return new Chart($"time of a {(options.Trains ? "training step" : "pass")} against T", "T", "ms")
        {
            Curves = curves,
            Bands = bands,
            XBase = 2,
            YScale = AxisScale.Logarithmic,
            Note = $"Both axes are logarithmic{(bands.Count > 0 ? "; the range is that of the exponent at 95 %, around the mean" : "")}.",
        };
    }

    static Chart Stages(BenchOptions options, IReadOnlyList<BenchPoint> points)
    {
        return new Chart("stages, per time step", "T", "µs")
        {
            XNames = Lengths(points),
            Curves = options.Trains
                ? [Stage("forward", p => p.ForwardMs), Stage("backward", p => p.BackwardMs), Stage("update", p => p.UpdateMs)]
                : [Stage("forward", p => p.ForwardMs)],
            YScale = AxisScale.FromZero,
            Note = options.Trains ? "Medians, stacked." : "Medians.",
        };

        Curve Stage(string name, Func<BenchPoint, double> time) =>
            new(name, [.. points.Select((p, n) => ((double)n, time(p) * 1000 / p.Length))], CurveStyle.Bars);
    }

    static Chart OfPeak(IReadOnlyList<BenchPoint> points) => new("share of the machine's peak", "T", "%")
    {
        XNames = Lengths(points),
        Curves = [
            new Curve(
                "of peak",
                [.. points.Index().Where(p => p.Item.FractionOfPeak is not null)
                .Select(p => ((double)p.Index, 100 * p.Item.FractionOfPeak!.Value))], CurveStyle.Bars)],
        YScale = AxisScale.FromZero,
        Note = "Matrix products only. The peak of multiply-adds, measured between the runs, is "
            + Invariant($"{points.Average(p => p.PeakGflops):0.0} GFLOP/s."),
    };

    static string Memory(IReadOnlyList<BenchPoint> points, DetailLevel detail)
    {
        const string None = "None at any length: once everything is built, a step allocates nothing on the garbage-collected heap.";
        return points.All(p => p.AllocatedBytes == 0)
            ? $"<figure>\n<figcaption>memory allocated in a step</figcaption>\n{Html.Dim(None)}</figure>\n"
            : Html.Figure(Allocated(points), detail);
    }

    static Chart Allocated(IReadOnlyList<BenchPoint> points) => new("memory allocated in a step", "T", "bytes")
    {
        XNames = Lengths(points),
        Curves = [new Curve("bytes", [.. points.Select((p, n) => ((double)n, (double)p.AllocatedBytes))], CurveStyle.Bars)],
        YScale = AxisScale.FromZero,
        Note = "On the garbage-collected heap, once everything is built.",
    };

    static Chart Build(IReadOnlyList<BenchPoint> points) => new("time to build", "T", "ms")
    {
        XNames = Lengths(points),
        Curves = [new Curve("ms", [.. points.Select((p, n) => ((double)n, p.BuildMs))], CurveStyle.Bars)],
        YScale = AxisScale.FromZero,
        Note = "Graph and kernels, once for each shape, the first pass included.",
    };

    static string All(IReadOnlyList<BenchPoint> points) => Html.Table(
    [
        ["T", "threads", "runs", "median ms", "min ms", "p90 ms", "forward ms", "backward ms", "update ms", "build ms", "steps/s",
            "GFLOP/s", "of peak", "bytes per step", "peak RSS MB"],
        .. points.Select(p => (string[])
        [
            $"{p.Length}", $"{p.Workers}", $"{p.Runs}",
            .. new[] { p.MedianMs, p.MinMs, p.P90Ms, p.ForwardMs, p.BackwardMs, p.UpdateMs, p.BuildMs, p.StepsPerSecond, p.Gflops }
            .Select(v => Html.Number(v)),
            OfPeak(p), Html.Counted(p.AllocatedBytes), Invariant($"{p.PeakRssMb:0}"),
        ]),
    ]);

    static string Command(string target, BenchOptions options, int threads) =>
        Invariant($"rnn bench {Shell.Quoted(target)} --lengths {string.Join(",", options.Lengths)} --batch {options.Batch}")
        + Invariant($" --input {options.Input} --hidden {options.Hidden} --classes {options.Classes} --threads {threads}")
        + Invariant($" --runs {options.Runs} --warmup {options.Warmup} --seconds {options.Seconds}")
        + (options.Trains ? "\n" : " --mode infer\n");

    static IEnumerable<string[]> Here()
    {
        var here = Machine.Here();
        return
        [
            ["system", here.System],
            ["processor", here.Processor],
            ["cores", $"{here.Cores}"],
            ["instruction set", string.Join(", ", here.InstructionSet)],
            ["runtime", here.Runtime],
            ["rnn", ProgramVersion.Text],
        ];
    }

    static string[] Lengths(IReadOnlyList<BenchPoint> points) => [.. points.Select(p => $"{p.Length}")];

    /// <summary>The confidence interval of the exponent.</summary>
    public static string Interval(Growth fit) =>
        double.IsFinite(fit.Low) ? Invariant($" (95 %: {fit.Low:0.000} to {fit.High:0.000})") : " (95 %: –, as it needs three lengths)";

    /// <summary>The fraction of the machine's peak; – if it was not measured.</summary>
    public static string OfPeak(BenchPoint point) => point.FractionOfPeak is { } fraction ? Invariant($"{fraction:0.0%}") : "–";

}
