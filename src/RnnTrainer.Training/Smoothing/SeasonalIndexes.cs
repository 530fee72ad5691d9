namespace RnnTrainer.Training.Smoothing;

/// <summary>
/// How far values at the same place of a season are from the centered moving average of one season, by classical decomposition: factors
/// where all values are above 0, else terms.
/// </summary>
sealed class SeasonalIndexes
{
    /// <summary>A factor below this would make others too large.</summary>
    const double LeastFactor = 1e-4;

    readonly double[] _indexes;
    readonly bool _areFactors;

    SeasonalIndexes(double[] indexes, bool areFactors) => (_indexes, _areFactors) = (indexes, areFactors);

    /// <summary>No season.</summary>
    public static SeasonalIndexes None { get; } = new([0], areFactors: false);

    /// <summary>m.</summary>
    public int Length => _indexes.Length;

    /// <param name="values">More than two seasons.</param>
    /// <param name="m">At least 2.</param>
    public static SeasonalIndexes Of(double[] values, int m)
    {
        var areFactors = values.Min() > 0;
        var (sums, counts) = (new double[m], new int[m]);
        for (var t = m / 2; t + (m / 2) < values.Length; t++)
        {
            var trend = Average(values, t, m);
            sums[t % m] += areFactors ? values[t] / trend : values[t] - trend;
            counts[t % m]++;
        }

        double[] means = [.. sums.Zip(counts, (sum, n) => sum / n)];
        var mean = means.Average();
        double[] indexes = [.. means.Select(i => areFactors ? i / mean : i - mean)];
        return areFactors && Array.Exists(indexes, i => Math.Abs(i) < LeastFactor) ? None : new(indexes, areFactors);
    }

    /// <summary>A value without its season.</summary>
    /// <param name="t">The place of the value, from the first that was decomposed.</param>
    public double Without(double value, int t) => _areFactors ? value / _indexes[t % Length] : value - _indexes[t % Length];

    /// <summary>A value with its season.</summary>
    /// <inheritdoc cref="Without"/>
    public double With(double value, int t) => _areFactors ? value * _indexes[t % Length] : value + _indexes[t % Length];

    /// <summary>The mean of a season around t; of an even m the ends count half.</summary>
    static double Average(double[] values, int t, int m)
    {
        var (sum, half) = (0.0, m / 2);
        for (var k = t - half; k <= t + half; k++)
        {
            sum += (m % 2 == 0 && Math.Abs(k - t) == half ? 0.5 : 1) * values[k];
        }

        return sum / m;
    }
}
