using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>The reference form of a model over B sequences of up to T steps: every layer unrolled, the ends of short sequences masked.</summary>
public sealed class SequenceGraph : ISequenceGraph
{
    readonly Model _model;
    readonly int _batch;
    readonly int _steps;
    readonly Input[] _x = [];
    readonly Input[] _symbols = [];
    readonly Input[]? _running;
    readonly List<Readout> _readouts = [];
    readonly List<Input> _weights = [];
    int _rows;

    /// <param name="checked">Whether inputs and initial states have gradients too, for the gradient check.</param>
    /// <param name="executor">Runs the statements; null: the model's compiler.</param>
    /// <param name="nudged">Whether every step's states have <see cref="Nudges"/>.</param>
    internal SequenceGraph(Model model, Batch like, bool @checked = false, IExecutor? executor = null, bool nudged = false)
    {
        (_model, _batch, _steps) = (model, like.Size, like.MaxLength);
        var (B, T) = (_batch, _steps);
        Graph = new Graph(model.Precision, B, executor ?? model.Compiler);
        var (K, H) = (model.Inputs, model.Config.Model.Hidden);
        if (model.Embedding is null)
        {
            _x = [.. Enumerable.Range(0, T).Select(t => Fed($"x[{t}]", @checked, B, K))];
        }
        else
        {
            _symbols = [.. Enumerable.Range(0, T).Select(t => Graph.Indices($"symbol[{t}]", B))];
        }

        _running = nudged || like.TotalSteps < (long)B * T ? [.. Enumerable.Range(0, T).Select(t => Graph.Data($"running[{t}]", B))] : null;
        var initial = model.Layers.Select((_, l) => model.Cell.States.Select(s => Fed($"layer{l}.{s}0", @checked, B, H)).ToList()).ToList();
        Nudges = nudged ? [.. model.Layers.SelectMany((_, l) => model.Cell.States.Select(s => NudgesOf($"layer{l}.{s}")))] : [];
        var top = Top(initial);
        Loss = model.IsPerStep ? LossOverSteps(top) : Read(top[^1]).Loss;
        (Inputs, InitialStates) = (_x, [.. initial.SelectMany(s => s)]);
    }

    public Graph Graph { get; }

    public Node Loss { get; }

    /// <summary>x_0 … x_{T−1}, each [B,K].</summary>
    public IReadOnlyList<Input> Inputs { get; }

    public IReadOnlyList<Input> InitialStates { get; }

    /// <summary>Zeros that are added to each state of each layer after each step, by the state's name: their gradients are those of the states.</summary>
    public IReadOnlyList<(string State, IReadOnlyList<Input> Steps)> Nudges { get; }

    public long Bytes => Graph.Nodes.Where(n => n is not Parameter).Sum(n => 16L * n.Value.Length);

    public double AnswerOf(int b, int t, int c) => _readouts[_model.IsPerStep ? t : 0].Answer(b, c);

    public void Load(Batch batch)
    {
        for (var t = 0; t < _steps; t++)
        {
            for (var b = 0; b < _batch; b++)
            {
                var sequence = batch.Sequences[b];
                if (_model.Embedding is null)
                {
                    LoadStep(_x[t].Value, b, sequence, t);
                }
                else
                {
                    _symbols[t].Value.Integers[b] = t < sequence.Length ? sequence.Symbols![t] : 0;
                }

                _running?[t].Value.Set(b, t < sequence.Length ? 1 : 0);
            }
        }

        _rows = batch.TotalSteps;
        for (var b = 0; b < _batch; b++)
        {
            LoadTargets(b, batch.Sequences[b]);
        }
    }

    public void Forward() => Graph.Forward();

    public void Backward() => Graph.Backward(Loss);

    public double LossOf(int b) => Loss.Value.Get(b) * (_model.IsPerStep ? (double)_rows / _batch : 1);

    public void Dispose() => Graph.Dispose();

    Input Fed(string name, bool @checked, int rows, int columns) =>
        @checked ? Graph.Input(name, rows, columns) : Graph.Data(name, rows, columns);

    IReadOnlyList<Node> Top(List<List<Input>> initial)
    {
        IReadOnlyList<Node> below = _model.Embedding is { } E ? [.. _symbols.Select(s => Embedding.Of(Graph, E, s))] : _x;
        for (var l = 0; l < _model.Layers.Count; l++)
        {
            below = [.. Unroll.Over(Graph, _model.Cell, _model.Layers[l], below, initial[l], _running, NudgesOf(l)).Select(states => states[0])];
        }

        return below;
    }

    (string State, IReadOnlyList<Input> Steps) NudgesOf(string state) =>
        (state, [.. Enumerable.Range(0, _steps).Select(t => Graph.Input($"{state} nudge[{t}]", _batch, _model.Config.Model.Hidden))]);

    /// <summary>Those of a layer: step by step, its states in their order.</summary>
    IReadOnlyList<IReadOnlyList<Node>>? NudgesOf(int layer) => Nudges.Count == 0 ? null
        : [.. Enumerable.Range(0, _steps).Select(t => Nudges.Skip(layer * _model.Cell.States.Count).Take(_model.Cell.States.Count).Select(n => n.Steps[t]).ToList())];

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

    Readout Read(Node h)
    {
        _readouts.Add(new Readout(Graph, _model, h));
        return _readouts[^1];
    }

    /// <summary><c>loss[b] += w_t[b] row_t[b]</c>: the weight is 0 after a sequence's end.</summary>
    Computed LossOverSteps(IReadOnlyList<Node> top)
    {
        var b = new Axis("b");
        var loss = Graph.Computed("loss of examples", _batch);
        foreach (var (h, t) in top.Select((h, t) => (h, t)))
        {
            var weight = Graph.Data($"weight[{t}]", _batch);
            _weights.Add(weight);
            loss[b] += weight[b] * Read(h).Loss[b];
        }

        return loss;
    }

    void LoadTargets(int b, Sequence sequence)
    {
        if (!_model.IsPerStep)
        {
            _readouts[0].Load(b, sequence, 0, b, 1);
            return;
        }

        for (var t = 0; t < _steps; t++)
        {
            _weights[t].Value.Set(b, t < sequence.Length ? (double)_batch / _rows : 0);
            _readouts[t].LoadStep(b, sequence, Math.Min(t, sequence.Length - 1));
        }
    }
}
