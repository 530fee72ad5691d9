using RnnTrainer.Data;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Inference;

/// <summary>The surprisal of each symbol: its negative log-likelihood.</summary>
static class Surprisal
{
    /// <summary><c>−ln p(symbol)</c> for every step, the symbol being the one that follows it.</summary>
    /// <param name="ready">Each of its steps has the next symbol as label.</param>
    public static double[] Of(Model model, Sequence ready)
    {
        var all = new double[ready.Length];
        foreach (var (graph, row, steps, _, from) in InferencePass.Over(model, [ready]))
        {
            for (var t = 0; t < steps.Length; t++)
            {
                var scores = Enumerable.Range(0, model.Schema.Outputs).Select(c => graph.OutputOf(row, t, c)).ToArray();
                all[from + t] = new ModelOutputs(scores, [], scores.Length).CrossEntropy(0, model.ClassOf(steps.StepLabels![t]));
            }
        }

        return all;
    }
}
