using RnnTrainer.Data;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Smoothing;

namespace RnnTrainer.Training.Evaluation;

/// <summary>The forecasts of the baselines for windows, those of a series in the order of time.</summary>
sealed class BaselineMethods
{
    readonly HistoryForecasts _history;
    readonly (string Name, Func<Sequence, double[]> Forecast)[] _all;

    /// <param name="means">Of each target and step ahead, [H,C].</param>
    /// <param name="C">The number of targets.</param>
    /// <param name="season">1: none.</param>
    public BaselineMethods(IReadOnlyList<double> means, int C, int season)
    {
        var (H, mean) = (means.Count / C, means.ToArray());
        _history = new HistoryForecasts(H, C, season);
        _all =
        [
            ("last", w => ForecastBaselines.Last(w.Past!, H, C)),
            .. season > 1 ? [("seasonal", w => ForecastBaselines.Seasonal(w.Past!, H, C, season))]
            : Array.Empty<(string, Func<Sequence, double[]>)>(),
            ("mean", _ => mean),
            ("drift", _ => _history.Drift()),
            ("ets", _ => _history.Ets()),
            ("theta", _ => _history.Theta()),
        ];
    }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. _all.Select(b => b.Name)];

    /// <summary>The forecasts [H,C] for a window, in the order of <see cref="Names"/>.</summary>
    public IEnumerable<double[]> Of(Sequence window)
    {
        _history.MoveTo(window);
        return _all.Select(b => b.Forecast(window));
    }
}

/// <summary>The scores of <see cref="Baselines.Forecasts"/>, from windows that are added one by one.</summary>
sealed class BaselineForecasts
{
    readonly BaselineMethods _methods;
    readonly WindowTotals[] _totals;

    /// <param name="totals">Sums of the windows that will be added.</param>
    /// <param name="means">Of each target and step ahead, [H,C].</param>
    /// <param name="C">The number of targets.</param>
    /// <param name="season">1: none.</param>
    public BaselineForecasts(WindowTotals totals, IReadOnlyList<double> means, int C, int season)
    {
        _methods = new BaselineMethods(means, C, season);
        _totals = [.. _methods.Names.Select(_ => totals.Zero())];
    }

    /// <summary>Adds a window. Those of a series come in the order of time.</summary>
    /// <param name="n">Its number.</param>
    public void Add(int n, Sequence window)
    {
        var target = window.Target!.Span;
        var b = 0;
        foreach (var forecast in _methods.Of(window))
        {
            _totals[b++].Add(n, target, forecast);
        }
    }

    /// <summary>The baselines with their scores.</summary>
    public IReadOnlyList<Baseline> Baselines() =>
        [.. _methods.Names.Zip(_totals, (name, totals) => Evaluation.Baselines.Of(name, totals.Tally().Scores()))];
}
