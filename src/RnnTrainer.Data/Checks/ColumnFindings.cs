using RnnTrainer.Common;
using static System.FormattableString;

namespace RnnTrainer.Data.Checks;

/// <summary>
/// Inputs that are constant, lack values, have outliers, differ much in size, or are distributed differently in a held-out part.
/// </summary>
static class ColumnFindings
{
    /// <summary>Values that are more standard deviations than this from the mean are outliers.</summary>
    const double OutlierDeviations = 20;

    /// <summary>Means that are more standard deviations than this from those of training have drifted.</summary>
    const double DriftDeviations = 3;

    /// <summary>Inputs whose mean or deviation is above this should be scaled.</summary>
    const double LargeInput = 10;

    /// <summary>A missing-value marker occurs at least this often.</summary>
    const int FewestMarkers = 3;

    /// <summary>The findings in one set.</summary>
    public static IEnumerable<DataFinding> In(NamedSequences set)
    {
        var columns = ColumnStatistics.AllOf(set).ToList();
        string[] constant = [.. columns.Where(c => c.IsConstant).Select(c => c.Name)];
        return
        [
            .. constant.Length > 0 && set.Sequences.Sum(s => (long)s.Length) > 1 ? [Constant(constant)] : Array.Empty<DataFinding>(),
            .. columns.Where(c => c.Missing > 0).Select(Missing),
            .. columns.SelectMany(Sentinels),
            .. columns.Where(HasOutliers).Select(Outlier),
        ];
    }

    /// <summary>The findings that matter only if the inputs are not scaled.</summary>
    public static IEnumerable<DataFinding> Unscaled(NamedSequences set)
    {
        string[] large = [.. ColumnStatistics.AllOf(set).Where(IsLarge).Select(c => c.Name)];
        if (large.Length > 0)
        {
            yield return new DataFinding(
                "unscaled",
                $"large numbers, and normalize is none: {Words.FirstFew(large, most: 5, shown: 4)}",
                "Large inputs saturate the gates at 0 and 1: set normalize: standard.");
        }
    }

    /// <summary>The findings between training and a held-out part.</summary>
    public static IEnumerable<DataFinding> Between(NamedSequences train, NamedSequences held) =>
        from pair in ColumnStatistics.AllOf(train).Zip(ColumnStatistics.AllOf(held))
        let deviations = Math.Abs(pair.Second.Mean - pair.First.Mean) / pair.First.Deviation
        where pair.First.Deviation > 0 && pair.Second.Filled > 0 && deviations > DriftDeviations
        select new DataFinding(
            "drift",
            Invariant($"'{pair.First.Name}' is {pair.Second.Mean:G4} on average in {held.Name} but {pair.First.Mean:G4} in {train.Name}, ")
                + Invariant($"{deviations:0.#} standard deviations away"),
            "A model predicts badly outside the range it was trained on: is it another unit, or another period?");

    static DataFinding Constant(string[] names) => new(
        "constant-column", $"the same everywhere: {Words.FirstFew(names, most: 5, shown: 4)}",
        "A constant input carries no information: leave it out (inputs:).");

    static DataFinding Missing(ColumnStatistics c) => new(
        "missing",
        Invariant($"'{c.Name}' lacks {c.Missing:N0} of {c.Missing + c.Filled:N0} values"),
        "Choose how they are filled (missing: mean, forward-fill or indicator), or leave the column out.");

    static bool HasOutliers(ColumnStatistics c) =>
        !c.IsBinary && c.Deviation > 0 && Math.Max(c.Max - c.Mean, c.Mean - c.Min) > OutlierDeviations * c.Deviation;

    static DataFinding Outlier(ColumnStatistics c) => new(
        "outlier",
        Invariant(
            $"'{c.Name}' lies between {c.Min:G4} and {c.Max:G4}, but is usually near {c.Mean:G4} (standard deviation {c.Deviation:G3})"),
        "Is it a missing-value marker, or a value in another unit? One such value makes all others small (normalize:).");

    static bool IsLarge(ColumnStatistics c) => c.Filled > 0 && Math.Max(Math.Abs(c.Mean), c.Deviation) > LargeInput;

    /// <summary>Numbers that are probably missing-value markers: the smallest or the largest value of a column.</summary>
    static IEnumerable<DataFinding> Sentinels(ColumnStatistics c)
    {
        if (c.MinCount >= FewestMarkers && c.Min == Math.Floor(c.Min) && c.AboveMin < c.Max
            && (c.AboveMin - c.Min > c.Max - c.AboveMin || IsTheOnlyNegative(c)))
        {
            yield return Sentinel(c, c.Min, c.MinCount, c.AboveMin, c.Max);
        }

        if (c.MaxCount >= FewestMarkers && c.Max == Math.Floor(c.Max) && c.BelowMax > c.Min && c.Max - c.BelowMax > c.BelowMax - c.Min)
        {
            yield return Sentinel(c, c.Max, c.MaxCount, c.Min, c.BelowMax);
        }
    }

    /// <summary>Whether the smallest value is the only negative one, and made of nines.</summary>
    static bool IsTheOnlyNegative(ColumnStatistics c) => c.AboveMin >= 0 && -c.Min is 9 or 99 or 999 or 9999 or 99999;

    static DataFinding Sentinel(ColumnStatistics c, double marker, long count, double least, double most) => new(
        "sentinel",
        Invariant($"'{c.Name}' is {marker} in {count:N0} of {c.Filled:N0} values; all others lie between {least:G4} and {most:G4}"),
        Invariant($"Is it a missing-value marker? Set missing: mean, forward-fill or indicator, and missing_marks: [\"{marker}\"] ")
            + "together with the others that occur.");
}
