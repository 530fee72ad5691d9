using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>A batch of sequences inside an exported graph.</summary>
/// <param name="X">The inputs of a layer, float32 [T,B,K].</param>
/// <param name="K">How many a step has.</param>
/// <param name="Lengths">The steps of each sequence, int64 [B].</param>
/// <param name="Running">Whether a sequence has a step, bool [T,B,1].</param>
/// <param name="Batch">B, int64 [1].</param>
sealed record OnnxSteps(string X, int K, string Lengths, string Running, string Batch)
{
    /// <summary>The states that the graph takes and gives; null: none.</summary>
    public OnnxStates? States { get; init; }

    /// <summary>What is filled in where these are known.</summary>
    /// <param name="x">[T,B,K].</param>
    /// <param name="lengths">[B].</param>
    public static OnnxSteps Of(OnnxGraph graph, string x, int K, string lengths)
    {
        var T = graph.Add("Squeeze", "steps", [graph.Add("Shape", "steps", [x], ("start", 0L), ("end", 1L))]);
        var t = graph.Add("Unsqueeze", "t", [graph.Add("Range", "t", [graph.Integer(0), T, graph.Integer(1)]), graph.Integers(1)]);
        var running = graph.Add("Unsqueeze", "running", [graph.Add("Less", "running", [t, lengths]), graph.Integers(2)]);
        return new OnnxSteps(x, K, lengths, running, graph.Add("Shape", "batch", [lengths]));
    }

    /// <summary>The states of a layer before its first step, [B,H]: zero, learned, or what the graph is given.</summary>
    /// <param name="n">Which state of the cell.</param>
    public string InitialState(OnnxGraph graph, Layer layer, int n, int H)
    {
        if (States is not null)
        {
            return States.Before(layer, n);
        }

        var h0 = layer.Initial.Count > 0 ? OnnxFile.Weight(graph, layer.Initial[n]) : graph.Number(0);
        return graph.Add(
            "Expand", $"{layer.Name} before the first step",
            [h0, graph.Add("Concat", $"{layer.Name} states", [Batch, graph.Integers(H)], ("axis", 0L))]);
    }
}
