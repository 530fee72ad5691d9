using RnnTrainer.Data;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Inference;

/// <summary>Runs several models over the same sequences, step by step together.</summary>
static class EnsemblePass
{
    /// <summary>As an <see cref="InferencePass"/>, of each model the same steps.</summary>
    /// <param name="models">With the same batch and chunks.</param>
    /// <param name="ready">Of each model the sequences as it takes them.</param>
    public static IEnumerable<IReadOnlyList<StepsRead>> Over(IReadOnlyList<Model> models, IReadOnlyList<IReadOnlyList<Sequence>> ready) =>
        Together(models.Zip(ready, InferencePass.Over));

    /// <summary>The items of several lists, those at the same place together, enumerated until the first of the lists ends.</summary>
    public static IEnumerable<IReadOnlyList<T>> Together<T>(IEnumerable<IEnumerable<T>> lists)
    {
        List<IEnumerator<T>> all = [.. lists.Select(list => list.GetEnumerator())];
        try
        {
            while (all.TrueForAll(one => one.MoveNext()))
            {
                yield return [.. all.Select(one => one.Current)];
            }
        }
        finally
        {
            all.ForEach(one => one.Dispose());
        }
    }

    /// <summary>The logits [C] of step t of steps that were read: of one model its own, of several those of the mean
    /// probabilities.</summary>
    public static double[] Logits(IReadOnlyList<Model> models, IReadOnlyList<StepsRead> read, int t)
    {
        var C = models[0].Schema.Outputs;
        double[][] members = [.. read.Select(r => Enumerable.Range(0, C).Select(c => r.Graph.OutputOf(r.Row, t, c)).ToArray())];
        return members is [var own] ? own : models[0].Task.Output.Average(members);
    }
}
