using System.Text.Json.Serialization;

namespace RnnTrainer.Training.Schemas;

/// <summary>
/// How far predictions were from targets that training did not see: the absolute errors of each output in ascending order. All are kept
/// where they are few; else those of the ranks in <see cref="Ranks"/>, and between two ranks the larger error counts.
/// </summary>
/// <param name="Counts">[O]: n, the number of errors.</param>
/// <param name="Errors">[O]: the errors that are kept.</param>
sealed record ErrorQuantiles(IReadOnlyList<int> Counts, IReadOnlyList<double[]> Errors)
{
    /// <summary>The most errors of all outputs that are kept as they are.</summary>
    public const int MostKept = 1 << 14;

    /// <summary>Percentages whose ranks are always kept, so that their ranges are exact.</summary>
    static readonly decimal[] Levels =
    [
        .. Enumerable.Range(1, 99).Select(p => (decimal)p), .. Enumerable.Range(90, 10).Select(p => p + 0.5m), 99.8m, 99.9m, 99.95m, 99.99m,
    ];

    /// <summary>
    /// The rank of the error, from 1, that an error on new data does not exceed with a probability of at least <paramref name="level"/>
    /// percent: ⌈(n + 1) level / 100⌉; above n there is none.
    /// </summary>
    public static int Rank(int n, decimal level) => (int)Math.Ceiling((n + 1) * level / 100);

    /// <summary>The ranks of the errors that are kept of many: those of all whole percentages, of some above 90, and the last.</summary>
    public static int[] Ranks(int n) => [.. Levels.Select(p => Math.Min(n, Rank(n, p))).Append(n).Where(k => k > 0).Distinct().Order()];

    /// <param name="errors">[O]: of each output its errors.</param>
    public static ErrorQuantiles Of(IReadOnlyList<IReadOnlyList<double>> errors)
    {
        var areFew = errors.Sum(e => (long)e.Count) <= MostKept;
        return new(
            [.. errors.Select(e => e.Count)],
            [.. errors.Select(e => e.Order().ToArray()).Select(e => areFew ? e : [.. Ranks(e.Length).Select(k => e[k - 1])])]);
    }

    /// <summary>The error of <see cref="Rank"/>; null: there are too few errors for the level.</summary>
    public double? Radius(int output, decimal level)
    {
        var (n, errors) = (Counts[output], Errors[output]);
        var rank = Rank(n, level);
        return rank > n ? null : errors.Length == n ? errors[rank - 1] : errors[Array.FindIndex(Ranks(n), k => k >= rank)];
    }

    /// <summary>
    /// The conformal p-value of an error on new data, (1 + k) / (n + 1) with k of the n errors at least as large; of many errors k is
    /// counted from the ranks that are kept, and never too small.
    /// </summary>
    public double PValue(int output, double error)
    {
        var (n, errors) = (Counts[output], Errors[output]);
        var below = LowerBound(errors, error);
        var rank = below == 0 ? 0 : errors.Length == n ? below : Ranks(n)[below - 1];
        return (1.0 + n - rank) / (n + 1);
    }

    /// <summary>Whether it can be that of O outputs.</summary>
    public bool IsSound(int O) => Counts.Count == O && Errors.Count == O && Counts.Zip(Errors).All(p => IsSound(p.First, p.Second));

    /// <summary>How many of the errors are below one.</summary>
    static int LowerBound(double[] errors, double error)
    {
        var (low, high) = (0, errors.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = errors[middle] < error ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    static bool IsSound(int n, double[] errors) =>
        n >= 0 && (errors.Length == n || errors.Length == Ranks(n).Length)
        && Array.TrueForAll(errors, double.IsFinite) && errors.Zip(errors.Skip(1)).All(p => p.First <= p.Second);
}

/// <summary>The errors on a part of the data that training did not see, from which ranges are made.</summary>
/// <param name="Part"><c>calibration</c> or <c>validation</c>.</param>
/// <param name="OfModel">The model's.</param>
/// <param name="Baseline">The name of the baseline whose ranges those of the model are compared with.</param>
/// <param name="OfBaseline">Its errors on the same part; null: it is not known.</param>
sealed record HeldOutErrors(string Part, ErrorQuantiles OfModel, string Baseline, ErrorQuantiles? OfBaseline)
{
    /// <summary>
    /// Of a model of quantiles, by how much targets lie outside the range between the quantiles p and 1 − p, below 0 inside, the largest
    /// range first; null: it has none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ErrorQuantiles>? OfRanges { get; init; }

    /// <summary>Whether the errors can be those of O outputs.</summary>
    public bool IsSound(int O) =>
        OfModel.IsSound(O) && OfBaseline?.IsSound(O) != false && OfRanges?.All(errors => errors.IsSound(O)) != false;
}
