using System.Globalization;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Optimization;

/// <summary>Whether a training ended worse than it began, though every number was finite.</summary>
static class EndOfTraining
{
    // Beyond the first factor a loss above that of the first epoch is not noise; beyond the second the outputs have left the range of the
    // targets.
    const double Noise = 1.1;
    const double Astray = 10;

    /// <summary>
    /// A warning about a training loss that ends more than a tenth above that of the first epoch, or above 10 times the loss of outputs
    /// that are all 0 (for classes ln C, for numbers that of the mean where targets are standardised); null: neither.
    /// </summary>
    /// <param name="part">What was trained on.</param>
    /// <param name="first">The mean loss of the first epoch.</param>
    /// <param name="last">The same of the last.</param>
    public static string? Warning(Model model, DataPart part, double first, double last)
    {
        var idle = OfZeros(model, part);
        return last > Noise * first
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the training loss ended at {last:g4}, above the {first:g4} of the first epoch: try a smaller training.learning_rate " +
                $"or training.clip")
            : last > Astray * idle
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the training loss ended at {last:g4}, where outputs of 0 would have {idle:g4}: try a smaller training.learning_rate, " +
                $"or data.normalize: standard")
            : null;
    }

    /// <summary>The mean loss of a model whose outputs are all 0.</summary>
    public static double OfZeros(Model model, DataPart part) => model.Task.Output.LossOfZeros(
        model.Schema.Outputs,
        part.Ready.SelectMany(s => s.StepTargets is { } targets && model.IsPerStep ? targets : s.Target!).Where(y => !double.IsNaN(y)),
        model.Config.Training.Loss);
}
