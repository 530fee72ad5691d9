using System.Globalization;
using System.Numerics;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training.Files;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Explanations;

/// <summary>
/// Attributions by integrated gradients (Sundararajan, Taly and Yan 2017): the gradients of what is explained, averaged over the straight
/// line from zero to the inputs, times the inputs. Their sum is the difference of the outputs at both ends (completeness), which says how
/// exact the integral is: where it is off, parts of the line are halved, the one that is off most first.
/// </summary>
/// <param name="model">In float64, without dropout.</param>
sealed class IntegratedGradients(Model model) : IDisposable
{
    /// <summary>How far the sum of the attributions may be from the difference of the outputs.</summary>
    public const double Tolerance = 1e-3;

    /// <summary>Points of a part of the line.</summary>
    const int PointsOfPart = 16;

    /// <summary>The most points of a line.</summary>
    public const int MostPoints = 64 * PointsOfPart;

    /// <summary>Values that are kept for each unit of each layer, of the largest cell.</summary>
    const double ValuesOfUnit = 100;

    static readonly GaussLegendre Rule = GaussLegendre.Of(PointsOfPart);

    readonly Dictionary<int, ExplainedGraph> _graphs = [];

    /// <summary>The attributions of a sequence.</summary>
    /// <param name="sequence">As the model takes it.</param>
    /// <param name="choose">What is explained, given the outputs (output, number) at the inputs of the sequence.</param>
    /// <exception cref="RunException">The sequence is too long for the memory.</exception>
    public PathIntegral Of(Sequence sequence, Func<Func<int, int, double>, IReadOnlyList<OutputWeight>> choose)
    {
        var line = new Line(model, GraphOf(sequence), sequence, choose);
        var (parts, points) = (new PriorityQueue<PathPart, double>(), 0);
        Add(0, 1);
        while (parts.UnorderedItems.Sum(p => p.Element.Gap) > Tolerance && points + (2 * PointsOfPart) <= MostPoints)
        {
            var worst = parts.Dequeue();
            var middle = (worst.From + worst.To) / 2;
            Add(worst.From, middle);
            Add(middle, worst.To);
        }

        return PathIntegral.Of([.. parts.UnorderedItems.Select(p => p.Element)], points);

        void Add(double from, double to)
        {
            var part = line.Integrate(from, to, Rule);
            parts.Enqueue(part, -part.Gap);
            points += PointsOfPart;
        }
    }

    public void Dispose()
    {
        foreach (var graph in _graphs.Values)
        {
            graph.Dispose();
        }
    }

    /// <summary>Graphs are built for lengths that are powers of two, so that few serve sequences of many lengths.</summary>
    ExplainedGraph GraphOf(Sequence sequence)
    {
        var steps = model.Patches?.CountOf(sequence.Length) ?? sequence.Length;
        var longest = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)steps), int.MaxValue);
        if (!_graphs.TryGetValue(longest, out var graph))
        {
            _graphs[longest] = graph = new ExplainedGraph(model, PointsAtOnce(sequence, longest), longest);
        }

        return graph;
    }

    /// <summary>The points that are computed together: all of a part, or as many as fit into the memory.</summary>
    int PointsAtOnce(Sequence sequence, int longest)
    {
        var outside = model.NumbersOfStep + model.Inputs + (model.Schema.Outputs * model.Heads.Count);
        var entries = outside + (ValuesOfUnit * model.Width * model.Config.Model.Layers);
        var bytes = 2.0 * sizeof(double) * entries * longest;
        AvailableMemory.Require(
            bytes,
            string.Create(
                CultureInfo.InvariantCulture,
                $"sequence '{Printable.Short(sequence.Id, 60)}' has {sequence.Length:N0} steps, and its gradients"),
            "give shorter sequences, or a part of it");
        var most = Math.Min(AvailableMemory.ForSteps() / bytes, int.MaxValue / (entries * longest));
        return (int)Math.Clamp(most, 1, PointsOfPart + 2);
    }

    /// <summary>The line from zero to the inputs of one sequence.</summary>
    sealed class Line(
        Model model, ExplainedGraph graph, Sequence sequence, Func<Func<int, int, double>, IReadOnlyList<OutputWeight>> choose)
    {
        readonly int _steps = model.Patches?.CountOf(sequence.Length) ?? sequence.Length;
        readonly double[] _x = sequence.Inputs.ToArray();
        IReadOnlyList<OutputWeight>? _explained;

        public PathPart Integrate(double from, double to, GaussLegendre rule)
        {
            double[] places = [to, from, .. rule.Nodes.Select(node => from + ((to - from) * (node + 1) / 2))];
            double[] weights = [0, 0, .. rule.Weights.Select(w => w * (to - from) / 2)];
            var (ends, numbers, vectors) = (
                new List<double>(), new double[_steps * model.NumbersOfStep], new double[_steps * (model.Embedding?.Shape[1] ?? 0)]);
            foreach (var now in places.Zip(weights).Chunk(graph.Points))
            {
                graph.Forward(sequence, [.. now.Select(p => p.First)]);
                _explained ??= choose((output, number) => graph.Output(0, output, number));
                ends.AddRange(now.Select((_, n) => _explained.Sum(e => e.Weight * graph.Output(n, e.Output, e.Number))));
                graph.Backward(_explained);
                for (var n = 0; n < now.Length; n++)
                {
                    AddGradients(n, now[n].Second, numbers, vectors);
                }
            }

            return new PathPart(from, to, ends[1], ends[0], OfNumbers(numbers), OfSymbols(vectors));
        }

        void AddGradients(int point, double weight, double[] numbers, double[] vectors)
        {
            for (var t = 0; weight != 0 && t < _steps; t++)
            {
                AddTo(numbers, t, graph.NumbersAt(point, t), weight);
                AddTo(vectors, t, graph.VectorAt(point, t), weight);
            }
        }

        static void AddTo(double[] sum, int t, ReadOnlySpan<double> row, double weight)
        {
            for (var k = 0; k < row.Length; k++)
            {
                sum[(t * row.Length) + k] += weight * row[k];
            }
        }

        /// <summary>Of each number of a step its mean gradient times itself; of patches the sum over those that have the step.</summary>
        double[] OfNumbers(double[] gradients)
        {
            var (T, K, size) = (sequence.Length, sequence.Width, model.Patches?.Size ?? 1);
            var shares = new double[T * K];
            for (var i = 0; i < _steps; i++)
            {
                var first = model.Patches?.First(i) ?? i;
                for (var n = 0; n < size * K; n++)
                {
                    var place = (first * K) + n;
                    if (place >= 0 && place < shares.Length)
                    {
                        shares[place] += _x[place] * gradients[(i * size * K) + n];
                    }
                }
            }

            return shares;
        }

        /// <summary>Of each symbol of a step the mean gradient of its vector times the vector.</summary>
        double[] OfSymbols(double[] gradients)
        {
            if (model.Embedding is not { Value: var E } || sequence.Symbols is not { } symbols)
            {
                return [];
            }

            var (M, J) = (model.Schema.SymbolsPerStep, E.Shape[1]);
            var shares = new double[sequence.Length * M];
            for (var n = 0; n < shares.Length; n++)
            {
                var vector = E.Doubles.Slice(symbols[n] * J, J);
                var gradient = gradients.AsSpan(n / M * J, J);
                for (var j = 0; j < J; j++)
                {
                    shares[n] += vector[j] * gradient[j];
                }
            }

            return shares;
        }
    }
}
