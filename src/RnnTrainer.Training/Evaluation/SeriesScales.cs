using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>By what the errors of windows are measured in <c>mase</c>: each by the scale of its own series.</summary>
/// <param name="Series">Of each window, the number of its series; the windows of a series stand together.</param>
/// <param name="SeasonalError">Of each series [C], as <see cref="ForecastScale.SeasonalError"/>; 0 where a target does not change, which
/// <c>mase</c> leaves out.</param>
sealed record SeriesScales(IReadOnlyList<int> Series, IReadOnlyList<double[]> SeasonalError)
{
    /// <summary>Windows of one series.</summary>
    public static SeriesScales OfOne(int windows, double[] seasonalError) => new(new int[windows], [seasonalError]);

    /// <summary>
    /// The scales of training; of a series that training never saw, that of its steps before those that are scored, or, where these are too
    /// few, of all its steps in the file.
    /// </summary>
    /// <param name="windows">With <see cref="Sequence.Series"/>.</param>
    /// <param name="all">The series that they were cut from.</param>
    /// <param name="first">Of a series by its number, the first step that is scored.</param>
    internal static SeriesScales Of(
        IReadOnlyList<Sequence> windows, IReadOnlyList<Sequence> all, Func<int, int> first, ForecastScale scale, int season)
    {
        var ids = Enumerable.Range(0, windows.Count).Select(n => windows.SeriesOf(n)!).Distinct().Select((id, n) => (id, n))
            .ToDictionary(p => p.id, p => p.n, StringComparer.Ordinal);
        var errors = new double[ids.Count][];
        foreach (var (series, n) in all.Select((s, n) => (s, n)).Where(p => ids.ContainsKey(p.s.Id)))
        {
            errors[ids[series.Id]] = scale.Series?.GetValueOrDefault(series.Id)
                ?? (scale.Series is null
                    && all.Count == 1 ? scale.SeasonalError : Own(series, first(n), scale.SeasonalError.Length, season));
        }

        var numbers = new int[windows.Count];
        for (var n = 0; n < numbers.Length; n++)
        {
            numbers[n] = ids[windows.SeriesOf(n)!];
        }

        return new SeriesScales(numbers, errors);
    }

    /// <summary>How many windows each series has.</summary>
    internal int[] Counts()
    {
        var counts = new int[SeasonalError.Count];
        foreach (var s in Series)
        {
            counts[s]++;
        }

        return counts;
    }

    /// <summary>The same of the first windows, and of no series without one.</summary>
    internal SeriesScales First(int windows)
    {
        int[] first = [.. Series.Take(windows)];
        return new SeriesScales(first, [.. SeasonalError.Take(first.DefaultIfEmpty(-1).Max() + 1)]);
    }

    /// <summary>The same of some targets.</summary>
    internal SeriesScales Select(IReadOnlyList<int> targets) =>
        this with { SeasonalError = [.. SeasonalError.Select(q => (double[])[.. targets.Select(c => q[c])])] };

    static double[] Own(Sequence series, int scored, int C, int season) =>
        [.. (
            scored > season ? ForecastScale.SeasonalErrors([series.Slice(0, scored)], C, season)
            : ForecastScale.SeasonalErrors([series], C, season))];
}
