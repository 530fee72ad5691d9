using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Training.Inspect;

namespace RnnTrainer.Cli.Inspect;

/// <summary>The gates and states of a trained model as text.</summary>
static class GateText
{
    public static string Of(string file, string data, GateReport report)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Printable.Line(file)}: {report.Sequences} sequences of {Printable.Line(data)}, up to {report.Steps} steps\n");
        foreach (var layer in report.Layers)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{layer.Name}\n");
            text.Append(
                layer.Gates.Count == 0 ? "  no gate: the cell computes nothing as a sigmoid\n"
                : $"  {"gate",-12}{"mean",8}{"below 0.1",12}{"above 0.9",12}\n");
            foreach (var gate in layer.Gates)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"  {gate.Name,-12}{gate.Mean,8:0.000}{100 * gate.NearZero,10:0.0} %{100 * gate.NearOne,10:0.0} %\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"  {"state",-12}{"retention",10}{"memory in steps: median",26}{"longest",10}\n");
            foreach (var state in layer.States)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"  {state.Name,-12}{state.Carry,10:0.000}{Steps(state.MedianMemory),26}{Steps(state.LongestMemory),10}\n");
            }

            foreach (var state in layer.States)
            {
                var norms = Places(state.GradientNorms).Select(n => FormattableString.Invariant($"{n}: {state.GradientNorms[n]:0.0e+0}"));
                text.Append($"  {$"|dl/d{state.Name}|",-12}{string.Join("  ", norms)}{Factor(state.GradientNorms)}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"  largest Lyapunov exponent {Exponent(layer.LyapunovExponent)}\n");
        }

        return text.Append(Legend).ToString();
    }

    const string Legend = """

        retention: the factor by which a unit keeps its value for the next step; memory: the steps after which 1/e of it is left
        |dl/dh|: the gradient N steps before the last step of a sequence

        """;

    static string Steps(double steps) => double.IsFinite(steps) ? steps.ToString("0.0", CultureInfo.InvariantCulture) : "unlimited";

    /// <summary>0, 1, 2, 4, 8, … and the first step.</summary>
    static IEnumerable<int> Places(IReadOnlyList<double> norms) =>
        Enumerable.Range(0, norms.Count).Where(n => System.Numerics.BitOperations.IsPow2(n) || n == 0 || n == norms.Count - 1);

    static string Factor(IReadOnlyList<double> norms) => norms.Count > 1 && norms[0] > 0 && norms[^1] > 0
        ? string.Create(
            CultureInfo.InvariantCulture, $"  (times {Math.Pow(norms[^1] / norms[0], 1.0 / (norms.Count - 1)):0.00} per step back)")
        : "";

    static string Exponent(double exponent) => double.IsFinite(exponent)
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{exponent:0.000} per step: a small change of the states {(exponent < 0 ? "shrinks" : "grows")} to "
            + $"{Math.Exp(exponent):0.000} of its size")
        : "minus infinity: the states do not depend on those before";
}
