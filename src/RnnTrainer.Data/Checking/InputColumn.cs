namespace RnnTrainer.Data;

/// <summary>What one input looks like over all steps.</summary>
/// <param name="Filled">Steps that have it.</param>
/// <param name="Missing">Steps that miss it.</param>
/// <param name="MeanSize">Mean of |x|.</param>
/// <param name="Deviation">The standard deviation, population form.</param>
public readonly record struct InputColumn(string Name, long Filled, long Missing, double Min, double Max, double Mean, double MeanSize, double Deviation)
{
    /// <summary>Whether it reaches from 0 to 1, as what is there or not does.</summary>
    public bool IsBinary => Min == 0 && Max == 1;

    /// <summary>Of every input, each in one pass.</summary>
    public static IEnumerable<InputColumn> AllOf(NamedSequences set) => Enumerable.Range(0, set.Inputs.Count).Select(k => Of(set, k));

    /// <summary>Of input k.</summary>
    public static InputColumn Of(NamedSequences set, int k)
    {
        var (filled, missing, min, max, mean, sizes, squares) = (0L, 0L, double.PositiveInfinity, double.NegativeInfinity, 0.0, 0.0, 0.0);
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
                (min, max, sizes) = (Math.Min(min, x), Math.Max(max, x), sizes + Math.Abs(x));
                var step = x - mean; // Welford's recurrence
                mean += step / filled;
                squares += step * (x - mean);
            }
        }

        return new InputColumn(set.Inputs[k], filled, missing, min, max, mean, filled == 0 ? 0 : sizes / filled, filled == 0 ? 0 : Math.Sqrt(squares / filled));
    }
}
