using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Inference;

/// <summary>Writes on with a language model, one symbol after another.</summary>
static class Sampling
{
    const int Most = 128;

    /// <summary>The symbols that follow, without end: who has enough, stops pulling.</summary>
    /// <param name="prime">The symbols so far, at least one.</param>
    /// <param name="temperature">Scores are divided by it before the softmax; 0: always the likeliest symbol.</param>
    /// <param name="seed">The same seed draws the same symbols.</param>
    public static IEnumerable<int> After(Model model, IReadOnlyList<int> prime, double temperature, int seed)
    {
        var (states, random) = (new HiddenStates(), new RandomStream(seed, "sample", 0));
        var graph = Read(model, states, prime);
        for (var t = (prime.Count - 1) % Most; ; t = 0)
        {
            var scores = Enumerable.Range(0, model.Schema.Outputs).Select(c => graph.OutputOf(0, t, c)).ToArray();
            var next = Draw(scores, temperature, random);
            yield return next;
            graph = InferencePass.Read(model, new Chunk(new Batch([Of([next])]), From: 1, [0], IsWhole: false), states);
        }
    }

    /// <summary>A symbol by its score: p(c) is proportional to exp(scores[c] / temperature).</summary>
    internal static int Draw(ReadOnlySpan<double> scores, double temperature, RandomStream random)
    {
        if (temperature == 0)
        {
            return Logits.ArgMax(scores);
        }

        var weights = Logits.Weights(scores, temperature);
        var left = random.NextDouble() * weights.Sum();
        for (var c = 0; c < weights.Length; c++)
        {
            left -= weights[c];
            if (left < 0)
            {
                return c;
            }
        }

        return Enumerable.Range(0, weights.Length).Last(c => weights[c] > 0);
    }

    static ISequenceGraph Read(Model model, HiddenStates states, IReadOnlyList<int> prime)
    {
        ISequenceGraph? graph = null;
        for (var from = 0; from < prime.Count; from += Most)
        {
            graph = InferencePass.Read(
                model, new Chunk(new Batch([Of([.. prime.Skip(from).Take(Most)])]), from, [0], IsWhole: false), states);
        }

        return graph!;
    }

    static Sequence Of(int[] symbols) => new("sample", symbols.Length, [], null, null) { Symbols = symbols };
}
