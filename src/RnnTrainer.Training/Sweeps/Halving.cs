using System.Numerics;

namespace RnnTrainer.Training;

/// <summary>A stage of a sweep: so many runs are trained up to the end of an epoch.</summary>
/// <param name="Epochs">Counted from the beginning of the runs.</param>
/// <param name="Runs">The best of the stage before.</param>
public sealed record Rung(int Epochs, int Runs);

/// <summary>
/// Successive halving: all runs train a little, the better half goes on to twice as many epochs, until few are left to train to the end. K. Jamieson and A. Talwalkar,
/// «Non-stochastic best arm identification and hyperparameter optimization», AISTATS 2016.
/// </summary>
public static class Halving
{
    /// <summary>
    /// The rungs r = 0 … R for N runs of E epochs, R = ⌊log2 min(N, E)⌋: ⌈N / 2^r⌉ runs up to epoch ⌈E / 2^(R − r)⌉. So on every rung about as many epochs are trained, and the last one
    /// ends with E.
    /// </summary>
    public static IReadOnlyList<Rung> Rungs(int runs, int epochs)
    {
        var last = BitOperations.Log2((uint)Math.Min(runs, epochs));
        return [.. Enumerable.Range(0, last + 1).Select(r => new Rung(Shifted(epochs, last - r), Shifted(runs, r)))];
    }

    static int Shifted(int n, int bits) => (int)((n + (1L << bits) - 1) >> bits);
}
