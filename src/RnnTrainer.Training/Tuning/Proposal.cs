using RnnTrainer.Common;

namespace RnnTrainer.Training.Tuning;

/// <summary>
/// Settings that are worth a trial. The values of a key are drawn as often as they occur in the best quarter of the trials so far; of many
/// such draws the one is taken that is most typical of that quarter in comparison with the others, by the ratio of both frequencies:
/// J. Bergstra, R. Bardenet, Y. Bengio and B. Kégl, "Algorithms for hyper-parameter optimization", NIPS 2011.
/// </summary>
static class Proposal
{
    const int Draws = 24, LeastGood = 3;

    // Of a key no value has been tried yet, the start's is as likely as all others together.
    const double StartWeight = 0.5;

    /// <summary>The values of each key of a new setting.</summary>
    /// <param name="ranked">The trials so far, the best first; none: values are drawn around the start.</param>
    /// <param name="random">Decides among equals.</param>
    public static IReadOnlyList<string> Next(
        IReadOnlyList<TuneKey> space, IReadOnlyList<IReadOnlyList<string>> ranked, RandomStream random)
    {
        if (ranked.Count <= LeastGood)
        {
            return [.. space.Select(k => random.NextDouble() < StartWeight ? k.Start : k.Values[random.Next(k.Values.Count)])];
        }

        var count = Math.Max(LeastGood, (ranked.Count + 3) / 4);
        double[][] good = [.. space.Select((key, n) => Frequencies(key, ranked.Take(count), n))];
        double[][] bad = [.. space.Select((key, n) => Frequencies(key, ranked.Skip(count), n))];
        int[][] drawn = [.. Enumerable.Range(0, Draws).Select(_ => good.Select(f => Draw(f, random)).ToArray())];
        var best = drawn.MaxBy(values => values.Select((v, n) => Math.Log(good[n][v] / bad[n][v])).Sum())!;
        return [.. space.Select((key, n) => key.Values[best[n]])];
    }

    /// <summary>How often each value of a key occurs, each once more than it does.</summary>
    static double[] Frequencies(TuneKey key, IEnumerable<IReadOnlyList<string>> trials, int n)
    {
        double[] counts = [.. key.Values.Select(v => 1.0 + trials.Count(t => t[n] == v))];
        var sum = counts.Sum();
        return Array.ConvertAll(counts, c => c / sum);
    }

    static int Draw(double[] frequencies, RandomStream random)
    {
        var left = random.NextDouble();
        for (var v = 0; v < frequencies.Length - 1; v++)
        {
            left -= frequencies[v];
            if (left < 0)
            {
                return v;
            }
        }

        return frequencies.Length - 1;
    }
}
