using RnnTrainer.Data;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Inference;

/// <summary>The surprisal of each symbol: its negative log-likelihood.</summary>
static class Surprisal
{
    /// <summary><c>−ln p(symbol)</c> for every step, the symbol being the one that follows it.</summary>
    /// <param name="ready">Each of its steps has the next symbol as label.</param>
    /// <param name="models">One, or those of an ensemble.</param>
    public static double[] Of(IReadOnlyList<Model> models, Sequence ready)
    {
        var all = new double[ready.Length];
        foreach (var read in EnsemblePass.Over(models, [.. models.Select(_ => new[] { ready })]))
        {
            var (steps, from) = (read[0].Steps, read[0].From);
            for (var t = 0; t < steps.Length; t++)
            {
                var scores = EnsemblePass.Logits(models, read, t);
                all[from + t] = new ModelOutputs(scores, [], scores.Length).CrossEntropy(0, models[0].ClassOf(steps.StepLabels![t]));
            }
        }

        return all;
    }
}
