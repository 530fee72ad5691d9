using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>A layer of a cell that ONNX has an operator for: GRU, LSTM or RNN.</summary>
sealed class OnnxOperator(Model model, StandardCell cell) : IOnnxLayer
{
    /// <summary>The gates in the order of the operator's weights.</summary>
    string Order => cell.Operator switch { "GRU" => "zrh", "LSTM" => "iofc", _ => "i" };

    public string Add(OnnxGraph graph, OnnxSteps steps, Layer layer, bool isReverse)
    {
        var (H, G) = (model.Config.Model.Hidden, Order.Length);
        string Stacked(string name, int[] shape, Func<StandardGate, IEnumerable<double>> of) =>
            graph.Floats($"{layer.Name}.{name}", shape, Order.SelectMany(g => of(cell.Gates[g])));

        List<string> operands =
        [
            steps.X,
            Stacked("W", [1, G * H, steps.K], g => g.InputWeights(layer, H, steps.K)),
            Stacked("R", [1, G * H, H], g => g.StateWeights(layer, H)),
            graph.Floats(
                $"{layer.Name}.B", [1, 2 * G * H],
                Order.SelectMany(g => cell.Gates[g].InputBias(layer, H)).Concat(Order.SelectMany(g => cell.Gates[g].StateBias(layer, H)))),
            graph.Add("Cast", "lengths as int32", [steps.Lengths], ("to", (long)OnnxType.Int32)),
            .. model.Cell.States.Select(
                (_, n) =>
                    layer.Initial.Count == 0 && steps.States is null ? ""
                    : graph.Add(
                        "Unsqueeze", $"{layer.Name}.{model.Cell.States[n]}0 of the batch",
                        [steps.InitialState(graph, layer, n, H), graph.Integers(0)])),
        ];
        if (cell.Gates.Values.Any(g => g.Peephole is not null))
        {
            operands.Add(graph.Floats($"{layer.Name}.P", [1, 3 * H], "iof".SelectMany(g => cell.Gates[g].PeepholeWeights(layer, H))));
        }

        var states = steps.States is null ? [] : model.Cell.States.Select(s => $"{layer.Name}.{s} at the end");
        var outputs = graph.Add(
            cell.Operator, [$"{layer.Name}.Y", .. states], operands,
            [("hidden_size", (long)H), ("direction", isReverse ? "reverse" : "forward"), .. Own()]);
        for (var n = 1; n < outputs.Length; n++)
        {
            steps.States!.Leave(n - 1, graph.Add("Squeeze", $"{layer.Name} at the end", [outputs[n], graph.Integers(0)]));
        }

        return graph.Add("Squeeze", $"{layer.Name}.{model.Cell.States[0]}", [outputs[0], graph.Integers(1)]);
    }

    IEnumerable<(string Name, object Value)> Own() => cell.Operator switch
    {
        "GRU" => [("linear_before_reset", cell.ResetAfter ? 1L : 0L)],
        "RNN" => [("activations", new[] { cell.Activation })],
        _ => [],
    };
}
