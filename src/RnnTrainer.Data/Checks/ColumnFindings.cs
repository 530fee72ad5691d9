using System.Globalization;
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

    /// <summary>The findings in one set.</summary>
    public static IEnumerable<DataFinding> In(SetTally set)
    {
        var columns = StatisticsOf(set).ToList();
        string[] constant = [.. columns.Where(c => c.IsConstant).Select(c => c.Name)];
        return
        [
            .. constant.Length > 0 && set.Rows > 1 ? [Constant(constant)] : Array.Empty<DataFinding>(),
            .. columns.Where(c => c.Missing > 0).Select(Missing),
            .. set.Numbers.SelectMany(SentinelsOf),
            .. columns.Where(HasOutliers).Select(Outlier),
        ];
    }

    /// <summary>The findings that matter only if the inputs are not scaled.</summary>
    public static IEnumerable<DataFinding> Unscaled(SetTally set)
    {
        string[] large = [.. StatisticsOf(set).Where(IsLarge).Select(c => c.Name)];
        if (large.Length > 0)
        {
            yield return new DataFinding(
                "unscaled",
                $"large numbers, and normalize is none: {Words.FirstFew(large, most: 5, shown: 4)}",
                "Large inputs saturate the gates at 0 and 1: set normalize: standard.");
        }
    }

    /// <summary>The findings between training and a held-out part.</summary>
    public static IEnumerable<DataFinding> Between(SetTally train, SetTally held) =>
        from pair in StatisticsOf(train).Zip(StatisticsOf(held))
        let deviations = Math.Abs(pair.Second.Mean - pair.First.Mean) / pair.First.Deviation
        where pair.First.Deviation > 0 && pair.Second.Filled > 0 && deviations > DriftDeviations
        select new DataFinding(
            "drift",
            Invariant($"'{pair.First.Name}' is {pair.Second.Mean:G4} on average in {held.Name} but {pair.First.Mean:G4} in {train.Name}, ")
                + Invariant($"{deviations:0.#} standard deviations away"),
            "A model predicts badly outside the range it was trained on: is it another unit, or another period?");

    static IEnumerable<ColumnStatistics> StatisticsOf(SetTally set) => set.Inputs.Select(c => c.Statistics);

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

    /// <summary>Numbers that are probably missing-value markers.</summary>
    static IEnumerable<DataFinding> SentinelsOf(ValueTally column)
    {
        // What is not at an end of all values is at an end of the sample only.
        foreach (var sentinel in Sentinels.Of(column.Sorted()).Where(s => column.CountOf(s.Value) > 0))
        {
            var marker = sentinel.Value.ToString(CultureInfo.InvariantCulture);
            yield return new DataFinding(
                "sentinel",
                Invariant($"'{column.Name}' is {marker} in {column.CountOf(sentinel.Value):N0} of {column.Known:N0} values; ")
                    + Invariant($"all others lie between {sentinel.Least:G4} and {sentinel.Most:G4}"),
                $"Is it a missing-value marker? Set missing: mean, forward-fill or indicator, and missing_marks: [\"{marker}\"] "
                    + "together with the others that occur.");
        }
    }
}
