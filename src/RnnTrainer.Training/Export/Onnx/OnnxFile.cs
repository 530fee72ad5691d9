using RnnTrainer.Autodiff;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Files;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>
/// A trained model as an ONNX file, operators of set 18 in float32. Inputs are <c>lengths</c> [batch] and <c>x</c> [batch,steps,K] in the
/// units of the training file, or <c>symbols</c>
/// [batch,steps]. Outputs are <c>probabilities</c> and <c>logits</c>, or <c>output</c>.
/// </summary>
static class OnnxFile
{
    const long IrVersion = 8;
    const long OperatorSet = 18;

    /// <summary>The bytes of the file.</summary>
    /// <param name="operation"><c>gru</c>, <c>lstm</c>, <c>rnn</c> or <c>scan</c>; null: the operator that the cell has, else
    /// <c>scan</c>.</param>
    /// <param name="isStateful">Whether it takes and gives states, see <see cref="OnnxStates"/>.</param>
    /// <exception cref="RunException">The cell has not the operator that is asked for, or the model takes what the file could
    /// not.</exception>
    public static byte[] Of(Model model, string? operation = null, bool isStateful = false)
    {
        var graph = new OnnxGraph("rnn");
        var states = isStateful ? new OnnxStates(graph, model) : null;
        var inputs = new OnnxInputs(graph, model);
        var steps = inputs.Ready() with { States = states };
        new OnnxOutputs(graph, model, inputs).Add(steps, OnnxLayers.Add(graph, steps, model, Form(model, operation)));
        states?.Give();
        KeyValuePair<string, string>[] own = states is null ? [] : [new("initial_states", states.Initial)];
        return new ProtobufMessage().Add(1, IrVersion).Add(2, "rnn").Add(3, Checkpoint.ThisVersion).Add(7, graph.ToMessage())
            .Add(8, new ProtobufMessage().Add(1, "").Add(2, OperatorSet))
            .Add(14, ModelMetadata.Of(model, "rnn.onnx/1").Concat(own).Select(m => new ProtobufMessage().Add(1, m.Key).Add(2, m.Value)))
            .Bytes.ToArray();
    }

    /// <summary>A weight under its own name and in its own shape.</summary>
    internal static string Weight(OnnxGraph graph, Parameter parameter) =>
        graph.Floats(parameter.Name, parameter.Shape, parameter.Value.ToArray());

    static IOnnxLayer Form(Model model, string? operation)
    {
        var cell = StandardCell.Of(model);
        var own = cell?.Operator.ToLowerInvariant();
        operation ??= own ?? "scan";
        return operation == "scan" ? new OnnxScan(model)
            : operation == own ? new OnnxOperator(model, cell!)
            : throw new RunException(
                $"ONNX has no operator {operation.ToUpperInvariant()} that is the cell {model.Cell.Name}", own is null
                ? "--op scan takes every cell" : $"--op {own} or --op scan");
    }
}
