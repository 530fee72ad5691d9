using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>How a model remembers, as figures.</summary>
static class InsideFigures
{
    const int MostLayers = 3;

    public static IEnumerable<string> Of(Inside inside, Detail detail)
    {
        var report = inside.Gates;
        List<string> figures = [Html.Figure(States(inside, detail), detail)];
        figures.AddRange(report.Layers.Where(l => l.Gates.Count > 0).Take(MostLayers).Select(l => Html.Figure(Gates(report, l), detail)));
        figures.Add(Html.Figure(Gradients(report), detail));
        figures.Add($"<figure>\n<figcaption>memory</figcaption>\n{Html.Dim("carry: what a unit hands to its own next value directly; memory: the steps after which 1/e of it is left.")}{Html.Table(Memory(report))}</figure>\n");
        return figures;
    }

    /// <summary>The units that change most, in the order of the step at which each is largest.</summary>
    static HeatMap States(Inside inside, Detail detail)
    {
        var (T, J) = (inside.States.Values.Count, inside.States.Values[0].Length);
        var every = Thinned.Every(T, detail.Steps);
        int[] steps = [.. Enumerable.Range(0, T).Where(t => t % every == 0)];
        var units = Enumerable.Range(0, J).Select(j => (Unit: j, Values: steps.Select(t => inside.States.Values[t][j]).ToArray()))
            .OrderByDescending(u => u.Values.Max() - u.Values.Min()).Take(detail.Units).OrderBy(u => Peak(u.Values)).ToList();
        var largest = Math.Max(1e-9, units.SelectMany(u => u.Values).Max(Math.Abs));
        return new HeatMap(
            $"state {inside.States.State} of {inside.States.Layer} over time",
            "step",
            "unit",
            [.. steps.Select(t => $"{t + 1}")],
            [.. units.Select(u => $"{u.Unit}")],
            [.. units.Select(u => u.Values)],
            HeatMap.Diverging(largest))
        {
            Note = $"Of the sequence '{inside.Sequence}', units in the order in which they are largest."
                + (J > units.Count ? $" The {units.Count} units of {J} that change most." : "") + (every > 1 ? $" Every {every}{Html.Ordinal(every)} step." : ""),
            Legend = HeatMap.Ends(largest, hasNegative: true),
        };
    }

    static string Sequences(GateReport report) => report.Sequences == 1 ? "one sequence" : $"{report.Sequences} sequences";

    static int Peak(double[] values) => Enumerable.Range(0, values.Length).MaxBy(t => Math.Abs(values[t]));

    static Chart Gates(GateReport report, LayerGates layer) => new($"gates of {layer.Name} over time", "step")
    {
        Curves = [.. layer.Gates.Select(g => new Curve(g.Name, [.. g.BySteps.Select((s, n) => (n + 1.0, s.Mean))]))],
        Bands = [.. layer.Gates.Select((g, n) => new Band($"{g.Name}, 80 %", [.. g.BySteps.Select((s, t) => (t + 1.0, s.Low, s.High))], n))],
        YScale = Scale.FromZero,
        Note = $"Mean over {Sequences(report)} and all units, and the range that holds 80 % of the values.",
    };

    static Chart Gradients(GateReport report) => new("‖∂ℓ/∂state‖ by step", "steps before the last")
    {
        Curves = [.. report.Layers.SelectMany(l => l.States.Select(s => new Curve($"{l.Name} {s.Name}", [.. s.GradientNorms.Select((g, n) => ((double)n, g)).Where(p => double.IsFinite(p.g) && p.g > 0)])))],
        YScale = Scale.Logarithmic,
        Note = $"Root of the mean square over {Sequences(report)}. A line that falls to the right is a gradient that vanishes on the way back.",
    };

    static IEnumerable<string[]> Memory(GateReport report) =>
    [
        ["layer, state", "carry", "memory, median", "longest", "Lyapunov exponent"],
        .. report.Layers.SelectMany(l => l.States.Select(s => (string[])[$"{l.Name} {s.Name}", Html.Number(s.Carry), Steps(s.MedianMemory), Steps(s.LongestMemory), Html.Number(l.LyapunovExponent)])),
    ];

    static string Steps(double steps) => double.IsFinite(steps) ? steps.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) : "no end";
}
