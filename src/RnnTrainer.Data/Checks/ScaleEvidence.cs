using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Data.Checks;

/// <summary>What the sizes of sequences and of values say of how a file should be scaled, from some of its sequences.</summary>
/// <param name="Sequences">How many were measured.</param>
/// <param name="Columns">The inputs that change within sequences; without columns of 0 and 1 and calendar features.</param>
sealed record ScaleEvidence(int Sequences, IReadOnlyList<ColumnScale> Columns)
{
    /// <summary>The numbers that are looked at.</summary>
    const int MostNumbers = 100_000;

    /// <summary>Measures.</summary>
    /// <param name="names">The columns of numbers.</param>
    /// <param name="all">Before encoding.</param>
    public static ScaleEvidence Of(IReadOnlyList<string> names, IReadOnlyList<Sequence> all)
    {
        var some = Some(all, names.Count);
        var options = new PreparationOptions(null, OwnScaling.Sequence, Difference: false, ScaleInput: false);
        var changing = PreparationFit.Columns(options, names, some)?.Scaled ?? [];
        return new ScaleEvidence(some.Count, [.. changing.Select(k => ColumnScale.Of(names[k], some, k))]);
    }

    /// <summary>Sequences at even distances, whole; of a long one its beginning.</summary>
    static IReadOnlyList<Sequence> Some(IReadOnlyList<Sequence> all, int K)
    {
        var rows = MostNumbers / Math.Max(1, K);
        var total = all.Sum(s => (long)s.Length);
        var every = (int)Math.Min(all.Count, Math.Max(1, (total + rows - 1) / rows));
        return every == 1 && total <= rows ? all
            : [.. all.Where((_, n) => n % Math.Max(1, every) == 0).Select(s => s.Length > rows ? s.Slice(0, rows) : s)];
    }
}

/// <summary>The sizes of one column.</summary>
/// <param name="Deviations">How many times the 90th percentile of the deviations of sequences is the 10th.</param>
/// <param name="Sizes">The same of their mean sizes.</param>
/// <param name="Within">How many times the 95th percentile of |x| is the 5th in the middle sequence; numbers that are 0 left out.</param>
/// <param name="Least">The smallest value.</param>
/// <param name="Middle">The median of |x|.</param>
/// <param name="Outlier">
/// By how many interquartile ranges the farthest value is from the median; 0 where the quartiles are one value, or where such values are so
/// many that none is <see cref="OutlierDeviations"/> standard deviations away.
/// </param>
sealed record ColumnScale(string Name, double Deviations, double Sizes, double Within, double Least, double Middle, double Outlier)
{
    const double OutlierDeviations = 20;

    /// <summary>Sequences that are too short say nothing of the range within them.</summary>
    const int Enough = 5;

    public static ColumnScale Of(string name, IReadOnlyList<Sequence> sequences, int k)
    {
        var (deviations, sizes, within) = (new List<double>(), new List<double>(), new List<double>());
        var all = new List<double>();
        foreach (var sequence in sequences)
        {
            double[] known = [.. sequence.Column(k).Where(x => !double.IsNaN(x))];
            all.AddRange(known);
            var statistics = SequenceStatistics.Of(known, 1);
            (statistics.Deviation[0] > 0 ? deviations : []).Add(statistics.Deviation[0]);
            (statistics.Size[0] > 0 ? sizes : []).Add(statistics.Size[0]);
            double[] magnitudes = [.. known.Where(x => x != 0).Select(Math.Abs).Order()];
            (magnitudes.Length >= Enough ? within : []).Add(Ratio(magnitudes, 0.05, 0.95));
        }

        double[] sorted = [.. all.Order()];
        var (low, high) = (At(sorted, 0.25), At(sorted, 0.75));
        var farthest = Math.Max(sorted[^1] - At(sorted, 0.5), At(sorted, 0.5) - sorted[0]);
        return new ColumnScale(
            name, Ratio([.. deviations.Order()], 0.1, 0.9), Ratio([.. sizes.Order()], 0.1, 0.9),
            within.Count == 0 ? 1 : At([.. within.Order()], 0.5), sorted[0], At([.. all.Select(Math.Abs).Order()], 0.5),
            high > low && farthest >= OutlierDeviations * SequenceStatistics.Of(sorted, 1).Deviation[0] ? farthest / (high - low) : 0);
    }

    static double Ratio(double[] sorted, double low, double high) => sorted.Length == 0 ? 1 : At(sorted, high) / At(sorted, low);

    static double At(double[] sorted, double fraction) => sorted[(int)Math.Round(fraction * (sorted.Length - 1))];
}
