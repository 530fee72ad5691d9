using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Graphs;
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
/// Batches that are too long run in segments, with the same bits.
/// </summary>
sealed class ScanGraph : ISequenceGraph, ISegments
{
    readonly Model _model;
    readonly Input? _x;
    readonly Input? _symbols;
    readonly OutputHead? _head;
    readonly PackedHeads? _heads;
    readonly PackedLayers _layers;
    readonly int[] _row;
    readonly bool _trains;
    readonly SegmentSize? _size;
    readonly SegmentOutputs[] _outputs = [];
    SequenceLengths _lengths;
    Batch? _batch;
    int[] _order;
    Segment[] _segments = [];
    double[]? _numbers; // of a sequence, while it is loaded

    // The number of outputs by which the loss of an example is divided, so that a batch's loss is the mean of all. Without training by
    // none: it must not depend on the others.
    double _outputsOfExample = 1;

    /// <param name="B">Sequences of a batch.</param>
    /// <param name="T">The longest sequence that it will be given, in steps of the layers.</param>
    /// <param name="trains">Whether the backward pass will run.</param>
    /// <param name="checked">Whether inputs and initial states have gradients too, for the gradient check.</param>
    /// <param name="hasGaps">Whether sequences may miss some of their targets.</param>
    /// <param name="segments">The segments in which batches run; null: they run whole.</param>
    /// <param name="scalesVectors">Whether the vectors of symbols are multiplied by <see cref="VectorScale"/>.</param>
    internal ScanGraph(
        Model model, int B, int T, WorkerGroup group, bool trains = true, bool @checked = false, bool hasGaps = false,
        SegmentSize? segments = null, bool scalesVectors = false)
    {
        (_model, _trains, _size) = (model, trains, segments);
        _row = [.. Enumerable.Range(0, B)];
        _order = _row;
        _lengths = SequenceLengths.Equal(B, segments is null ? T : 1);
        var rows = segments is { IsOfModel: true, Rows: var most } ? most : checked(B * T);
        Graph = new Graph(model.Precision, B, model.Compiler, rows, (long)B * T);
        if (model.NumbersOfStep is > 0 and var K)
        {
            _x = @checked ? Graph.Input("x", Graph.PackedRows, K) : Graph.Data("x", Graph.PackedRows, K);
        }

        if (model.Embedding is not null)
        {
            _symbols = Graph.Indices("symbol", Graph.PackedRows, model.Schema.SymbolsPerStep);
            VectorScale = scalesVectors ? Graph.Data("vector scale", Graph.PackedRows) : null;
        }

        _layers = new PackedLayers(Graph, model, Read(model), new ScanBuild(T, group, trains, @checked, segments));
        _head = model.IsPerStep ? null : new OutputHead(Graph, model, _layers.Top, model.Head, hasGaps);
        _heads = model.IsPerStep ? new PackedHeads(Graph, model, _layers.Top) : null;
        (Inputs, Longest) = (_x is null ? [] : [_x], T);
        if (segments is { IsOfModel: true })
        {
            RunsInSegments = Graph.TrySegments(Loss, trains);
            _outputs = trains || _heads is null ? [] : [.. _heads.Outputs.Select(outputs => new SegmentOutputs(outputs))];
        }
    }

    public Graph Graph { get; }

    public Node Loss => _heads?.Loss ?? _head!.Loss;

    public IReadOnlyList<Input> Inputs { get; }

    public IReadOnlyList<Input> InitialStates => _layers.InitialStates;

    public IReadOnlyList<Node> FinalStates => _layers.FinalStates;

    public int RowOf(int b) => _row[b];

    /// <summary>The packed row of step t of the batch's sequence b.</summary>
    internal int RowOf(int b, int t) => _lengths.Offset(t) + _row[b];

    /// <summary>The outputs [rows,C]: of the sequences, or of packed rows those of each head.</summary>
    internal IReadOnlyList<Node> Outputs => _heads is null ? [_head!.Outputs] : [.. _heads.Outputs];

    /// <summary>The vector of the symbols of each packed row, as the lowest layer reads it; null where there are no symbols.</summary>
    internal Node? Vectors { get; private set; }

    /// <summary>What the vector of each packed row is multiplied by; null: by nothing.</summary>
    internal Input? VectorScale { get; }

    /// <summary>T, the longest sequence that it takes.</summary>
    public int Longest { get; }

    /// <summary>How many of the model's threads share the present batch: as many as pay.</summary>
    internal int Workers => _layers.Workers;

    /// <summary>Of all nodes; see <see cref="GraphSize"/>.</summary>
    internal long Entries => Graph.Nodes.Where(n => n is not Parameter).Sum(n => (long)n.Value.Length);

    public long Bytes => 16 * Entries * (1 + (4 * _layers.Scans));

    /// <summary>Whether segments of whole models are possible; where they are not, such a graph cannot run.</summary>
    internal bool RunsInSegments { get; }

    int ISegments.Count => _segments.Length;

    public void Load(Batch batch, DropoutStream? dropout = null)
    {
        batch = _model.Patched(batch);
        _order = [.. Enumerable.Range(0, batch.Size).OrderByDescending(b => batch.Sequences[b].Length)];
        _lengths = new SequenceLengths([.. _order.Select(b => batch.Sequences[b].Length)]);
        _segments = _size is { IsOfModel: true } size
            ? Segment.Of(_lengths, size.Rows, ScanShape.TimeBlockRowsOf(_lengths.Batch, size.Rows), isInPlace: false) : [];
        _batch = batch;
        _layers.Load(_lengths, RunsInSegments ? _segments : null, _order, dropout);
        foreach (var outputs in _outputs)
        {
            outputs.Resize(_lengths.Total);
        }

        _outputsOfExample = _trains ? _model.CountKnown(batch.Sequences) / batch.Size : 1;
        for (var row = 0; row < batch.Size; row++)
        {
            _row[_order[row]] = row;
            _head?.Load(row, batch.Sequences[_order[row]], 1 / _outputsOfExample);
        }

        if (!RunsInSegments)
        {
            LoadRows(new Segment(_lengths, 0, 0));
        }
    }

    public void Forward()
    {
        if (RunsInSegments)
        {
            Graph.Forward(this, Loss);
        }
        else
        {
            Graph.Forward();
        }
    }

    public void Backward()
    {
        if (RunsInSegments)
        {
            Graph.Backward(this, Loss);
        }
        else
        {
            Graph.Backward(Loss);
        }
    }

    public double LossOf(int b) => Loss.Value.Get(_row[b]) * _outputsOfExample;

    public double OutputOf(int b, int t, int c)
    {
        if (_heads is null)
        {
            return _head!.Output(_row[b], c);
        }

        var (step, head) = Math.DivRem(t, _model.Heads.Count);
        var row = _lengths.Offset(step) + _row[b];
        return _outputs.Length == 0 ? _heads.Output(row, head, c) : _outputs[head].Of(row, c);
    }

    void ISegments.Enter(int segment) => LoadRows(_segments[segment]);

    void ISegments.Leave(int segment)
    {
        foreach (var outputs in _outputs)
        {
            outputs.Take(_lengths.Offset(_segments[segment].From), Graph.Rows!.Used);
        }
    }

    public void Dispose() => Graph.Dispose();

    /// <summary>What the lowest layer reads: the vectors of symbols, the numbers, or both; or the maps of patches.</summary>
    Node Read(Model model)
    {
        if (model.Embedding is not { } E)
        {
            return model.Patch is { } W ? Patch.Map(Graph, W, _x!) : _x!;
        }

        var vectors = Embedding.Gather(Graph, E, _symbols!);
        Vectors = vectors = VectorScale is null ? vectors : Embedding.Scaled(Graph, vectors, VectorScale);
        return _x is null ? vectors : new SideBySide(Graph, E.Shape[1], _x.Shape[1]).Join(vectors, _x);
    }

    void LoadRows(Segment segment)
    {
        var (lengths, K) = (segment.Lengths, _x?.Value.Shape[1] ?? 0);
        Graph.Rows!.Used = lengths.Total;
        _layers.LoadRows(_lengths, segment, _order);
        for (var row = 0; row < lengths.Batch; row++)
        {
            var sequence = _batch!.Sequences[_order[row]];
            if (_x is not null)
            {
                var x = sequence.Inputs.Slice(segment.From * K, lengths[row] * K).SpanOr(ref _numbers);
                LoadNumbers(_x.Value, lengths, row, x);
            }

            for (var t = 0; t < lengths[row] && (_symbols is not null || _heads is not null); t++)
            {
                LoadStep(lengths.Offset(t) + row, sequence, segment.From + t, row);
            }
        }
    }

    /// <param name="x">The numbers of all steps of a sequence, [T,K].</param>
    static void LoadNumbers(Tensor to, SequenceLengths lengths, int row, ReadOnlySpan<double> x)
    {
        var K = to.Shape[1];
        if (to.Precision == Precision.Float64)
        {
            var doubles = to.Doubles;
            for (var t = 0; t < lengths[row]; t++)
            {
                x.Slice(t * K, K).CopyTo(doubles[((lengths.Offset(t) + row) * K)..]);
            }

            return;
        }

        var singles = to.Singles;
        for (var t = 0; t < lengths[row]; t++)
        {
            var step = singles.Slice((lengths.Offset(t) + row) * K, K);
            var values = x.Slice(t * K, K);
            for (var k = 0; k < step.Length; k++)
            {
                step[k] = (float)values[k];
            }
        }
    }

    void LoadStep(int place, Sequence sequence, int t, int row)
    {
        if (_symbols is not null)
        {
            var M = _model.Schema.SymbolsPerStep;
            sequence.Symbols!.CopyTo(t * M, _symbols.Value.Integers.Slice(place * M, M));
        }

        _heads?.Load(place, sequence, t, row, 1 / _outputsOfExample);
    }
}
