using RnnTrainer.Cli.Pages;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Inspect;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Report;

/// <summary>Figures of how a model remembers.</summary>
static class InternalsFigures
{
    const int MostLayers = 3;

    // The most states in a narrow figure.
    const int MostNarrow = 2;

    public static IEnumerable<string> Of(Internals inside, Config config, DetailLevel detail)
    {
        var report = inside.Gates;
        List<string> figures = [Html.Figure(States(inside, detail), detail)];
        figures.AddRange(report.Layers.Where(l => l.Gates.Count > 0).Take(MostLayers).Select(l => Html.Figure(Gates(inside, l), detail)));
        figures.Add(Html.Figure(Gradients(inside, config), detail));
        figures.Add(Memory(report));
        return figures;
    }

    /// <summary>The units that change most, in the order of the step at which each is largest.</summary>
    static HeatMap States(Internals inside, DetailLevel detail)
    {
        var (T, J) = (inside.States.Values.Count, inside.States.Values[0].Length);
        var every = Downsampled.Every(T, detail.Steps);
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
            Note = $"Sequence '{inside.Sequence}'{(inside.IsCut ? $", its first {T} steps" : "")}"
                + $"{(every > 1 ? $", every {Html.Ordinal(every)} step" : "")}. "
                + (J > units.Count ? $"The {units.Count} units of {J} that change most, sorted" : "Units sorted")
                + " by the step at which they are largest.",
            Legend = HeatMap.Ends(largest, hasNegative: true),
        };
    }

    static int Peak(double[] values) => Enumerable.Range(0, values.Length).MaxBy(t => Math.Abs(values[t]));

    static bool IsReverse(LayerGates layer) => layer.Name.EndsWith(".reverse", StringComparison.Ordinal);

    static Chart Gates(Internals inside, LayerGates layer) =>
        new($"gates of {layer.Name} over time", IsReverse(layer) ? "step as it is read: the last is the first" : "step")
        {
            Curves = [.. layer.Gates.Select(g => new Curve(g.Name, [.. g.BySteps.Select((s, n) => (n + 1.0, s.Mean))]))],
            Bands = [
            .. layer.Gates.Select((g, n) => new Band($"{g.Name}, 80 %", [.. g.BySteps.Select((s, t) => (t + 1.0, s.Low, s.High))], n))],
            YScale = AxisScale.FromZero,
            Note = $"Mean over {inside.Which} and all units, and the range that holds 80 % of the values.",
        };

    static Chart Gradients(Internals inside, Config config) =>
        new("‖∂ℓ/∂state‖ by step", inside.Gates.Layers.Any(IsReverse) ? "steps before the last that is read" : "steps before the last")
        {
            Curves = [
            .. inside.Gates.Layers.SelectMany(
                l => l.States.Select(
                    s => new Curve(
                        $"{l.Name} {s.Name}",
                        [.. s.GradientNorms.Select((g, n) => ((double)n, g)).Where(p => double.IsFinite(p.g) && p.g > 0)])))],
            YScale = AxisScale.Logarithmic,
            Note = $"Root of the mean square over {inside.Which}. " + (config.IsPerStep() || config.Model.Readout != ReadoutKind.Last
            ? "The loss reaches every step directly, not only the last."
            : "A line that falls to the right is a gradient that vanishes on the way back."),
        };

    static string Memory(GateReport report)
    {
        List<(LayerGates Layer, StateMemory State)> states = [.. report.Layers.SelectMany(l => l.States.Select(s => (l, s)))];
        const string Note =
            "Retention: the factor by which a unit keeps its value for the next step; memory: the steps after which 1/e of it is left.";
        var width = states.Count > MostNarrow ? " class=\"full\"" : "";
        return $"<figure{width}>\n<figcaption>memory</figcaption>\n{Html.Dim(Note)}{Html.Table(
        [
            ["", .. states.Select(s => $"{s.Layer.Name} {s.State.Name}")],
            ["retention", .. states.Select(s => Html.Number(s.State.Carry))],
            ["memory, median", .. states.Select(s => Steps(s.State.MedianMemory))],
            ["memory, longest", .. states.Select(s => Steps(s.State.LongestMemory))],
            ["Lyapunov exponent", .. states.Select(s => Html.Number(s.Layer.LyapunovExponent))],
        ])}</figure>\n";
    }

    static string Steps(double steps) =>
        double.IsFinite(steps) ? steps.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) : "unlimited";
}
