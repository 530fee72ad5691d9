namespace RnnTrainer.Data.Checks;

/// <summary>Statistics of one input over all steps.</summary>
/// <param name="Filled">The number of steps that have a value.</param>
/// <param name="Missing">The number of steps whose value is missing.</param>
/// <param name="MeanSize">The mean of |x|.</param>
/// <param name="Deviation">The standard deviation (population).</param>
readonly record struct ColumnStatistics(
    string Name, long Filled, long Missing, double Min, double Max, double Mean, double MeanSize, double Deviation)
{
    /// <summary>Whether all values are the same.</summary>
    public bool IsConstant => Filled > 0 && Min == Max;

    /// <summary>Whether the values reach from 0 to 1, as those of indicators do.</summary>
    public bool IsBinary => Min == 0 && Max == 1;

    /// <summary>The statistics of every input, in one pass over the rows.</summary>
    public static IReadOnlyList<ColumnStatistics> AllOf(NamedSequences set)
    {
        var (K, sums) = (set.Inputs.Count, new ColumnSums[set.Inputs.Count]);
        foreach (var rows in K == 0 ? [] : set.Sequences.SelectMany(s => s.Inputs.Blocks(K)))
        {
            for (int n = 0, k = 0; n < rows.Length; n++, k = k + 1 < K ? k + 1 : 0)
            {
                sums[k].Add(rows.Span[n]);
            }
        }

        return [.. set.Inputs.Select((name, k) => sums[k].Of(name))];
    }
}

/// <summary>The statistics of values that are added one by one; none yet at first.</summary>
struct ColumnSums
{
    long _filled, _missing;
    double _min, _max, _mean, _sizes, _squares;

    /// <summary>Adds a value; NaN is a missing one.</summary>
    /// <returns>Whether it is not missing.</returns>
    public bool Add(double x)
    {
        if (double.IsNaN(x))
        {
            _missing++;
            return false;
        }

        (_min, _max) = _filled++ == 0 ? (x, x) : (Math.Min(_min, x), Math.Max(_max, x));
        _sizes += Math.Abs(x);
        var change = x - _mean; // Welford's recurrence
        _mean += change / _filled;
        _squares += change * (x - _mean);
        return true;
    }

    /// <summary>The statistics of the values so far.</summary>
    public readonly ColumnStatistics Of(string name) => new(
        name,
        _filled,
        _missing,
        _filled > 0 ? _min : double.PositiveInfinity,
        _filled > 0 ? _max : double.NegativeInfinity,
        _mean,
        _sizes / Math.Max(1, _filled),
        Math.Sqrt(_squares / Math.Max(1, _filled)));
}
