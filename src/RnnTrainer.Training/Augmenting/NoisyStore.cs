using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Training.Augmenting;

/// <summary>
/// The inputs of a sequence, row-major [T,K], times a factor and with noise, as they are read:
/// <c>factors[k] x[t,k] + deviations[k] z</c>, z from a standard normal distribution, by the place of the number alone.
/// </summary>
/// <param name="key">Of the sequence's noise.</param>
sealed class NoisyStore(Values numbers, double[] factors, double[] deviations, ulong key) : NumberStore
{
    public override void Read(long from, Span<double> to)
    {
        numbers.Slice((int)from, to.Length).CopyTo(to);
        var k = (int)(from % factors.Length);
        for (var n = 0; n < to.Length; n++)
        {
            to[n] *= factors[k];
            if (deviations[k] > 0)
            {
                to[n] += deviations[k] * RandomStream.NormalAt(key, (ulong)(from + n));
            }

            k = k + 1 < factors.Length ? k + 1 : 0;
        }
    }
}
