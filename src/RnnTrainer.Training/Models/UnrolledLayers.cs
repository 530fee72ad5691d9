using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Layers;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Models;

/// <summary>What stands between input and head in the reference form: every layer unrolled, the ends of short sequences masked.</summary>
sealed class UnrolledLayers
{
    readonly Graph _graph;
    readonly Model _model;
    readonly UnrollBuild _build;
    readonly IReadOnlyList<Input> _running;
    readonly List<Input> _initial = [];
    readonly List<(string State, IReadOnlyList<Input> Steps)> _perturbations = [];
    readonly List<(Mask Mask, int Step)> _masks = [];
    readonly List<LayerPath> _paths = [];
    readonly Bidirectional? _bothWays;
    IReadOnlyList<Input> _weights = [];

    /// <param name="x">x_0 … x_{T−1}, each [B,K].</param>
    /// <param name="running">1 while an example has a step t.</param>
    public UnrolledLayers(Graph graph, Model model, IReadOnlyList<Node> x, IReadOnlyList<Input> running, UnrollBuild build)
    {
        (_graph, _model, _running, _build) = (graph, model, running, build);
        var config = model.Config.Model;
        _bothWays = config.Bidirectional ? new Bidirectional(graph, config.Hidden) : null;
        IReadOnlyList<Node> below = x, last = [];
        for (var l = 0; l < model.Layers.Count; l++)
        {
            var (h, ends) = Over(model.Layers[l], Dropped(below, l == 0 ? config.InputDropout : config.Dropout, model.Layers[l].Name));
            (below, last) = (config.Residual && l > 0 ? [.. h.Zip(below, (a, b) => Residual.Add(graph, a, b))] : h, [ends]);
        }

        Top = Dropped(
            model.IsPerStep ? below : config is { Readout: ReadoutKind.Last, Residual: false } ? last
            : [Pooled(below)], config.Dropout, "head");
    }

    /// <summary>What the head reads: a node for each step, or one.</summary>
    public IReadOnlyList<Node> Top { get; }

    /// <summary>The states before the first step if they are not learned.</summary>
    public IReadOnlyList<Input> InitialStates => _initial;

    /// <summary>The states after each sequence's last step.</summary>
    public IReadOnlyList<Node> FinalStates => [.. _paths.SelectMany(p => p.States[^1])];

    /// <summary>Zeros that are added to each state of each layer after each step, by the state's name.</summary>
    public IReadOnlyList<(string State, IReadOnlyList<Input> Steps)> Perturbations => _perturbations;

    /// <summary>Every layer, each followed by its reverse layer.</summary>
    public IReadOnlyList<LayerPath> Paths => _paths;

    /// <summary>Takes a batch.</summary>
    public void Load(Batch batch, DropoutStream? dropout)
    {
        for (var t = 0; t < _weights.Count; t++)
        {
            var J = _weights[t].Shape[1];
            for (var n = 0; n < _weights[t].Value.Length; n++)
            {
                _weights[t].Value.Set(n, Weight(t, batch.Sequences[n / J].Length, isLeft: n % J < _model.Config.Model.Hidden));
            }
        }

        foreach (var (mask, t) in _masks)
        {
            mask.Begin(dropout ?? throw new InvalidOperationException("The graph has dropout: say what its masks are drawn from."));
            for (var b = 0; b < batch.Size; b++)
            {
                mask.Draw(b, b, t);
            }
        }
    }

    /// <summary>The share of step t in what a sequence of T steps hands to the head.</summary>
    double Weight(int t, int T, bool isLeft) => _model.Config.Model.Readout == ReadoutKind.Mean
        ? t < T ? 1.0 / T : 0
        : t == (isLeft ? T - 1 : 0) ? 1 : 0;

    /// <summary>The output of every step, and the states in which the sequences end.</summary>
    (IReadOnlyList<Node> Outputs, Node Ends) Over(Layer layer, IReadOnlyList<Node> x)
    {
        var h = Unrolled(layer, x, _running, Perturbed(layer)?.ToList());
        if (layer.Reverse is null)
        {
            return (h, h[^1]);
        }

        // From the last step to the first: a shorter sequence stays in its initial state until its own last step.
        var back = Unrolled(
            layer.Reverse, [.. Enumerable.Reverse(x)], [.. Enumerable.Reverse(_running)], Perturbed(layer.Reverse)?.Reverse().ToList());
        back.Reverse();
        return ([.. h.Zip(back, _bothWays!.Join)], _bothWays.Join(h[^1], back[0]));
    }

    List<Node> Unrolled(Layer layer, IReadOnlyList<Node> x, IReadOnlyList<Input> running, IReadOnlyList<IReadOnlyList<Node>>? perturbations)
    {
        var initial = layer.Initial.Count > 0
            ? layer.Initial.Select(Node (h0) => LearnedState.Expand(_graph, h0)).ToList()
            : [.. _model.Cell.States.Select(s => Zero($"{layer.Name}.{s}0"))];
        var states = Unroll.Over(_graph, _model.Cell, layer.Phi, x, initial, running.Count > 0 ? running : null, perturbations);
        _paths.Add(new LayerPath(layer, x, initial, states, running));
        return [.. states.Select(s => s[0])];
    }

    Input Zero(string name)
    {
        var (B, H) = (_graph.Batch, _model.Config.Model.Hidden);
        _initial.Add(_build.Checked ? _graph.Input(name, B, H) : _graph.Data(name, B, H));
        return _initial[^1];
    }

    /// <summary>Those of a layer: step by step, its states in their order.</summary>
    IEnumerable<IReadOnlyList<Node>>? Perturbed(Layer layer)
    {
        if (!_build.Perturbed)
        {
            return null;
        }

        var own = _model.Cell.States.Select(s => $"{layer.Name}.{s}")
            .Select(
                state =>
                    (state,
                    (IReadOnlyList<Input>)[
                        .. _running.Select(
                            (_, t) => _graph.Input($"{state} perturbation[{t}]", _graph.Batch, _model.Config.Model.Hidden))])).ToList();
        _perturbations.AddRange(own);
        return _running.Select((_, t) => own.Select(n => n.Item2[t]).ToList());
    }

    IReadOnlyList<Node> Dropped(IReadOnlyList<Node> x, double rate, string place) =>
        rate == 0 || !_build.Trains ? x : [.. x.Select((node, t) => Dropped(node, rate, place, t))];

    Computed Dropped(Node x, double rate, string place, int t)
    {
        var mask = _graph.Data($"mask of {place}[{t}]", x.Shape[0], x.Shape[1]);
        _masks.Add((new Mask(_model.Config, mask, place, rate), t));
        return Dropout.Apply(_graph, x, mask);
    }

    Computed Pooled(IReadOnlyList<Node> y)
    {
        if (_model.Config.Model.Readout == ReadoutKind.Max)
        {
            return Pooling.Max(_graph, y, _running);
        }

        _weights = [.. y.Select((node, t) => _graph.Data($"share[{t}]", node.Shape[0], node.Shape[1]))];
        return Pooling.WeightedSum(_graph, y, _weights);
    }
}

/// <summary>What layers are unrolled for.</summary>
/// <param name="Trains">Whether the backward pass will run.</param>
/// <param name="Checked">Whether initial states have gradients too.</param>
/// <param name="Perturbed">Whether something is added to the states after every step.</param>
sealed record UnrollBuild(bool Trains, bool Checked, bool Perturbed);
