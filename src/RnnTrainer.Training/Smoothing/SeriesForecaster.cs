namespace RnnTrainer.Training.Smoothing;

/// <summary>
/// Forecasts a series from its values so far, without a model. Rates and indexes are fitted to the latest values, again whenever the series
/// has doubled; between, the states follow each value. So forecasts from every origin of a series take one pass.
/// </summary>
/// <param name="season">m; 1: none.</param>
abstract class SeriesForecaster(int season)
{
    /// <summary>The fewest values that are fitted to, if there are as many; four seasons if these are more.</summary>
    const int FewestFitted = 1000;

    readonly List<double> _latest = [];
    long _count, _fitted;

    /// <summary>The steps after which the series repeats; 1: none.</summary>
    protected int Season { get; } = season;

    int MostFitted => Math.Max(FewestFitted, 4 * Season);

    /// <summary>Takes the next value.</summary>
    public void Add(double value)
    {
        if (_latest.Count == 2 * MostFitted)
        {
            _latest.RemoveRange(0, MostFitted);
        }

        _latest.Add(value);
        _count++;
        if (_fitted > 0)
        {
            Follow(value);
        }
    }

    /// <summary>The forecast of the next steps.</summary>
    /// <param name="to">As many as are wanted; there is at least one value before.</param>
    public void Forecast(Span<double> to)
    {
        if (_count >= 2 * _fitted)
        {
            Fit([.. _latest.TakeLast(MostFitted)]);
            _fitted = _count;
        }

        for (var h = 0; h < to.Length; h++)
        {
            to[h] = Ahead(h + 1);
        }
    }

    /// <summary>Fits the rates, and computes the states after the last value.</summary>
    protected abstract void Fit(double[] values);

    /// <summary>Moves the states by a value.</summary>
    protected abstract void Follow(double value);

    /// <summary>The forecast h steps ahead, from 1.</summary>
    protected abstract double Ahead(int h);
}

/// <summary>Exponential smoothing of the form with the smallest AICc: additive, without or with trend, without or with season.</summary>
sealed class EtsForecaster(int season) : SeriesForecaster(season)
{
    Smoother? _smoother;

    protected override void Fit(double[] values) => _smoother = SmoothingFit.Best(values, Season);

    protected override void Follow(double value) => _smoother!.Update(value);

    protected override double Ahead(int h) => _smoother!.Ahead(h);
}
