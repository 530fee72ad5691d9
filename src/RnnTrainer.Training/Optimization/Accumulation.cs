using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Optimization;

namespace RnnTrainer.Training;

/// <summary>The gradient of several batches, as if they were one.</summary>
static class Accumulation
{
    /// <summary>
    /// Leaves the gradient of the mean loss over all answers: with the batches' own means g_i and numbers of answers n_i, <c>Σ n_i g_i / Σ n_i</c>.
    /// Before a batch adds its gradient, those before it are brought to its weight, so that nothing is kept beside the gradient.
    /// </summary>
    /// <param name="pieces">Batches, or pieces of them.</param>
    /// <param name="states">Where pieces go on from, and what the last one leaves.</param>
    /// <param name="epoch">From 1.</param>
    /// <param name="first">The number of the first of the pieces in its epoch, from 0.</param>
    /// <returns>The sum of the losses of all sequences.</returns>
    public static double Backward(Model model, Gradients gradients, IReadOnlyList<Chunk> pieces, CarriedStates states, int epoch, int first)
    {
        var (loss, before, all) = (0.0, 0L, 0L);
        gradients.Clear();
        for (var number = 0; number < pieces.Count; number++)
        {
            var piece = pieces[number];
            var n = model.CountOutputs(piece.Steps.Sequences);
            gradients.Scale(all == 0 ? 1 : (double)before / n);
            var graph = model.Load(piece, trains: true, states, new Noise(epoch, first + number));
            graph.Forward();
            states.Leave(graph, piece);
            for (var b = 0; b < piece.Steps.Size; b++)
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
