using System.Text.Json;
using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>
/// The states that a graph takes and gives, so that the steps of a sequence may be in several calls: of each state of the cell, such as h,
/// an input <c>h0</c> [layers,batch,H] and an output <c>hn</c>; of a maximum over steps <c>max0</c> and <c>maxn</c> [batch,H]; of a mean
/// <c>sum0</c> and <c>sumn</c> [batch,H], <c>steps0</c> and <c>stepsn</c> [batch].
/// </summary>
sealed class OnnxStates
{
    /// <summary>The lowest number of float32, with which a maximum begins.</summary>
    const double Lowest = -3.4028234663852886e38;

    readonly OnnxGraph _graph;
    readonly Model _model;
    readonly string[] _before;
    readonly List<string>[] _after;

    /// <exception cref="RunException">The model needs more than such states.</exception>
    public OnnxStates(OnnxGraph graph, Model model)
    {
        Require(model);
        (_graph, _model) = (graph, model);
        var config = model.Config.Model;
        _before = [.. model.Cell.States.Select(s => graph.Input($"{s}0", OnnxType.Float, config.Layers, "batch", config.Hidden))];
        _after = [.. model.Cell.States.Select(_ => new List<string>())];
    }

    /// <summary>What is passed for a sequence that begins, as JSON by the names of the inputs: a number for all entries, or a list for each
    /// layer.</summary>
    public string Initial
    {
        get
        {
            var initial = _model.Cell.States.Select((s, n) => KeyValuePair.Create($"{s}0", OfLayers(n))).ToDictionary();
            foreach (var (name, value) in Pooled())
            {
                initial[name] = value;
            }

            return JsonSerializer.Serialize(initial);
        }
    }

    /// <summary>A state of a layer before the first step of the call [B,H].</summary>
    /// <param name="n">Which state of the cell.</param>
    public string Before(Layer layer, int n) => _graph.Add(
        "Gather", $"{layer.Name}.{_model.Cell.States[n]} before the call",
        [_before[n], _graph.Integer(_model.Layers.ToList().IndexOf(layer))], ("axis", 0L));

    /// <summary>Takes a state of the next layer after the last step of each sequence [B,H].</summary>
    public void Leave(int n, string state) =>
        _after[n].Add(_graph.Add("Unsqueeze", $"{_model.Cell.States[n]} of a layer", [state, _graph.Integers(0)]));

    /// <summary>The maximum of those of this call and of the calls before [B,H].</summary>
    public string Maximum(string rows)
    {
        var before = _graph.Input("max0", OnnxType.Float, "batch", _model.Config.Model.Hidden);
        return Given(_graph.Add("Max", "maxn", [before, rows]), "batch", _model.Config.Model.Hidden);
    }

    /// <summary>The mean of the steps of this call and of the calls before [B,H].</summary>
    /// <param name="sum">[B,H].</param>
    /// <param name="steps">[B,1].</param>
    public string Mean(string sum, string steps)
    {
        var H = _model.Config.Model.Hidden;
        var (sumBefore, stepsBefore) = (
            _graph.Input("sum0", OnnxType.Float, "batch", H), _graph.Input("steps0", OnnxType.Float, "batch"));
        sum = Given(_graph.Add("Add", "sumn", [sumBefore, sum]), "batch", H);
        steps = Given(
            _graph.Add("Add", "stepsn", [stepsBefore, _graph.Add("Squeeze", "steps of the call", [steps, _graph.Integers(1)])]), "batch");
        return _graph.Add("Div", "mean", [sum, _graph.Add("Unsqueeze", "steps so far", [steps, _graph.Integers(1)])]);
    }

    /// <summary>Makes the states after the last step outputs.</summary>
    public void Give()
    {
        var config = _model.Config.Model;
        foreach (var (n, layers) in _after.Index())
        {
            Given(_graph.Add("Concat", $"{_model.Cell.States[n]}n", layers, ("axis", 0L)), config.Layers, "batch", config.Hidden);
        }
    }

    string Given(string value, params object[] sizes)
    {
        _graph.Output(value, OnnxType.Float, sizes);
        return value;
    }

    object OfLayers(int n) => _model.Layers[0].Initial.Count == 0 ? 0.0
        : _model.Layers.Select(layer => layer.Initial[n].Value.ToArray()).ToArray();

    IEnumerable<(string Name, object Value)> Pooled() => _model.IsPerStep ? [] : _model.Config.Model.Readout switch
    {
        ReadoutKind.Max => [("max0", Lowest)],
        ReadoutKind.Mean => [("sum0", 0.0), ("steps0", 0.0)],
        _ => [],
    };

    static void Require(Model model)
    {
        var (columns, config) = (model.Schema.Preparation, model.Config);
        var refusal = config.Model.Bidirectional ? ("layers that read in both directions", "model.bidirectional: false")
            : model.Patches is not null ? ("patches of steps", "model.patch: null")
            : model.Task.WindowsOf(config.Data) is not null ? ("the window of a forecast", "another task")
            : columns is { Own: not null } ? ("data.normalize: sequence", "data.normalize: standard")
            : columns is { Deviations.Count: > 0 } ? ("data.scale_input", "data.scale_input: false")
            : columns is { Differences.Count: > 0 } ? ("data.difference", "data.difference: false")
            : model.Schema.Encoding is { Missing: MissingPolicy.ForwardFill } ? ("data.missing: forward-fill", "data.missing: mean")
            : ((string Reason, string Instead)?)null;
        if (refusal is var (reason, instead))
        {
            throw new RunException(
                $"--stateful takes and gives states alone, and the model has more to remember: {reason}",
                $"train with {instead}, or export without --stateful");
        }
    }
}
