using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>The gradient of several batches, as if they were one.</summary>
static class Accumulation
{
    /// <summary>
    /// Leaves the gradient of the mean loss over all answers: with the batches' own means g_i and numbers of answers n_i, <c>Σ n_i g_i / Σ n_i</c>.
    /// Before a batch adds its gradient, those before it are brought to its weight, so that nothing is kept beside the gradient.
    /// </summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="first">The number of the first of the batches in its epoch, from 0.</param>
    /// <returns>The sum of the losses of all sequences.</returns>
    public static double Backward(Model model, Gradients gradients, IReadOnlyList<Batch> batches, int epoch, int first)
    {
        var (loss, before, all) = (0.0, 0L, 0L);
        gradients.Clear();
        for (var number = 0; number < batches.Count; number++)
        {
            var batch = batches[number];
            var n = Answers.Count(model, batch.Sequences);
            gradients.Scale(all == 0 ? 1 : (double)before / n);
            var graph = model.Load(batch, trains: true, new Noise(epoch, first + number));
            graph.Forward();
            for (var b = 0; b < batch.Size; b++)
            {
                loss += graph.LossOf(b);
            }

            graph.Backward();
            (before, all) = (n, all + n);
        }

        gradients.Scale((double)before / all);
        return loss;
    }
}
