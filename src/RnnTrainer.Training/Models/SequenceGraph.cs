using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>A model over B sequences of up to T steps: inputs, layers, head and loss. The one place that knows how time is unrolled.</summary>
public sealed class SequenceGraph : IDisposable
{
    readonly Model _model;
    readonly SequenceShape _shape;
    readonly Input[] _x;
    readonly Input[]? _running;
    readonly Input _y;
    readonly Computed _answers;

    /// <param name="checked">Whether inputs and initial states have gradients too, for the gradient check.</param>
    /// <param name="executor">Runs the statements; null: the model's compiler.</param>
    internal SequenceGraph(Model model, SequenceShape shape, bool @checked = false, IExecutor? executor = null)
    {
        (_model, _shape) = (model, shape);
        Graph = new Graph(model.Precision, shape.B, executor ?? model.Compiler);
        var (K, H, C) = (model.Schema.Inputs.Count, model.Config.Model.Hidden, model.Schema.Outputs);
        _x = [.. Enumerable.Range(0, shape.T).Select(t => Fed($"x[{t}]", @checked, shape.B, K))];
        _running = shape.Ragged ? [.. _x.Select((_, t) => Graph.Data($"running[{t}]", shape.B))] : null;
        var initial = model.Layers.Select((_, l) => model.Cell.States.Select(s => Fed($"layer{l}.{s}0", @checked, shape.B, H)).ToList()).ToList();
        _y = model.Config.Task == TaskKind.Classify ? Graph.Indices("y", shape.B) : Graph.Data("y", shape.B, C);
        _answers = Head.Linear(Graph, model.Head["W"], model.Head["B"], Top(initial));
        Loss = model.Config.Task == TaskKind.Classify ? Losses.SoftmaxCrossEntropy(Graph, _answers, _y) : Losses.SquaredError(Graph, _answers, _y);
        (Inputs, InitialStates) = (_x, [.. initial.SelectMany(s => s)]);
    }

    /// <summary>The statements, for the gradient check.</summary>
    internal Graph Graph { get; }

    /// <summary>The loss of each sequence [B].</summary>
    internal Node Loss { get; }

    /// <summary>x_0 … x_{T−1}, each [B,K].</summary>
    internal IReadOnlyList<Input> Inputs { get; }

    /// <summary>The states before the first step, layer by layer; zero unless someone sets them.</summary>
    internal IReadOnlyList<Input> InitialStates { get; }

    /// <summary>Roughly what the graph occupies.</summary>
    internal long Bytes => Graph.Nodes.Where(n => n is not Parameter).Sum(n => 16L * n.Value.Length);

    /// <summary>Scores per class, or scaled targets: [B,C], row-major.</summary>
    public Tensor Answers => _answers.Value;

    /// <summary>Copies a batch of this shape into the inputs. Sequences without a label or target are given any: their loss means nothing.</summary>
    public void Load(Batch batch)
    {
        for (var t = 0; t < _shape.T; t++)
        {
            for (var b = 0; b < _shape.B; b++)
            {
                var sequence = batch.Sequences[b];
                LoadStep(_x[t].Value, b, sequence, t);
                _running?[t].Value.Set(b, t < sequence.Length ? 1 : 0);
            }
        }

        for (var b = 0; b < _shape.B; b++)
        {
            LoadTarget(b, batch.Sequences[b]);
        }
    }

    /// <summary>Computes answers and losses.</summary>
    public void Forward() => Graph.Forward();

    /// <summary>Adds the derivatives of the batch-mean loss to the parameters' gradients.</summary>
    public void Backward() => Graph.Backward(Loss);

    /// <summary>The loss of sequence b.</summary>
    public double LossOf(int b) => Loss.Value.Get(b);

    public void Dispose() => Graph.Dispose();

    Input Fed(string name, bool @checked, int rows, int columns) =>
        @checked ? Graph.Input(name, rows, columns) : Graph.Data(name, rows, columns);

    Node Top(List<List<Input>> initial)
    {
        IReadOnlyList<Node> below = _x;
        for (var l = 0; l < _model.Layers.Count; l++)
        {
            below = [.. Unroll.Over(Graph, _model.Cell, _model.Layers[l], below, initial[l], _running).Select(states => states[0])];
        }

        return below[^1];
    }

    // Behind a sequence's end stand zeros: what stood there before might be no number.
    static void LoadStep(Tensor x, int b, Sequence sequence, int t)
    {
        var K = x.Shape[1];
        ReadOnlySpan<double> row = t < sequence.Length ? sequence.Inputs.AsSpan(t * K, K) : default;
        if (x.Precision == Precision.Float64)
        {
            var target = x.Doubles.Slice(b * K, K);
            target[row.Length..].Clear();
            row.CopyTo(target);
            return;
        }

        var singles = x.Singles.Slice(b * K, K);
        singles[row.Length..].Clear();
        for (var k = 0; k < row.Length; k++)
        {
            singles[k] = (float)row[k];
        }
    }

    void LoadTarget(int b, Sequence sequence)
    {
        if (_y.Value.IsInteger)
        {
            _y.Value.Integers[b] = Math.Max(0, _model.ClassOf(sequence.Label));
            return;
        }

        var C = _y.Shape[1];
        for (var c = 0; c < C; c++)
        {
            _y.Value.Set((b * C) + c, sequence.Target?[c] ?? 0);
        }
    }
}
