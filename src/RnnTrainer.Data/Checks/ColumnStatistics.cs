namespace RnnTrainer.Data.Checks;

/// <summary>Statistics of one input over all steps.</summary>
/// <param name="Filled">The number of steps that have a value.</param>
/// <param name="Missing">The number of steps whose value is missing.</param>
/// <param name="MeanSize">The mean of |x|.</param>
/// <param name="Deviation">The standard deviation (population).</param>
readonly record struct ColumnStatistics(
    string Name, long Filled, long Missing, double Min, double Max, double Mean, double MeanSize, double Deviation)
{
    /// <summary>The smallest value above <see cref="Min"/>; infinite if there is none.</summary>
    public double AboveMin { get; init; }

    /// <summary>The largest value below <see cref="Max"/>; infinite if there is none.</summary>
    public double BelowMax { get; init; }

    /// <summary>The number of steps with the value <see cref="Min"/>.</summary>
    public long MinCount { get; init; }

    /// <summary>The number of steps with the value <see cref="Max"/>.</summary>
    public long MaxCount { get; init; }

    /// <summary>Whether all values are the same.</summary>
    public bool IsConstant => Filled > 0 && Min == Max;

    /// <summary>Whether the values reach from 0 to 1, as those of indicators do.</summary>
    public bool IsBinary => Min == 0 && Max == 1;

    /// <summary>The statistics of every input, each in one pass.</summary>
    public static IEnumerable<ColumnStatistics> AllOf(NamedSequences set) => Enumerable.Range(0, set.Inputs.Count).Select(k => Of(set, k));

    static ColumnStatistics Of(NamedSequences set, int k)
    {
        var (filled, missing, min, max, mean, sizes, squares) = (0L, 0L, double.PositiveInfinity, double.NegativeInfinity, 0.0, 0.0, 0.0);
        var (low, high) = (new Extreme(1), new Extreme(-1));
        foreach (var sequence in set.Sequences)
        {
            for (var n = k; n < sequence.Inputs.Length; n += set.Inputs.Count)
            {
                var x = sequence.Inputs[n];
                if (double.IsNaN(x))
                {
                    missing++;
                    continue;
                }

                filled++;
                low.Add(x);
                high.Add(x);
                (min, max, sizes) = (Math.Min(min, x), Math.Max(max, x), sizes + Math.Abs(x));
                var change = x - mean; // Welford's recurrence
                mean += change / filled;
                squares += change * (x - mean);
            }
        }

        return new ColumnStatistics(
            set.Inputs[k], filled, missing, min, max, mean, filled == 0 ? 0 : sizes / filled, filled == 0 ? 0 : Math.Sqrt(squares / filled))
        {
            AboveMin = low.Next,
            BelowMax = -high.Next,
            MinCount = low.Count,
            MaxCount = high.Count,
        };
    }

    /// <summary>The smallest value of sign · x, the number of times that it occurs, and the next larger one.</summary>
    struct Extreme(int sign)
    {
        double _smallest = double.PositiveInfinity;

        public double Next { get; private set; } = double.PositiveInfinity;

        public long Count { get; private set; }

        public void Add(double x)
        {
            x *= sign;
            if (x < _smallest)
            {
                (Next, _smallest, Count) = (_smallest, x, 1);
            }
            else if (x == _smallest)
            {
                Count++;
            }
            else if (x < Next)
            {
                Next = x;
            }
        }
    }
}
