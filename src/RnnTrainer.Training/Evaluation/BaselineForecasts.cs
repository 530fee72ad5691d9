using RnnTrainer.Data;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>The scores of <see cref="Baselines.Forecasts"/>, from windows that are added one by one.</summary>
sealed class BaselineForecasts
{
    readonly (string Name, Func<Sequence, double[]> Forecast, WindowTotals Totals)[] _all;

    /// <param name="totals">Sums of the windows that will be added.</param>
    /// <param name="means">Of each target and step ahead, [H,C].</param>
    /// <param name="C">The number of targets.</param>
    /// <param name="season">1: none.</param>
    public BaselineForecasts(WindowTotals totals, IReadOnlyList<double> means, int C, int season)
    {
        var (H, mean) = (means.Count / C, means.ToArray());
        _all =
        [
            ("last", w => ForecastBaselines.Last(w.Past!, H, C), totals.Zero()),
            .. season > 1 ? [("seasonal", w => ForecastBaselines.Seasonal(w.Past!, H, C, season), totals.Zero())]
            : Array.Empty<(string, Func<Sequence, double[]>, WindowTotals)>(),
            ("mean", _ => mean, totals.Zero()),
        ];
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
