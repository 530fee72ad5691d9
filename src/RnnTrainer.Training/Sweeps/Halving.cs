using System.Numerics;

namespace RnnTrainer.Training.Sweeps;

/// <summary>A stage of a sweep: a number of runs is trained to the end of an epoch.</summary>
/// <param name="Epochs">The epoch, counted from the beginning of the runs.</param>
/// <param name="Runs">How many: the best of the stage before.</param>
sealed record Rung(int Epochs, int Runs);

/// <summary>
/// Successive halving: all runs train a little, the better half continues to twice as many epochs, and so on until a few are left that
/// train to the end. K. Jamieson and A. Talwalkar,
/// "Non-stochastic best arm identification and hyperparameter optimization", AISTATS 2016.
/// </summary>
static class Halving
{
    /// <summary>
    /// The rungs r = 0 … R for N runs of E epochs, R = ⌊log2 min(N, E)⌋: ⌈N / 2^r⌉ runs up to epoch ⌈E / 2^(R − r)⌉. So every rung trains
    /// about the same number of epochs, and the last
    /// one ends at E.
    /// </summary>
    public static IReadOnlyList<Rung> Rungs(int runs, int epochs)
    {
        var last = BitOperations.Log2((uint)Math.Min(runs, epochs));
        return [.. Enumerable.Range(0, last + 1).Select(r => new Rung(Shifted(epochs, last - r), Shifted(runs, r)))];
    }

    static int Shifted(int n, int bits) => (int)((n + (1L << bits) - 1) >> bits);
}
