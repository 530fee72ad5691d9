using System.Numerics;
using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Layers;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Training.Streams;

/// <summary>
/// One time step of a model whose layers read forward, for one sequence: the layers from their states before it to those after it, and
/// the read-out. The statements and the order of their sums are those of <see cref="ScanGraph"/>, and so are the bits; a mean over steps is
/// the exception, because a sequence that has not ended has no share for each step.
/// </summary>
sealed class StepGraph : IDisposable
{
    readonly Model _model;
    readonly Graph _layers;
    readonly Graph _readout;
    readonly Input? _x;
    readonly Input? _symbols;
    readonly Input[] _before;
    readonly Node[] _after;
    readonly Node _top;
    readonly Input _h;
    readonly Computed _outputs;
    readonly Input? _logitsBefore;
    readonly Input? _symbolAfter;
    readonly Node? _loss;

    /// <param name="model">Whose weights do not change.</param>
    public StepGraph(Model model)
    {
        _model = model;
        _layers = new Graph(model.Precision, 1, model.Compiler, rows: 1);
        _x = model.NumbersOfStep > 0 ? _layers.Data("x", Graph.PackedRows, model.NumbersOfStep) : null;
        _symbols = model.Embedding is null ? null : _layers.Indices("symbol", Graph.PackedRows, model.Schema.SymbolsPerStep);
        List<Input> before = [];
        List<Node> after = [];
        var below = Read();
        for (var l = 0; l < model.Layers.Count; l++)
        {
            var h = Over(model.Layers[l], below, before, after);
            below = model.Config.Model.Residual && l > 0 ? Residual.Add(_layers, h, below) : h;
        }

        (_before, _after, _top) = ([.. before], [.. after], below);
        _readout = new Graph(model.Precision, 1, model.Compiler, rows: 1);
        _h = _readout.Data("h", model.IsPerStep ? Graph.PackedRows : 1, model.Width);
        _outputs = Head.Linear(_readout, model.Head["W"], model.Head["B"], _h);
        if (model.Task.PredictsNextSymbol)
        {
            _logitsBefore = _readout.Data("s before", Graph.PackedRows, model.Schema.Outputs);
            _symbolAfter = _readout.Indices("y", Graph.PackedRows);
            var s = _readout.Computed("s of the symbol", Graph.PackedRows, model.Schema.Outputs);
            s[b, c] += _logitsBefore[b, c];
            _loss = model.Task.Output.Loss(_readout, s, _symbolAfter, model.Config.Training.Loss);
        }
    }

    /// <summary>The sizes of the states with which a sequence begins.</summary>
    public static StepState Begin(Model model, StepInputs inputs)
    {
        var (config, H) = (model.Config.Model, model.Width);
        var isPooled = IsPooled(model);
        return new StepState
        {
            Hidden = [.. model.Layers.SelectMany(layer => layer.Initial.Count > 0
                ? layer.Initial.SelectMany(h0 => h0.Value.ToArray()).Select(h => h + 0.0)
                : new double[model.Cell.States.Count * config.Hidden])],
            Pooled = isPooled ? [.. Enumerable.Repeat(config.Readout == ReadoutKind.Max ? double.NegativeInfinity : 0, H)] : [],
            Hits = isPooled && config.Readout == ReadoutKind.Max ? new double[H] : [],
            Logits = model.Task.PredictsNextSymbol ? new double[model.Schema.Outputs] : [],
            Filled = new double[inputs.Filled],
            Before = new double[inputs.Before],
        };
    }

    /// <summary>Takes a step.</summary>
    /// <param name="channels">The numbers as the model takes them.</param>
    /// <param name="outputs">[C]: logits, or scaled numbers.</param>
    public void Run(StepState state, ReadOnlySpan<double> channels, ReadOnlySpan<int> symbols, Span<double> outputs)
    {
        if (_x is not null)
        {
            Set(_x.Value, channels);
        }

        if (_symbols is not null)
        {
            symbols.CopyTo(_symbols.Value.Integers);
        }

        RunLayers(state);
        Pool(state);
        if (_loss is not null)
        {
            Set(_logitsBefore!.Value, state.Logits);
            _symbolAfter!.Value.Integers[0] = symbols[0];
        }

        _readout.Forward();
        Get(_outputs.Value, outputs);
        if (_loss is not null)
        {
            AddLoss(state, symbols[0]);
            outputs.CopyTo(state.Logits);
        }

        state.Steps++;
    }

    public void Dispose()
    {
        _layers.Dispose();
        _readout.Dispose();
    }

    static bool IsPooled(Model model) => !model.IsPerStep && model.Config.Model.Readout != ReadoutKind.Last;

    /// <summary>What the lowest layer reads: the vectors of symbols, the numbers, or both.</summary>
    Node Read()
    {
        if (_model.Embedding is not { } E)
        {
            return _x!;
        }

        var vectors = Embedding.Gather(_layers, E, _symbols!);
        return _x is null ? vectors : new SideBySide(_layers, E.Shape[1], _x.Shape[1]).Join(vectors, _x);
    }

    Node Over(Layer layer, Node x, List<Input> before, List<Node> after)
    {
        var H = _model.Config.Model.Hidden;
        Input[] initial = [.. _model.Cell.States.Select(s => _layers.Data($"{layer.Name}.{s}0", 1, H))];
        var step = CellStep.Trace(_model.Cell, layer.Phi, _model.Precision, new CellSizes(B: 1, J: H, K: x.Shape[1])).Program;
        var scan = _layers.Scan(step, x, initial, steps: 1, _model.Group, trains: false, keepsOutputs: true);
        before.AddRange(initial);
        after.AddRange(scan.Last);
        return scan.Outputs!;
    }

    void RunLayers(StepState state)
    {
        var H = _model.Config.Model.Hidden;
        for (var n = 0; n < _before.Length; n++)
        {
            Set(_before[n].Value, state.Hidden.AsSpan(n * H, H));
        }

        _layers.Forward();
        for (var n = 0; n < _after.Length; n++)
        {
            Get(_after[n].Value, state.Hidden.AsSpan(n * H, H));
        }
    }

    /// <summary>Gives the read-out the output of the top layer, or what is pooled of it so far.</summary>
    void Pool(StepState state)
    {
        if (_model.Precision == Precision.Float32)
        {
            Pool<float>(state, _top.Value.Singles, _h.Value.Singles);
        }
        else
        {
            Pool<double>(state, _top.Value.Doubles, _h.Value.Doubles);
        }
    }

    static void Pool<T>(StepState state, ReadOnlySpan<T> top, Span<T> h)
        where T : INumber<T>
    {
        if (state.Pooled.Length == 0)
        {
            top.CopyTo(h);
            return;
        }

        for (var j = 0; j < top.Length; j++)
        {
            var y = double.CreateChecked(top[j]);
            if (state.Hits.Length == 0)
            {
                state.Pooled[j] += y;
                h[j] = T.CreateChecked(state.Pooled[j] / (state.Steps + 1));
            }
            else
            {
                var isMore = y > state.Pooled[j];
                state.Hits[j] = isMore ? 1 : y == state.Pooled[j] ? state.Hits[j] + 1 : state.Hits[j];
                state.Pooled[j] = isMore ? y : state.Pooled[j];
                h[j] = Maximum(T.CreateChecked(state.Pooled[j]), T.CreateChecked(state.Hits[j]));
            }
        }
    }

    /// <summary><c>m/n + m/n + …</c>, n times, which is what <see cref="Pooling.Max(Graph, Node, Input)"/> adds up.</summary>
    static T Maximum<T>(T m, T n)
        where T : INumber<T>
    {
        if (n == T.One || m == T.Zero)
        {
            return m + T.Zero;
        }

        var (sum, part) = (T.Zero, m / n);
        for (var count = T.Zero; count < n; count += T.One)
        {
            sum += part;
        }

        return sum;
    }

    /// <summary>Adds the loss of the symbol that has just been read, which the step before had to predict.</summary>
    void AddLoss(StepState state, int symbol)
    {
        if (state.Steps == 0)
        {
            return;
        }

        var loss = _loss!.Value.Get(0);
        state.Loss = _model.Precision == Precision.Float32 ? (float)((float)state.Loss + (float)loss) : state.Loss + loss;
        state.Right += Logits.ArgMax(state.Logits) == symbol ? 1 : 0;
    }

    static void Set(Tensor to, ReadOnlySpan<double> from)
    {
        if (to.Precision == Precision.Float64)
        {
            from.CopyTo(to.Doubles);
            return;
        }

        var singles = to.Singles;
        for (var n = 0; n < from.Length; n++)
        {
            singles[n] = (float)from[n];
        }
    }

    static void Get(Tensor from, Span<double> to)
    {
        if (from.Precision == Precision.Float64)
        {
            from.Doubles.CopyTo(to);
            return;
        }

        var singles = from.Singles;
        for (var n = 0; n < to.Length; n++)
        {
            to[n] = singles[n];
        }
    }
}
