using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Data;

namespace RnnTrainer.Training.Models;

/// <summary>
/// The end of a model: a linear head on rows of states, and the loss of each row. A row is a sequence, or a step of one.
/// </summary>
sealed class OutputHead
{
    readonly Model _model;
    readonly Input _y;
    readonly Computed _outputs;
    readonly Input? _classWeight;
    readonly Input? _labelWeight;
    readonly Input? _known;
    readonly Input? _share;

    /// <param name="h">The states [rows, H]: one row per sequence, or packed rows.</param>
    /// <param name="head">Its weights.</param>
    /// <param name="hasGaps">Whether rows, one per sequence, may miss some of their targets.</param>
    public OutputHead(Graph graph, Model model, Node h, Phi head, bool hasGaps = false)
    {
        _model = model;
        var rows = h.Value.Rows is null ? h.Shape[0] : Graph.PackedRows;
        _y = model.Task.Output.HasClassTargets ? graph.Indices("y", rows) : graph.Data("y", rows, model.Schema.HeadOutputs);
        _outputs = Head.Linear(graph, head["W"], head["B"], h);
        _known = hasGaps ? graph.Data("known", rows, model.Schema.HeadOutputs) : null;
        var counted = _known is null ? _outputs : Losses.Counted(graph, _outputs, _known);
        if (model.ClassWeights is not null && !model.Task.Output.HasClassTargets)
        {
            _labelWeight = graph.Data("label weight", rows, model.Schema.Outputs);
        }

        var row = model.Schema.Quantiles is { } quantiles ? QuantileLoss(graph, counted, quantiles)
            : _labelWeight is null ? model.Task.Output.Loss(graph, counted, _y, model.Config.Training.Loss)
            : Losses.WeightedBinaryCrossEntropy(graph, counted, _y, _labelWeight);
        if (model.ClassWeights is not null && _labelWeight is null)
        {
            _classWeight = graph.Data("class weight", rows);
            row = Losses.Weighted(graph, row, _classWeight);
        }

        if (hasGaps)
        {
            _share = graph.Data("share", rows);
            row = Losses.Weighted(graph, row, _share);
        }

        Loss = row;
    }

    /// <summary>The loss of each row.</summary>
    public Computed Loss { get; }

    /// <summary>The outputs [rows, C].</summary>
    public Computed Outputs => _outputs;

    /// <summary>Sets the target of row <paramref name="row"/> to that of a sequence.</summary>
    /// <param name="sequence">Without a label or target it is given any: its loss means nothing.</param>
    /// <param name="weight">B over the number of outputs of the batch.</param>
    public void Load(int row, Sequence sequence, double weight)
    {
        _share?.Value.Set(row, weight);
        Set(row, sequence.Label, sequence.Target is { } target ? target.Span : default);
    }

    /// <summary>Sets the target of row <paramref name="row"/> to that of step t of the sequence.</summary>
    public void LoadStep(int row, Sequence sequence, int t)
    {
        var C = _model.Schema.Outputs;
        Set(row, sequence.StepLabels?[t], sequence.StepTargets is { } targets ? targets.Slice(t * C, C).Span : default);
    }

    void Set(int row, string? label, ReadOnlySpan<double> target)
    {
        if (_model.Task.Output.HasClassTargets)
        {
            var y = _y.Value.Integers[row] = Math.Max(0, _model.ClassOf(label));
            _classWeight?.Value.Set(row, _model.ClassWeights![y]);
            return;
        }

        for (var c = 0; c < _y.Shape[1]; c++)
        {
            var n = (row * _y.Shape[1]) + c;
            var y = target.IsEmpty ? double.NaN : target[c % target.Length];
            var isKnown = !double.IsNaN(y);
            _y.Value.Set(n, isKnown ? y : 0);
            _known?.Value.Set(n, isKnown ? 1 : 0);
            _labelWeight?.Value.Set(n, isKnown && y > 0.5 ? _model.ClassWeights![c] : 1);
        }
    }

    /// <summary>The mean over the quantiles; the outputs are those of the median, then those of each other quantile, ascending.</summary>
    Computed QuantileLoss(Graph graph, Computed outputs, IReadOnlyList<double> quantiles)
    {
        var (C, Q) = (_model.Schema.Outputs, quantiles.Count);
        var (over, under) = (graph.Data("over", Q * C), graph.Data("under", Q * C));
        var ordered = quantiles.Order().OrderBy(p => p == 0.5 ? 0 : 1).ToList();
        for (var n = 0; n < Q * C; n++)
        {
            under.Value.Set(n, ordered[n / C] / Q);
            over.Value.Set(n, (1 - ordered[n / C]) / Q);
        }

        return Losses.Quantile(graph, outputs, _y, under, over);
    }

    public double Output(int row, int c) => _outputs.Value.Get((row * _outputs.Shape[1]) + c);
}
