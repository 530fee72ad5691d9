using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Autodiff.Scan.Run;
using RnnTrainer.Autodiff.Threads;
using RnnTrainer.Cells.Layers;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Optimization;

namespace RnnTrainer.Training.Models;

/// <summary>
/// The fast form of a model over B sequences: every layer one <see cref="SequenceScan"/>, sequences sorted by length and packed without
/// padding.
/// <see cref="SequenceGraph"/> is its reference.
/// </summary>
sealed class ScanGraph : ISequenceGraph
{
    readonly Model _model;
    readonly Input? _x;
    readonly Input? _symbols;
    readonly OutputHead _head;
    readonly PackedLayers _layers;
    readonly int[] _row;
    readonly bool _trains;
    SequenceLengths _lengths;

    // The number of outputs by which the loss of an example is divided, so that a batch's loss is the mean of all. Without training by
    // none: it must not depend on the others.
    double _outputsOfExample = 1;

    /// <param name="B">Sequences of a batch.</param>
    /// <param name="T">The longest sequence that it will be given.</param>
    /// <param name="trains">Whether the backward pass will run.</param>
    /// <param name="checked">Whether inputs and initial states have gradients too, for the gradient check.</param>
    /// <param name="hasGaps">Whether sequences may miss some of their targets.</param>
    internal ScanGraph(Model model, int B, int T, WorkerGroup group, bool trains = true, bool @checked = false, bool hasGaps = false)
    {
        (_model, _trains) = (model, trains);
        _row = [.. Enumerable.Range(0, B)];
        _lengths = SequenceLengths.Equal(B, T);
        Graph = new Graph(model.Precision, B, model.Compiler, rows: B * T);
        if (model.Schema.Inputs.Count is > 0 and var K)
        {
            _x = @checked ? Graph.Input("x", Graph.PackedRows, K) : Graph.Data("x", Graph.PackedRows, K);
        }

        if (model.Embedding is not null)
        {
            _symbols = Graph.Indices("symbol", Graph.PackedRows, model.Schema.SymbolsPerStep);
        }

        _layers = new PackedLayers(Graph, model, Read(model), new ScanBuild(T, group, trains, @checked));
        _head = new OutputHead(Graph, model, _layers.Top, hasGaps);
        (Inputs, Longest) = (_x is null ? [] : [_x], T);
    }

    public Graph Graph { get; }

    public Node Loss => _head.Loss;

    public IReadOnlyList<Input> Inputs { get; }

    public IReadOnlyList<Input> InitialStates => _layers.InitialStates;

    public IReadOnlyList<Node> FinalStates => _layers.FinalStates;

    public int RowOf(int b) => _row[b];

    /// <summary>T, the longest sequence that it takes.</summary>
    public int Longest { get; }

    /// <summary>How many of the model's threads share the present batch: as many as pay.</summary>
    internal int Workers => _layers.Workers;

    /// <summary>Of all nodes; see <see cref="GraphSize"/>.</summary>
    internal long Entries => Graph.Nodes.Where(n => n is not Parameter).Sum(n => (long)n.Value.Length);

    public long Bytes => 16 * Entries * (1 + (4 * _layers.Scans));

    public void Load(Batch batch, DropoutStream? dropout = null)
    {
        int[] longestFirst = [.. Enumerable.Range(0, batch.Size).OrderByDescending(b => batch.Sequences[b].Length)];
        _lengths = new SequenceLengths([.. longestFirst.Select(b => batch.Sequences[b].Length)]);
        Graph.Rows!.Used = _lengths.Total;
        _layers.Load(_lengths, longestFirst, dropout);
        _outputsOfExample = _trains ? _model.CountKnown(batch.Sequences) / batch.Size : 1;
        for (var row = 0; row < batch.Size; row++)
        {
            var sequence = batch.Sequences[longestFirst[row]];
            _row[longestFirst[row]] = row;
            var x = sequence.Inputs.Span;
            for (var t = 0; t < sequence.Length; t++)
            {
                LoadStep(_lengths.Offset(t) + row, sequence, x, t);
                if (_model.IsPerStep)
                {
                    _head.Load(_lengths.Offset(t) + row, sequence, t, row, 1 / _outputsOfExample);
                }
            }

            if (!_model.IsPerStep)
            {
                _head.Load(row, sequence, 0, row, 1 / _outputsOfExample);
            }
        }
    }

    public void Forward() => Graph.Forward();

    public void Backward() => Graph.Backward(Loss);

    public double LossOf(int b) => Loss.Value.Get(_row[b]) * _outputsOfExample;

    public double OutputOf(int b, int t, int c) => _head.Output(_model.IsPerStep ? _lengths.Offset(t) + _row[b] : _row[b], c);

    public void Dispose() => Graph.Dispose();

    /// <summary>What the lowest layer reads: the vectors of symbols, the numbers, or both.</summary>
    Node Read(Model model)
    {
        if (model.Embedding is not { } E)
        {
            return _x!;
        }

        var vectors = Embedding.Gather(Graph, E, _symbols!);
        return _x is null ? vectors : new SideBySide(Graph, E.Shape[1], _x.Shape[1]).Join(vectors, _x);
    }

    void LoadStep(int row, Sequence sequence, ReadOnlySpan<double> x, int t)
    {
        if (_symbols is not null)
        {
            var M = _model.Schema.SymbolsPerStep;
            sequence.Symbols.AsSpan(t * M, M).CopyTo(_symbols.Value.Integers[(row * M)..]);
        }

        if (_x is null)
        {
            return;
        }

        var K = _x.Shape[1];
        var from = x.Slice(t * K, K);
        if (_x.Value.Precision == Precision.Float64)
        {
            from.CopyTo(_x.Value.Doubles[(row * K)..]);
            return;
        }

        var to = _x.Value.Singles.Slice(row * K, K);
        for (var k = 0; k < K; k++)
        {
            to[k] = (float)from[k];
        }
    }
}
