using RnnTrainer.Autodiff.Tensors;
using RnnTrainer.Common;

namespace RnnTrainer.Autodiff;

/// <summary>
/// Compares gradients with central differences in float64: D(h) = (ℓ(x + h) − ℓ(x − h)) / 2h, extrapolated by Richardson's (4 D(h/2) −
/// D(h)) / 3, whose error falls with h⁴.
/// </summary>
public static class GradientCheck
{
    const double NarrowStep = 1e-6;

    /// <summary>Checks the gradients of nodes, entry by entry. It overwrites all gradients of the graph.</summary>
    /// <param name="graph">A float64 graph whose inputs and parameters are set.</param>
    /// <param name="loss">
    /// The loss of each example, [B]. Parameters are checked against the derivative of its mean, other nodes against that of its sum.
    /// </param>
    /// <param name="nodes">What to check: parameters, inputs, initial states.</param>
    /// <param name="options">The tolerances and the number of entries; null for the defaults.</param>
    /// <param name="reference">
    /// Computes the same gradients in another way, to be compared within the tolerances; null for no comparison.
    /// </param>
    /// <exception cref="ArgumentException">The graph is not in float64.</exception>
    public static GradientReport Run(
        Graph graph, Node loss, IReadOnlyList<Node> nodes, GradientCheckOptions? options = null, Action? reference = null)
    {
        if (graph.Precision != Precision.Float64)
        {
            throw new ArgumentException(
                "Check gradients in a float64 graph: central differences in float32 are too coarse.", nameof(graph));
        }

        options ??= new GradientCheckOptions();
        var first = Gradients(graph, loss, nodes);
        var second = Gradients(graph, loss, nodes);
        var repeats = first.Zip(second).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
        bool? agrees = null;
        if (reference is not null)
        {
            ClearGradients(nodes);
            reference();
            agrees = first.Zip(nodes).All(pair => pair.First.Zip(pair.Second.Grad.ToArray()).All(v => IsClose(v.First, v.Second, options)));
        }

        return new GradientReport([.. nodes.Select((node, n) => Check(graph, loss, node, first[n], options))], repeats, agrees);
    }

    static double[][] Gradients(Graph graph, Node loss, IReadOnlyList<Node> nodes)
    {
        ClearGradients(nodes);
        graph.Forward();
        graph.Backward(loss);
        return [.. nodes.Select(n => n.Grad.ToArray())];
    }

    static void ClearGradients(IEnumerable<Node> nodes) => nodes.OfType<Parameter>().ClearGradients();

    static CheckedTensor Check(Graph graph, Node loss, Node node, double[] analytic, GradientCheckOptions options)
    {
        var positions = Positions(node, options).ToList();
        CheckedEntry? worst = null;
        var (kinks, passed, absolute) = (0, true, 0.0);
        foreach (var position in positions)
        {
            var probe = new Probe(graph, loss, node, position);
            var numeric = probe.Richardson(options.Step);
            if (!IsClose(analytic[position], numeric, options))
            {
                if (probe.SeesKink())
                {
                    kinks++;
                    continue;
                }

                // A kink nearby spoils wide differences only.
                numeric = Nearest(analytic[position], numeric, probe.Richardson(NarrowStep));
            }

            passed &= IsClose(analytic[position], numeric, options);
            absolute = Math.Max(absolute, Math.Abs(analytic[position] - numeric));
            var relative = RelativeError(analytic[position], numeric);
            if (worst is null || !(relative <= worst.Relative))
            {
                worst = new CheckedEntry(Shapes.SubscriptsAt(position, node.Shape), analytic[position], numeric, relative);
            }
        }

        return new CheckedTensor(node.Name, node.Shape, positions.Count, node.Value.Length, kinks, worst, absolute, passed);
    }

    static double Nearest(double analytic, double a, double b) => Math.Abs(a - analytic) <= Math.Abs(b - analytic) ? a : b;

    static bool IsClose(double a, double n, GradientCheckOptions options) =>
        Math.Abs(a - n) <= options.Absolute + (options.Relative * Math.Max(Math.Abs(a), Math.Abs(n)));

    static double RelativeError(double a, double n) =>
        Math.Abs(a - n) / Math.Max(Math.Max(Math.Abs(a), Math.Abs(n)), GradientCheckOptions.SmallestScale);

    static IEnumerable<int> Positions(Node node, GradientCheckOptions options)
    {
        var all = Enumerable.Range(0, node.Value.Length);
        return options.Sample is { } count && count < node.Value.Length
            ? all.OrderBy(n => RandomStream.BitsAt((ulong)options.Seed, (ulong)n)).Take(count).Order()
            : all;
    }

    /// <summary>The loss as a function of one entry.</summary>
    sealed class Probe(Graph graph, Node loss, Node node, int position)
    {
        readonly double _x = node.Value.Get(position);
        readonly double _scale = node is Parameter ? 1.0 / graph.Batch : 1;

        public double Richardson(double step)
        {
            var h = step * Math.Max(1, Math.Abs(_x));
            return ((4 * Central(h / 2)) - Central(h)) / 3;
        }

        /// <summary>Whether the slopes to the left and right differ, and still do so with smaller differences.</summary>
        public bool SeesKink()
        {
            var (far, near) = (SlopeGap(1e-4), SlopeGap(1e-5));
            return near > 1e-4 && near > 0.5 * far;
        }

        double Central(double h) => (Loss(_x + h) - Loss(_x - h)) / (2 * h);

        double SlopeGap(double h)
        {
            var middle = Loss(_x);
            return Math.Abs(((Loss(_x + h) - middle) / h) - ((middle - Loss(_x - h)) / h));
        }

        double Loss(double x)
        {
            node.Value.Set(position, x);
            graph.Forward();
            node.Value.Set(position, _x);
            var sum = 0.0;
            foreach (var example in loss.Value.Doubles)
            {
                sum += example;
            }

            return sum * _scale;
        }
    }
}
