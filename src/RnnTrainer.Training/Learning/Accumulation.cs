using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>The gradient of several batches, as if they were one.</summary>
static class Accumulation
{
    /// <summary>
    /// Leaves the gradient of the mean loss over all sequences: with the batches' own means g_i and sizes B_i, <c>Σ B_i g_i / Σ B_i</c>.
    /// Before a batch adds its gradient, those before it are brought to its weight, so that nothing is kept beside the gradient.
    /// </summary>
    /// <returns>The sum of the sequences' losses.</returns>
    public static double Backward(Model model, Gradients gradients, IReadOnlyList<Batch> batches)
    {
        var (loss, seen) = (0.0, 0);
        gradients.Clear();
        for (var i = 0; i < batches.Count; i++)
        {
            var B = batches[i].Size;
            gradients.Scale(i == 0 ? 1 : (double)batches[i - 1].Size / B);
            var graph = model.Load(batches[i], trains: true);
            graph.Forward();
            for (var b = 0; b < B; b++)
            {
                loss += graph.LossOf(b);
            }

            graph.Backward();
            seen += B;
        }

        gradients.Scale((double)batches[^1].Size / seen);
        return loss;
    }
}
