using RnnTrainer.Common;
using RnnTrainer.Data;

namespace RnnTrainer.Training.Augmenting;

/// <summary>
/// Runs through a sequence at a speed that changes smoothly. The first and the last step stay where they are, and the length stays the
/// same (Um et al. 2017, "Data augmentation of wearable sensor data").
/// </summary>
static class TimeWarp
{
    /// <summary>The number of places, evenly spaced, at which the speed is drawn; it changes linearly between them.</summary>
    const int Knots = 4;

    /// <summary>Time neither stands still nor runs backward.</summary>
    const double Slowest = 0.1;

    /// <summary>[T]: where each step is taken from, rising from 0 to T − 1.</summary>
    /// <param name="T">At least 2.</param>
    /// <param name="deviation">The standard deviation of the speed, whose mean is 1.</param>
    public static double[] Places(int T, double deviation, RandomStream random)
    {
        double[] speeds = [.. Enumerable.Range(0, Knots).Select(_ => Math.Max(Slowest, 1 + (deviation * random.NextNormal())))];
        var places = new double[T];
        for (var t = 1; t < T; t++)
        {
            places[t] = places[t - 1] + Speed(speeds, (t - 0.5) / (T - 1));
        }

        var whole = places[^1];
        for (var t = 1; t < T; t++)
        {
            places[t] *= (T - 1) / whole;
        }

        places[^1] = T - 1;
        return places;
    }

    /// <summary>Numbers by linear interpolation; everything else, such as symbols, from the nearest step.</summary>
    /// <param name="places">What <see cref="Places"/> gave for its length.</param>
    /// <param name="numbers">[K]: whether each input is a number.</param>
    public static Sequence Apply(Sequence sequence, double[] places, bool[] numbers)
    {
        var (T, K) = (sequence.Length, numbers.Length);
        var from = sequence.Inputs.Span;
        var to = new double[T * K];
        var (M, symbols) = ((sequence.Symbols?.Length ?? 0) / T, sequence.Symbols is null ? null : new int[sequence.Symbols.Length]);
        for (var t = 0; t < T; t++)
        {
            var (before, nearest) = (Math.Min((int)places[t], T - 1), (int)Math.Round(places[t]));
            var (after, share) = (Math.Min(before + 1, T - 1), places[t] - before);
            for (var k = 0; k < K; k++)
            {
                to[(t * K) + k] = numbers[k] ? ((1 - share) * from[(before * K) + k]) + (share * from[(after * K) + k])
                    : from[(nearest * K) + k];
            }

            sequence.Symbols?.CopyTo(nearest * M, symbols.AsSpan(t * M, M));
        }

        return sequence with { Inputs = to, Symbols = symbols };
    }

    /// <param name="place">From 0 to 1.</param>
    static double Speed(double[] speeds, double place)
    {
        var at = place * (Knots - 1);
        var knot = Math.Min((int)at, Knots - 2);
        return speeds[knot] + ((at - knot) * (speeds[knot + 1] - speeds[knot]));
    }
}
