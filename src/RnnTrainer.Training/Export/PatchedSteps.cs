using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export;

/// <summary>What of patches is not exported.</summary>
static class PatchedSteps
{
    /// <exception cref="RunException">The model has patches, and an output for each of their steps.</exception>
    public static void Require(Model model, string format)
    {
        if (model.Patches is { HasStepOutputs: true })
        {
            throw new RunException(
                $"a model with patches that has an output for every step is not exported as {format}",
                "train without model.patch, or with one output for a sequence");
        }
    }
}
