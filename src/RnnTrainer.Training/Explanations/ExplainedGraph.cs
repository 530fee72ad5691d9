using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Layers;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Models;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Training.Explanations;

/// <summary>A share of what is explained: a number of an output, times a weight.</summary>
/// <param name="Output">Which output of the sequence: 0, or the step.</param>
/// <param name="Number">Which of its C numbers.</param>
readonly record struct OutputWeight(int Output, int Number, double Weight);

/// <summary>
/// A model over B points of the straight line from zero to the inputs of one sequence: at point a it reads a times the numbers, and a times
/// the vectors of the symbols. The backward pass gives the gradients of a weighted sum of outputs.
/// </summary>
sealed class ExplainedGraph : IDisposable
{
    readonly Model _model;
    readonly ScanGraph _graph;
    readonly Input[] _weights;
    readonly Input? _example;
    readonly Computed _explained;

    /// <param name="model">In float64.</param>
    /// <param name="points">B.</param>
    /// <param name="T">The longest sequence that it will be given, in steps of the layers.</param>
    public ExplainedGraph(Model model, int points, int T)
    {
        (_model, Points) = (model, points);
        _graph = new ScanGraph(model, points, T, model.Group, @checked: true, scalesVectors: true);
        var graph = _graph.Graph;
        _weights = [.. _graph.Outputs.Select((s, head) => graph.Data($"output weight {head}", s.Rows(), s.Shape[1]))];
        var row = graph.Computed("explained row", _graph.Outputs[0].Rows());
        foreach (var (s, w) in _graph.Outputs.Zip(_weights))
        {
            row[b] += w[b, c] * s[b, c];
        }

        if (!model.IsPerStep)
        {
            _explained = row;
            return;
        }

        _example = graph.Indices("example", Graph.PackedRows);
        _explained = graph.Computed("explained", graph.Batch);
        _explained[_example[r]] += row[r];
    }

    /// <summary>B.</summary>
    public int Points { get; }

    /// <summary>T, the longest sequence that it takes.</summary>
    public int Longest => _graph.Longest;

    /// <summary>Runs the model at up to B points.</summary>
    /// <param name="sequence">As the model takes it.</param>
    /// <param name="places">Each point as a fraction of the line.</param>
    public void Forward(Sequence sequence, IReadOnlyList<double> places)
    {
        var x = sequence.Inputs.ToArray();
        _graph.Load(new Batch([.. Enumerable.Range(0, Points).Select(
            n => sequence with { Inputs = Array.ConvertAll(x, value => value * PlaceOf(places, n)) })]));
        var T = _model.Patches?.CountOf(sequence.Length) ?? sequence.Length;
        for (var n = 0; n < Points; n++)
        {
            for (var t = 0; t < T; t++)
            {
                var place = _graph.RowOf(n, t);
                _graph.VectorScale?.Value.Set(place, PlaceOf(places, n));
                _example?.Value.Integers[place] = _graph.RowOf(n);
            }
        }

        _graph.Forward();
    }

    /// <summary>A number of an output at a point, after the forward pass.</summary>
    public double Output(int point, int output, int number) => _graph.OutputOf(point, output, number);

    /// <summary>Computes the gradients of a weighted sum of the outputs at each point of the last forward pass.</summary>
    public void Backward(IReadOnlyList<OutputWeight> explained)
    {
        foreach (var weights in _weights)
        {
            weights.Value.Fill(0);
        }

        foreach (var (output, number, weight) in explained)
        {
            var (step, head) = _model.IsPerStep ? Math.DivRem(output, _model.Heads.Count) : (0, 0);
            var to = _weights[head];
            for (var n = 0; n < Points; n++)
            {
                var place = _model.IsPerStep ? _graph.RowOf(n, step) : _graph.RowOf(n);
                to.Value.Set((place * to.Shape[1]) + number, weight);
            }
        }

        _graph.Graph.Backward(_explained);
    }

    /// <summary>The gradient [K] of the numbers at a point and a step of the layers; empty where the model reads none.</summary>
    public ReadOnlySpan<double> NumbersAt(int point, int t) =>
        _graph.Inputs.Count == 0 ? [] : RowOf(_graph.Inputs[0].Grad, _graph.RowOf(point, t));

    /// <summary>The gradient [K] of the vector that the model reads at a point and a step; empty where there are no symbols.</summary>
    public ReadOnlySpan<double> VectorAt(int point, int t) =>
        _graph.Vectors is { } vectors ? RowOf(vectors.Grad, _graph.RowOf(point, t)) : [];

    public void Dispose() => _graph.Dispose();

    static double PlaceOf(IReadOnlyList<double> places, int n) => n < places.Count ? places[n] : 0;

    static ReadOnlySpan<double> RowOf(Tensor tensor, int row) => tensor.Doubles.Slice(row * tensor.Shape[1], tensor.Shape[1]);
}
