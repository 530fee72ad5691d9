using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>The end of an exported graph: what the head reads of the layers, the head, and its outputs.</summary>
sealed class OnnxOutputs(OnnxGraph graph, Model model, OnnxInputs inputs)
{
    const long StepAxis = 1; // of values [B,T,…]

    readonly ModelConfig _config = model.Config.Model;
    readonly object[] _sizes = model.IsPerStep ? ["batch", "steps", model.Schema.Outputs] : ["batch", model.Schema.Outputs];

    /// <summary>Adds them.</summary>
    /// <param name="y">The outputs of the top layer [T,B,W].</param>
    public void Add(OnnxSteps steps, string y)
    {
        var h = Read(steps, Turned("top", y));
        if (model.Task.Output.Activation is not { } activation)
        {
            Numbers(Head(h, "scaled output"));
            return;
        }

        var logits = Head(h, "logits");
        var p = activation.OnnxAxis is { } axis
            ? graph.Add(activation.Onnx, activation.OutputName, [logits], ("axis", axis))
            : graph.Add(activation.Onnx, activation.OutputName, [logits]);
        graph.Output(p, OnnxType.Float, _sizes);
        graph.Output(logits, OnnxType.Float, _sizes);
        if (model.Schema.Decision is { } decision)
        {
            Decide(p, decision);
        }
    }

    /// <summary>The number of the class that is predicted, or of each label whether it is, 0 or 1.</summary>
    void Decide(string p, Decision decision)
    {
        var C = model.Schema.Outputs;
        if (decision.Thresholds is { } thresholds)
        {
            var isAbove = graph.Add("Greater", "is above", [p, graph.Floats("thresholds", [C], thresholds)]);
            graph.Output(graph.Add("Cast", "decision", [isAbove], ("to", (long)OnnxType.Int64)), OnnxType.Int64, _sizes);
            return;
        }

        var expected = graph.Add("MatMul", "expected cost", [p, graph.Floats("costs", [C, C], decision.Costs!.SelectMany(row => row))]);
        graph.Output(
            graph.Add("ArgMin", "decision", [expected], ("axis", -1L), ("keepdims", 0L)), OnnxType.Int64, _sizes[..^1]);
    }

    /// <summary>The head's outputs [B,T,C], or [B,C].</summary>
    string Head(string h, string wish)
    {
        if (model.Heads.Count > 1)
        {
            return Heads(h, wish);
        }

        var product = graph.Add("MatMul", "head", [h, graph.Add("Transpose", "head.W turned", [OnnxFile.Weight(graph, model.Head["W"])])]);
        return graph.Add("Sub", wish, [product, OnnxFile.Weight(graph, model.Head["B"])]);
    }

    /// <summary>The outputs of the steps of all patches, without those after the longest sequence.</summary>
    string Heads(string h, string wish)
    {
        var (C, n) = (model.Schema.Outputs, model.Heads.Count);
        var W = graph.Floats("head.W of all", [n * C, model.Width], model.Heads.SelectMany(head => head["W"].Value.ToArray()));
        var bias = graph.Floats("head.B of all", [n * C], model.Heads.SelectMany(head => head["B"].Value.ToArray()));
        var product = graph.Add("MatMul", "heads", [h, graph.Add("Transpose", "head.W of all turned", [W])]);
        var steps = graph.Add(
            "Reshape", "outputs by step", [graph.Add("Sub", "outputs of patches", [product, bias]), graph.Integers(0, -1, C)]);
        return graph.Add("Slice", wish, [steps, graph.Integers(0), inputs.AllSteps, graph.Integers(StepAxis)]);
    }

    /// <summary>The rows that the head reads: [B,T,W], or [B,W].</summary>
    string Read(OnnxSteps steps, string y) => model.IsPerStep ? y : _config.Readout switch
    {
        ReadoutKind.Mean => steps.States?.Mean(Reduced("ReduceSum", steps, y, 0), Lengths(steps))
            ?? graph.Add("Div", "mean", [Reduced("ReduceSum", steps, y, 0), Lengths(steps)]),
        ReadoutKind.Max when steps.States is { } states => states.Maximum(Reduced("ReduceMax", steps, y, float.NegativeInfinity)),
        ReadoutKind.Max => Reduced("ReduceMax", steps, y, float.NegativeInfinity),
        _ => Last(steps, y),
    };

    string Reduced(string operation, OnnxSteps steps, string y, float padding)
    {
        var rows = graph.Add("Where", "rows", [Turned("running", steps.Running), y, graph.Number(padding)]);
        return graph.Add(operation, "pooled", [rows, graph.Integers(StepAxis)], ("keepdims", 0L));
    }

    string Lengths(OnnxSteps steps) =>
        graph.Add(
            "Cast", "lengths as numbers", [graph.Add("Unsqueeze", "ends", [steps.Lengths, graph.Integers(1)])],
            ("to", (long)OnnxType.Float));

    /// <summary>The last row; where layers read in both directions, of the second half the first, which was read last.</summary>
    string Last(OnnxSteps steps, string y)
    {
        var row = graph.Add("Sub", "last row", [graph.Add("Unsqueeze", "ends", [steps.Lengths, graph.Integers(1)]), graph.Integer(1)]);
        var last = graph.Add("GatherND", "last", [y, row], ("batch_dims", 1L));
        if (!_config.Bidirectional)
        {
            return last;
        }

        var first = graph.Add("Gather", "first", [y, graph.Integer(0)], ("axis", StepAxis));
        var isForward = graph.Floats(
            "is forward", [2 * _config.Hidden], Enumerable.Range(0, 2 * _config.Hidden).Select(j => j < _config.Hidden ? 1.0 : 0));
        return graph.Add("Where", "ends of both", [graph.Add("Cast", "is forward", [isForward], ("to", (long)OnnxType.Bool)), last, first]);
    }

    string Turned(string wish, string value) => graph.Add("Transpose", $"{wish} by sequence", [value], ("perm", new long[] { 1, 0, 2 }));

    /// <summary>Numbers in the units of the file; of a forecast [B,h,C], h steps ahead of C targets.</summary>
    void Numbers(string y)
    {
        var (schema, C) = (model.Schema, model.Schema.Target.Count);
        var isForecast = model.Task.WindowsOf(model.Config.Data) is not null;
        if (isForecast)
        {
            y = graph.Add("Reshape", "by steps ahead", [y, graph.Integers(-1, schema.Horizon, C)]);
        }

        if (schema.TargetScaling is { } scaling)
        {
            y = graph.Add(
                "Add", "in own units",
                [graph.Add("Mul", "in own units", [y, graph.Floats("target scale", [C], scaling.Scale)]),
                graph.Floats("target shift", [C], scaling.Shift)]);
        }

        var preparation = schema.HasUnits ? inputs.Preparation : null;
        if (ForecastStart.SeasonOf(model) is { } season)
        {
            var before = Enumerable.Range(0, schema.Horizon).Select(h => season - (h % season));
            var columns = schema.Target.Select(t => ModelMetadata.InputsOf(schema).ToList().IndexOf(t));
            var start = inputs.Before([.. before], [.. columns]);
            y = graph.Add("Add", "from targets before", [y, preparation?.ToUnits(start) ?? start]);
        }

        y = preparation?.FromUnits(y) ?? y;
        graph.Output(graph.Add("Identity", "output", [y]), OnnxType.Float, isForecast ? ["batch", schema.Horizon, C] : _sizes);
    }
}
