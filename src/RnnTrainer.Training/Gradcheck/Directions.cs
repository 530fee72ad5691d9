using RnnTrainer.Autodiff;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Gradcheck;

/// <summary>The derivative of the mean loss along a random direction through all parameters: one number that sees every entry of a large
/// model.</summary>
static class Directions
{
    const double Step = 1e-3;

    public static DirectionCheck Check(CheckedGraph graph, int seed, int number)
    {
        var line = new Line(graph, seed, number);
        var analytic = line.Analytic();
        var numeric = ((4 * line.Central(Step / 2)) - line.Central(Step)) / 3;
        var gap = Math.Abs(analytic - numeric);
        var scale = Math.Max(Math.Abs(analytic), Math.Abs(numeric));
        var options = new GradientCheckOptions();
        var close = gap <= options.Absolute + (options.Relative * scale);
        var kink = !close && line.SeesKink();
        return new DirectionCheck(analytic, numeric, gap / Math.Max(scale, GradientCheckOptions.SmallestScale), kink, close || kink);
    }

    /// <summary>The parameters as a function of the distance along a unit vector.</summary>
    sealed class Line
    {
        readonly CheckedGraph _graph;
        readonly Parameter[] _parameters;
        readonly double[][] _start;
        readonly double[][] _unit;

        public Line(CheckedGraph graph, int seed, int number)
        {
            (_graph, _parameters) = (graph, [.. graph.Parameters]);
            _start = [.. _parameters.Select(p => p.Value.ToArray())];
            var random = new RandomStream(seed, "gradcheck direction", number);
            _unit = [.. _start.Select(p => p.Select(_ => (2 * random.NextDouble()) - 1).ToArray())];
            var norm = Math.Sqrt(_unit.Sum(u => u.Sum(x => x * x)));
            _unit = [.. _unit.Select(u => u.Select(x => x / norm).ToArray())];
        }

        public double Analytic()
        {
            var gradients = _graph.Gradients();
            return _unit.Zip(gradients).Sum(p => p.First.Zip(p.Second, (u, g) => u * g).Sum());
        }

        public double Central(double h) => (MeanLoss(h) - MeanLoss(-h)) / (2 * h);

        public bool SeesKink() => Enumerable.Range(3, 4).Any(n => SlopeGap(Math.Pow(10, -n)) > 1e-4 * Math.Max(1, Math.Abs(Central(Step))));

        double SlopeGap(double h)
        {
            var middle = MeanLoss(0);
            return Math.Abs(((MeanLoss(h) - middle) / h) - ((middle - MeanLoss(-h)) / h)) - (20 * h);
        }

        double MeanLoss(double distance)
        {
            for (var p = 0; p < _parameters.Length; p++)
            {
                _parameters[p].Value.Assign([.. _start[p].Zip(_unit[p], (x, u) => x + (distance * u))]);
            }

            _graph.Graph.Forward();
            for (var p = 0; p < _parameters.Length; p++)
            {
                _parameters[p].Value.Assign(_start[p]);
            }

            return _graph.Loss.Value.ToArray().Average();
        }
    }
}
