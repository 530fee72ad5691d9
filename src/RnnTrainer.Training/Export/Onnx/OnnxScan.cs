using RnnTrainer.Autodiff;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>A layer of any cell: a Scan whose body is the cell's statements. A sequence that has ended keeps its states.</summary>
sealed class OnnxScan(Model model) : IOnnxLayer
{
    public string Add(OnnxGraph graph, OnnxSteps steps, Layer layer, bool isReverse)
    {
        var x = isReverse ? Reversed(graph, steps.X, steps) : steps.X;
        var initial = model.Cell.States.Select((s, n) => steps.InitialState(graph, layer, n, model.Config.Model.Hidden));
        var body = new OnnxGraph(layer.Name, graph);
        var inputs = new OnnxStepInputs(graph, body, x);
        Fill(body, graph, layer, steps.K, inputs);
        var outputs = graph.Add(
            "Scan", [.. model.Cell.States.Select(s => $"{layer.Name}.{s} at the end"), $"{layer.Name}.{model.Cell.States[0]}"],
            [.. initial, x, steps.Running, .. inputs.Sequences],
            ("body", body), ("num_scan_inputs", 2L + inputs.Sequences.Count));
        for (var n = 0; n < model.Cell.States.Count; n++)
        {
            steps.States?.Leave(n, outputs[n]);
        }

        return isReverse ? Reversed(graph, outputs[^1], steps) : outputs[^1];
    }

    static string Reversed(OnnxGraph graph, string x, OnnxSteps steps) =>
        graph.Add("ReverseSequence", $"{x} reversed", [x, steps.Lengths], ("batch_axis", 1L), ("time_axis", 0L));

    void Fill(OnnxGraph body, OnnxGraph outer, Layer layer, int K, OnnxStepInputs inputs)
    {
        var H = model.Config.Model.Hidden;
        using var trace = new Graph(model.Precision, 1, model.Compiler);
        var x = trace.Data("x", 1, K);
        Node[] states = [.. model.Cell.States.Select(s => trace.Data(s, 1, H))];
        var after = model.Cell.Step(trace, layer.Phi, x, states);

        var names = layer.Phi.Parameters.ToDictionary(p => p.Value, p => OnnxFile.Weight(outer, p));
        string[] before = [.. states.Select(s => names[s.Value] = body.Input($"{layer.Name}.{s.Name} before", OnnxType.Float, "batch", H))];
        names[x.Value] = body.Input($"{layer.Name}.x", OnnxType.Float, "batch", K);
        var running = body.Input($"{layer.Name}.running", OnnxType.Bool, "batch", 1);
        var statements = new OnnxStatements(body, names, $"{layer.Name}.", x.Value, inputs);
        foreach (var statement in trace.Statements)
        {
            statements.Add(statement);
        }

        string[] held = [
            .. after.Select(
                (a, n) => body.Add("Where", $"{layer.Name}.{model.Cell.States[n]} after", [running, names[a.Value], before[n]]))];
        foreach (var output in held.Append(body.Add("Identity", $"{layer.Name}.{model.Cell.States[0]} of the step", [held[0]])))
        {
            body.Output(output, OnnxType.Float, "batch", H);
        }
    }
}

/// <summary>Products of a layer's input need no state: they are computed for all steps at once, outside the Scan, which then reads them
/// step by step.</summary>
/// <param name="outer">The graph that holds the Scan.</param>
/// <param name="body">The graph of a step.</param>
/// <param name="x">The layer's inputs [T,B,K].</param>
sealed class OnnxStepInputs(OnnxGraph outer, OnnxGraph body, string x)
{
    readonly List<string> _sequences = [];

    /// <summary>What the Scan reads in addition to its other inputs, each [T,B,J].</summary>
    public IReadOnlyList<string> Sequences => _sequences;

    /// <summary>The product of a step [B,J].</summary>
    /// <param name="W">[J,K] if it is to be turned, else [K,J].</param>
    /// <param name="J">Columns of the product.</param>
    public string Product(string W, bool isTurned, int J, string wish)
    {
        _sequences.Add(outer.Add("MatMul", $"{wish} of all steps", [x, isTurned ? outer.Add("Transpose", $"{W} turned", [W]) : W]));
        return body.Input($"{wish} of the step", OnnxType.Float, "batch", J);
    }
}
