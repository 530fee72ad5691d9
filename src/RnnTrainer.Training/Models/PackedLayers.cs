using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Autodiff.Scan.Run;
using RnnTrainer.Autodiff.Threads;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Layers;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Models;

/// <summary>What stands between input and head in the fast form: every layer one <see cref="SequenceScan"/>, or one in each direction, over
/// packed rows.</summary>
sealed class PackedLayers
{
    readonly Graph _graph;
    readonly Model _model;
    readonly ScanBuild _build;
    readonly List<SequenceScan> _scans = [];
    readonly List<Input> _initial = [];
    readonly bool _hasWholeRows;
    readonly List<Mask> _stepMasks = [];
    readonly List<Mask> _sequenceMasks = [];
    readonly Bidirectional? _bothWays;
    readonly Input? _mirror;
    Input? _end;
    Input? _owner;
    Input? _share;

    /// <param name="x">The inputs, packed rows.</param>
    public PackedLayers(Graph graph, Model model, Node x, ScanBuild build)
    {
        (_graph, _model, _build) = (graph, model, build);
        _hasWholeRows = build.Segments is not { IsOfModel: true };
        var config = model.Config.Model;
        if (config.Bidirectional)
        {
            (_bothWays, _mirror) = (new Bidirectional(graph, config.Hidden), graph.Indices("mirror", Graph.PackedRows));
        }

        var below = x;
        var keepsAll = model.IsPerStep || config.Readout != ReadoutKind.Last || config.Residual;
        for (var l = 0; l < model.Layers.Count; l++)
        {
            var h = Over(
                model.Layers[l], Dropped(below, l == 0 ? config.InputDropout : config.Dropout, model.Layers[l].Name), keepsAll
                || l < model.Layers.Count - 1);
            below = config.Residual && l > 0 ? Residual.Add(graph, h, below) : h;
        }

        Top = Dropped(model.IsPerStep || !keepsAll ? below : Pooled(below), config.Dropout, "head");
    }

    /// <summary>What the head reads: packed rows, or a row per sequence.</summary>
    public Node Top { get; }

    /// <summary>The states before the first step if they are not learned.</summary>
    public IReadOnlyList<Input> InitialStates => _initial;

    /// <summary>The states after each sequence's last step.</summary>
    public IReadOnlyList<Node> FinalStates => [.. _scans.SelectMany(s => s.Last)];

    public int Scans => _scans.Count;

    /// <summary>The most workers that share a scan of the present batch.</summary>
    public int Workers => _scans.Max(s => s.Workers);

    /// <summary>Takes a batch, without its rows.</summary>
    /// <param name="segments">The segments in which the whole model runs it; null: in none.</param>
    /// <param name="order">The batch's sequence in each row.</param>
    /// <param name="dropout">What dropout is drawn from.</param>
    public void Load(SequenceLengths lengths, IReadOnlyList<Segment>? segments, ReadOnlySpan<int> order, DropoutStream? dropout)
    {
        foreach (var scan in _scans)
        {
            if (segments is null)
            {
                scan.Resize(lengths);
            }
            else
            {
                scan.Resize(lengths, segments);
            }
        }

        foreach (var mask in _stepMasks.Concat(_sequenceMasks))
        {
            mask.Begin(dropout ?? throw Undrawn());
        }

        for (var row = 0; row < lengths.Batch; row++)
        {
            LoadEnds(lengths, row);
            foreach (var mask in _sequenceMasks)
            {
                mask.Draw(row, order[row], 0);
            }
        }
    }

    /// <summary>Takes the rows of a segment.</summary>
    /// <inheritdoc cref="Load"/>
    public void LoadRows(SequenceLengths lengths, Segment segment, ReadOnlySpan<int> order)
    {
        for (var row = 0; row < segment.Lengths.Batch; row++)
        {
            LoadOrders(lengths[row], segment, row);
        }

        foreach (var mask in _stepMasks)
        {
            for (var row = 0; row < segment.Lengths.Batch; row++)
            {
                for (var t = 0; t < segment.Lengths[row]; t++)
                {
                    mask.Draw(segment.Lengths.Offset(t) + row, order[row], segment.From + t);
                }
            }
        }
    }

    Node Over(Layer layer, Node x, bool keepsOutputs)
    {
        var forward = Scanned(layer, x, keepsOutputs);
        if (layer.Reverse is null)
        {
            return keepsOutputs ? forward.Outputs! : forward.Last[0];
        }

        var back = Scanned(layer.Reverse, Bidirectional.Reversed(_graph, x, _mirror!), keepsOutputs);
        return keepsOutputs ? _bothWays!.Join(forward.Outputs!, back.Outputs!, _mirror!) : _bothWays!.Join(forward.Last[0], back.Last[0]);
    }

    SequenceScan Scanned(Layer layer, Node x, bool keepsOutputs)
    {
        var (B, H) = (_graph.Batch, _model.Config.Model.Hidden);
        var initial = layer.Initial.Count > 0
            ? layer.Initial.Select(Node (h0) => LearnedState.Expand(_graph, h0)).ToList()
            : [.. _model.Cell.States.Select(s => Zero($"{layer.Name}.{s}0", B, H))];
        var step = CellStep.Trace(_model.Cell, layer.Phi, _model.Precision, new CellSizes(B: 1, J: H, K: x.Shape[1])).Program;
        _scans.Add(_graph.Scan(step, x, initial, _build.T, _build.Group, _build.Trains, keepsOutputs, _build.Segments?.Rows));
        return _scans[^1];
    }

    Input Zero(string name, int B, int H)
    {
        _initial.Add(_build.Checked ? _graph.Input(name, B, H) : _graph.Data(name, B, H));
        return _initial[^1];
    }

    Node Dropped(Node x, double rate, string place)
    {
        if (rate == 0 || !_build.Trains)
        {
            return x;
        }

        var isPacked = x.Value.Rows is not null;
        var mask = _graph.Data($"mask of {place}", isPacked ? Graph.PackedRows : x.Shape[0], x.Shape[1]);
        (isPacked ? _stepMasks : _sequenceMasks).Add(new Mask(_model.Config, mask, place, rate));
        return Dropout.Apply(_graph, x, mask);
    }

    Node Pooled(Node y)
    {
        if (_model.Config.Model.Readout == ReadoutKind.Last && _hasWholeRows)
        {
            _end = _graph.Indices("end", _graph.Batch, y.Shape[1]);
            return Pooling.Last(_graph, y, _end);
        }

        _owner = _graph.Indices("sequence", Graph.PackedRows);
        if (_model.Config.Model.Readout == ReadoutKind.Max)
        {
            return _hasWholeRows ? Pooling.Max(_graph, y, _owner) : Pooling.MaxOfSegments(_graph, y, _owner);
        }

        _share = _graph.Data("share", Graph.PackedRows);
        return Pooling.Mean(_graph, y, _owner, _share);
    }

    /// <param name="T">The steps of the whole sequence.</param>
    void LoadOrders(int T, Segment segment, int row)
    {
        var lengths = segment.Lengths;
        for (var t = 0; t < lengths[row] && (_mirror ?? _owner) is not null; t++)
        {
            var r = lengths.Offset(t) + row;
            _mirror?.Value.Integers[r] = lengths.Offset(T - 1 - t) + row;
            _owner?.Value.Integers[r] = row;
            _share?.Value.Set(r, Share(segment.From + t, T));
        }
    }

    /// <summary>The share of step t in what is pooled of T steps.</summary>
    double Share(int t, int T) => _model.Config.Model.Readout == ReadoutKind.Mean ? 1.0 / T : t == T - 1 ? 1 : 0;

    void LoadEnds(SequenceLengths lengths, int row)
    {
        // The half that reads backward ends at step 0, whose rows come first.
        for (var n = 0; n < _end?.Shape[1]; n++)
        {
            _end.Value.Integers[(row * _end.Shape[1]) + n] =
                n < _model.Config.Model.Hidden ? lengths.Offset(lengths[row] - 1) + row : row;
        }
    }

    static InvalidOperationException Undrawn() => new("The graph has dropout: say what its masks are drawn from.");
}

/// <summary>What scans are built for.</summary>
/// <param name="T">The longest sequence.</param>
/// <param name="Group">Threads that share the work.</param>
/// <param name="Trains">Whether the backward pass will run.</param>
/// <param name="Checked">Whether initial states have gradients too.</param>
/// <param name="Segments">The segments in which batches run; null: they run whole.</param>
sealed record ScanBuild(int T, WorkerGroup Group, bool Trains, bool Checked, SegmentSize? Segments);

/// <summary>The segments in which batches run, whose values are kept one segment at a time.</summary>
/// <param name="Rows">The most rows of a segment.</param>
/// <param name="IsOfModel">Whether the whole model runs a segment before the next one; if not, every scan runs the segments by itself, and
/// the nodes between scans have the rows of whole batches.</param>
sealed record SegmentSize(int Rows, bool IsOfModel);
