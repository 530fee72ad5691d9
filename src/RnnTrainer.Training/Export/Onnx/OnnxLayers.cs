using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>How a layer becomes part of an exported graph.</summary>
interface IOnnxLayer
{
    /// <summary>Appends a layer, without its reverse layer.</summary>
    /// <param name="steps">With the layer's inputs.</param>
    /// <param name="isReverse">Whether it reads each sequence from its end.</param>
    /// <returns>Its outputs at each step [T,B,H].</returns>
    string Add(OnnxGraph graph, OnnxSteps steps, Layer layer, bool isReverse);
}

/// <summary>The layers of an exported graph.</summary>
static class OnnxLayers
{
    /// <summary>Appends all of them.</summary>
    /// <param name="steps">With what the lowest takes.</param>
    /// <param name="form">How a layer becomes nodes.</param>
    /// <returns>The outputs of the top one [T,B,W].</returns>
    public static string Add(OnnxGraph graph, OnnxSteps steps, Model model, IOnnxLayer form)
    {
        foreach (var layer in model.Layers)
        {
            var y = form.Add(graph, steps, layer, isReverse: false);
            y = layer.Reverse is null ? y
                : graph.Add("Concat", $"{layer.Name} both ways", [y, form.Add(graph, steps, layer.Reverse, isReverse: true)], ("axis", 2L));
            y = model.Config.Model.Residual && layer != model.Layers[0] ? graph.Add("Add", $"{layer.Name} residual", [y, steps.X]) : y;
            steps = steps with { X = y, K = model.Width };
        }

        return steps.X;
    }
}
