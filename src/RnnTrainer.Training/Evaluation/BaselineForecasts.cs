using RnnTrainer.Data;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>The scores of <see cref="Baselines.Forecasts"/>, from windows that are added one by one.</summary>
sealed class BaselineForecasts
{
    readonly (string Name, Func<Sequence, double[]> Forecast, WindowTotals Totals)[] _all;

    /// <param name="windows">All that will be added: their targets are read to measure them.</param>
    /// <param name="means">Of each target and step ahead, [H,C].</param>
    /// <param name="season">1: none.</param>
    /// <param name="series">By what <c>mase</c> measures; null: the windows are of one series.</param>
    public BaselineForecasts(
        IReadOnlyList<Sequence> windows, IReadOnlyList<double> means, int season, ForecastScale scale, SeriesScales? series)
    {
        var C = scale.Deviation.Length;
        var (H, mean, tally) = (means.Count / C, means.ToArray(), new NumberTally(means.Count, scale));
        _all =
        [
            ("last", w => ForecastBaselines.Last(w.Past!, H, C), Totals()),
            .. season > 1 ? [("seasonal", w => ForecastBaselines.Seasonal(w.Past!, H, C, season), Totals())]
            : Array.Empty<(string, Func<Sequence, double[]>, WindowTotals)>(),
            ("mean", _ => mean, Totals()),
        ];

        WindowTotals Totals() => tally.Totals(windows, series);
    }

    /// <summary>Adds a window.</summary>
    /// <param name="n">Its number.</param>
    public void Add(int n, Sequence window)
    {
        var target = window.Target!.Span;
        foreach (var (_, forecast, totals) in _all)
        {
            totals.Add(n, target, forecast(window));
        }
    }

    /// <summary>The baselines with their scores.</summary>
    public IReadOnlyList<Baseline> Baselines() => [.. _all.Select(b => Evaluation.Baselines.Of(b.Name, b.Totals.Tally().Scores()))];
}
