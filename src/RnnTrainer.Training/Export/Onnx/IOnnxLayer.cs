using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>How a layer becomes part of an exported graph.</summary>
interface IOnnxLayer
{
    /// <summary>Appends a layer, without the one beside it.</summary>
    /// <param name="steps">With the layer's inputs.</param>
    /// <param name="isReverse">Whether it reads each sequence from its end.</param>
    /// <returns>What it puts out at each step [T,B,H].</returns>
    string Add(OnnxGraph graph, OnnxSteps steps, Layer layer, bool isReverse);
}
