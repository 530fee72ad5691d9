namespace RnnTrainer.Data.Checks;

/// <summary>What one input looks like over all steps.</summary>
/// <param name="Filled">Steps that have it.</param>
/// <param name="Missing">Steps that miss it.</param>
/// <param name="MeanSize">Mean of |x|.</param>
/// <param name="Deviation">The standard deviation, population form.</param>
readonly record struct ColumnStatistics(string Name, long Filled, long Missing, double Min, double Max, double Mean, double MeanSize, double Deviation)
{
    /// <summary>The least value above <see cref="Min"/> and the greatest below <see cref="Max"/>; infinite where there is none.</summary>
    public double AboveMin { get; init; }

    public double BelowMax { get; init; }

    /// <summary>How often <see cref="Min"/> and <see cref="Max"/> occur.</summary>
    public long MinCount { get; init; }

    public long MaxCount { get; init; }

    /// <summary>Whether it reaches from 0 to 1, as what is there or not does.</summary>
    public bool IsBinary => Min == 0 && Max == 1;

    /// <summary>Of every input, each in one pass.</summary>
    public static IEnumerable<ColumnStatistics> AllOf(NamedSequences set) => Enumerable.Range(0, set.Inputs.Count).Select(k => Of(set, k));

    /// <summary>Of input k.</summary>
    public static ColumnStatistics Of(NamedSequences set, int k)
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
                var step = x - mean; // Welford's recurrence
                mean += step / filled;
                squares += step * (x - mean);
            }
        }

        return new ColumnStatistics(set.Inputs[k], filled, missing, min, max, mean, filled == 0 ? 0 : sizes / filled, filled == 0 ? 0 : Math.Sqrt(squares / filled))
        {
            AboveMin = low.Next,
            BelowMax = -high.Next,
            MinCount = low.Count,
            MaxCount = high.Count,
        };
    }

    /// <summary>The least value of sign · x, how often it occurs, and the next above it.</summary>
    struct Extreme(int sign)
    {
        double least = double.PositiveInfinity;

        public double Next { get; private set; } = double.PositiveInfinity;

        public long Count { get; private set; }

        public void Add(double x)
        {
            x *= sign;
            if (x < least)
            {
                (Next, least, Count) = (least, x, 1);
            }
            else if (x == least)
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
