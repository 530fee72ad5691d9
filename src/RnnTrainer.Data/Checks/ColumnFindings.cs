using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Checks;

/// <summary>Inputs that never change, that miss values, that jump, that are of very different sizes, that are different elsewhere.</summary>
static class ColumnFindings
{
    /// <summary>Standard deviations: values farther from the mean, and means farther from those of training, are told.</summary>
    const double Far = 20, Drift = 3;

    const int Repeated = 3;

    public static IEnumerable<DataFinding> In(NamedSequences set)
    {
        var columns = ColumnStatistics.AllOf(set).ToList();
        string[] constant = [.. columns.Where(c => c.Filled > 0 && c.Min == c.Max).Select(c => c.Name)];
        if (constant.Length > 0 && set.Sequences.Count * set.Sequences.Max(s => s.Length) > 1)
        {
            yield return new DataFinding("constant-column", $"the same everywhere: {Words.FirstFew(constant, most: 5, shown: 4)}", "They tell nothing: leave them out (inputs:).");
        }

        foreach (var column in columns.Where(c => c.Missing > 0))
        {
            yield return new DataFinding("missing", string.Create(CultureInfo.InvariantCulture, $"'{column.Name}' misses {column.Missing:N0} of {column.Missing + column.Filled:N0} values"), "Choose how they are filled (missing: mean, forward-fill or indicator), or leave the column out.");
        }

        foreach (var (column, mark, count, least, most) in columns.SelectMany(Sentinels))
        {
            yield return new DataFinding("sentinel", string.Create(CultureInfo.InvariantCulture, $"'{column.Name}' is {mark} in {count:N0} of {column.Filled:N0} values, all others lie between {least:G4} and {most:G4}"), string.Create(CultureInfo.InvariantCulture, $"A mark for a missing value? Set missing: mean, forward-fill or indicator, and missing_marks: [\"{mark}\"] beside others that occur."));
        }

        foreach (var column in columns.Where(c => !c.IsBinary && Math.Max(c.Max - c.Mean, c.Mean - c.Min) > Far * c.Deviation && c.Deviation > 0))
        {
            yield return new DataFinding("outlier", string.Create(CultureInfo.InvariantCulture, $"'{column.Name}' lies between {column.Min:G4} and {column.Max:G4}, but is usually near {column.Mean:G4} (standard deviation {column.Deviation:G3})"), "A mark for a missing value, or a unit mixed up? One such value makes all others small (normalize:).");
        }
    }

    /// <summary>A whole number at one end that occurs again and again, farther from all others than these are from one another; or the only negative one, of nines.</summary>
    static IEnumerable<(ColumnStatistics Column, double Mark, long Count, double Least, double Most)> Sentinels(ColumnStatistics c)
    {
        if (c.MinCount >= Repeated && c.Min == Math.Floor(c.Min) && c.AboveMin < c.Max && (c.AboveMin - c.Min > c.Max - c.AboveMin || (c.AboveMin >= 0 && IsNines(-c.Min))))
        {
            yield return (c, c.Min, c.MinCount, c.AboveMin, c.Max);
        }

        if (c.MaxCount >= Repeated && c.Max == Math.Floor(c.Max) && c.BelowMax > c.Min && c.Max - c.BelowMax > c.BelowMax - c.Min)
        {
            yield return (c, c.Max, c.MaxCount, c.Min, c.BelowMax);
        }
    }

    static bool IsNines(double x) => x is 9 or 99 or 999 or 9999 or 99999;

    /// <summary>Where nothing is scaled.</summary>
    public static IEnumerable<DataFinding> Unscaled(NamedSequences set)
    {
        string[] wild = [.. ColumnStatistics.AllOf(set).Where(c => c.Filled > 0 && Math.Max(Math.Abs(c.Mean), c.Deviation) > 10).Select(c => c.Name)];
        if (wild.Length > 0)
        {
            yield return new DataFinding("unscaled", $"large numbers, and normalize is none: {Words.FirstFew(wild, most: 5, shown: 4)}", "Gates are stuck at 0 and 1 by large inputs: take normalize: standard.");
        }
    }

    public static IEnumerable<DataFinding> Between(NamedSequences train, NamedSequences held)
    {
        for (var k = 0; k < train.Inputs.Count; k++)
        {
            var (here, there) = (ColumnStatistics.Of(train, k), ColumnStatistics.Of(held, k));
            var apart = Math.Abs(there.Mean - here.Mean) / here.Deviation;
            if (here.Deviation > 0 && there.Filled > 0 && apart > Drift)
            {
                yield return new DataFinding("drift", string.Create(CultureInfo.InvariantCulture, $"'{here.Name}' is {there.Mean:G4} on average in {held.Name} but {here.Mean:G4} in {train.Name}, {apart:0.#} standard deviations away"), "A model answers badly where it was never trained: another unit, another time?");
            }
        }
    }
}
