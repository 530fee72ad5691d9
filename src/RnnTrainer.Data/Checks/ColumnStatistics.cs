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

    /// <summary>The statistics of every input, each in one pass.</summary>
    public static IEnumerable<ColumnStatistics> AllOf(NamedSequences set) => Enumerable.Range(0, set.Inputs.Count).Select(k => Of(set, k));

    static ColumnStatistics Of(NamedSequences set, int k)
    {
        var (filled, missing, min, max, mean, sizes, squares) = (0L, 0L, double.PositiveInfinity, double.NegativeInfinity, 0.0, 0.0, 0.0);
        foreach (var sequence in set.Sequences)
        {
            foreach (var x in sequence.Column(k))
            {
                if (double.IsNaN(x))
                {
                    missing++;
                    continue;
                }

                filled++;
                (min, max, sizes) = (Math.Min(min, x), Math.Max(max, x), sizes + Math.Abs(x));
                var change = x - mean; // Welford's recurrence
                mean += change / filled;
                squares += change * (x - mean);
            }
        }

        return new ColumnStatistics(
            set.Inputs[k], filled, missing, min, max, mean, sizes / Math.Max(1, filled), Math.Sqrt(squares / Math.Max(1, filled)));
    }
}
