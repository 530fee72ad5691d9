using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Layers;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Models;

/// <summary>The reference form of a model over B sequences of up to T steps: every layer unrolled, the ends of short sequences
/// masked.</summary>
sealed class SequenceGraph : ISequenceGraph
{
    readonly Model _model;
    readonly int _batch;
    readonly int _steps;
    readonly Input[] _x = [];
    readonly Input[] _symbols = [];
    readonly Input[] _running;
    readonly UnrolledLayers _layers;
    readonly List<OutputHead> _heads = [];
    readonly List<Input> _weights = [];
    double _known;

    /// <param name="trains">Whether the backward pass will run.</param>
    /// <param name="checked">Whether inputs and initial states have gradients too, for the gradient check.</param>
    /// <param name="executor">Runs the statements; null: the model's compiler.</param>
    /// <param name="perturbed">Whether every step's states have <see cref="Perturbations"/>.</param>
    internal SequenceGraph(
        Model model, Batch like, bool trains = true, bool @checked = false, IExecutor? executor = null, bool perturbed = false)
    {
        like = model.Patched(like);
        (_model, _batch, _steps) = (model, like.Size, like.MaxLength);
        var (B, T) = (_batch, _steps);
        Graph = new Graph(model.Precision, B, executor ?? model.Compiler);
        if (model.NumbersOfStep is > 0 and var K)
        {
            _x = [.. Enumerable.Range(0, T).Select(t => Fed($"x[{t}]", @checked, B, K))];
        }

        if (model.Embedding is not null)
        {
            _symbols = [.. Enumerable.Range(0, T).Select(t => Graph.Indices($"symbol[{t}]", B, model.Schema.SymbolsPerStep))];
        }

        var needsRunning = perturbed || model.Config.Model.Readout == ReadoutKind.Max || like.TotalSteps < (long)B * T;
        _running = needsRunning ? [.. Enumerable.Range(0, T).Select(t => Graph.Data($"running[{t}]", B))] : [];
        _layers = new UnrolledLayers(Graph, model, Read(model), _running, new UnrollBuild(trains, @checked, perturbed));
        Loss = model.IsPerStep ? LossOverSteps(_layers.Top) : Read(_layers.Top[0], model.Head, like.HasGaps).Loss;
    }

    public Graph Graph { get; }

    public Node Loss { get; }

    /// <summary>The numbers x_0 … x_{T−1}, each [B,K]; empty where inputs are symbols alone.</summary>
    public IReadOnlyList<Input> Inputs => _x;

    public IReadOnlyList<Input> InitialStates => _layers.InitialStates;

    public IReadOnlyList<Node> FinalStates => _layers.FinalStates;

    public int RowOf(int b) => b;

    /// <summary>Zeros that are added to each state of each layer after each step, by the state's name: their gradients are those of the
    /// states.</summary>
    public IReadOnlyList<(string State, IReadOnlyList<Input> Steps)> Perturbations => _layers.Perturbations;

    /// <summary>Every layer with its states after every step, each followed by its reverse layer.</summary>
    internal IReadOnlyList<LayerPath> Paths => _layers.Paths;

    public long Bytes => Graph.Nodes.Where(n => n is not Parameter).Sum(n => 16L * n.Value.Length);

    public double OutputOf(int b, int t, int c) => _heads[_model.IsPerStep ? t : 0].Output(b, c);

    public void Load(Batch batch, DropoutStream? dropout = null)
    {
        batch = _model.Patched(batch);
        _layers.Load(batch, dropout);
        for (var t = 0; t < _steps; t++)
        {
            for (var b = 0; b < _batch; b++)
            {
                var sequence = batch.Sequences[b];
                if (_x.Length > 0)
                {
                    LoadStep(_x[t].Value, b, sequence, t);
                }

                if (_symbols.Length > 0)
                {
                    LoadSymbols(_symbols[t].Value, b, sequence, t);
                }

                if (_running.Length > 0)
                {
                    _running[t].Value.Set(b, t < sequence.Length ? 1 : 0);
                }
            }
        }

        _known = _model.CountKnown(batch.Sequences);
        for (var b = 0; b < _batch; b++)
        {
            LoadTargets(b, batch.Sequences[b]);
        }
    }

    public void Forward() => Graph.Forward();

    public void Backward() => Graph.Backward(Loss);

    public double LossOf(int b) => Loss.Value.Get(b) * (_known / _batch);

    public void Dispose() => Graph.Dispose();

    /// <summary>What the lowest layer reads at each step: the vectors of symbols, the numbers, or both; or the maps of patches.</summary>
    IReadOnlyList<Node> Read(Model model)
    {
        if (model.Patch is { } W)
        {
            return [.. _x.Select(x => Patch.Map(Graph, W, x))];
        }

        if (model.Embedding is not { } E)
        {
            return _x;
        }

        IReadOnlyList<Node> vectors = [.. _symbols.Select(s => Embedding.Gather(Graph, E, s))];
        if (_x.Length == 0)
        {
            return vectors;
        }

        var sides = new SideBySide(Graph, E.Shape[1], _x[0].Shape[1]);
        return [.. vectors.Zip(_x, sides.Join)];
    }

    Input Fed(string name, bool @checked, int rows, int columns) =>
        @checked ? Graph.Input(name, rows, columns) : Graph.Data(name, rows, columns);

    // Behind a sequence's end stand zeros: what stood there before might be no number.
    static void LoadStep(Tensor x, int b, Sequence sequence, int t)
    {
        var K = x.Shape[1];
        ReadOnlySpan<double> row = t < sequence.Length ? sequence.Inputs.Slice(t * K, K).Span : default;
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

    static void LoadSymbols(Tensor s, int b, Sequence sequence, int t)
    {
        var M = s.Shape[1];
        var row = s.Integers.Slice(b * M, M);
        row.Clear();
        if (t < sequence.Length)
        {
            sequence.Symbols!.CopyTo(t * M, row);
        }
    }

    OutputHead Read(Node h, Phi head, bool hasGaps = false)
    {
        _heads.Add(new OutputHead(Graph, _model, h, head, hasGaps));
        return _heads[^1];
    }

    /// <summary><c>loss[b] += w_t[b] row_t[b]</c>: the weight is 0 after a sequence's end.</summary>
    Computed LossOverSteps(IReadOnlyList<Node> top)
    {
        var b = new LoopIndex("b");
        var loss = Graph.Computed("loss of examples", _batch);
        foreach (var (h, head) in top.SelectMany(h => _model.Heads.Select(head => (h, head))))
        {
            var weight = Graph.Data($"weight[{_weights.Count}]", _batch);
            _weights.Add(weight);
            loss[b] += weight[b] * Read(h, head).Loss[b];
        }

        return loss;
    }

    void LoadTargets(int b, Sequence sequence)
    {
        if (!_model.IsPerStep)
        {
            _heads[0].Load(b, sequence, _batch / _known);
            return;
        }

        var T = sequence.Unpatched ?? sequence.Length;
        for (var t = 0; t < _heads.Count; t++)
        {
            _weights[t].Value.Set(b, t < T ? _batch / _known : 0);
            _heads[t].LoadStep(b, sequence, Math.Min(t, T - 1));
        }
    }
}
