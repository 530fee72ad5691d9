namespace RnnTrainer.Training.Export.Onnx;

/// <summary>Products of a layer's input need no state: they are computed for all steps at once, outside the Scan, which then reads them step by step.</summary>
/// <param name="outer">The graph that holds the Scan.</param>
/// <param name="body">The graph of a step.</param>
/// <param name="x">The layer's inputs [T,B,K].</param>
sealed class OnnxStepInputs(OnnxGraph outer, OnnxGraph body, string x)
{
    readonly List<string> sequences = [];

    /// <summary>What the Scan reads beside its other inputs, each [T,B,J].</summary>
    public IReadOnlyList<string> Sequences => sequences;

    /// <summary>The product of a step [B,J].</summary>
    /// <param name="W">[J,K] if it is to be turned, else [K,J].</param>
    /// <param name="J">Columns of the product.</param>
    public string Product(string W, bool isTurned, int J, string wish)
    {
        sequences.Add(outer.Add("MatMul", $"{wish} of all steps", [x, isTurned ? outer.Add("Transpose", $"{W} turned", [W]) : W]));
        return body.Input($"{wish} of the step", OnnxType.Float, "batch", J);
    }
}
