using RnnTrainer.Data;

namespace RnnTrainer.Training.Smoothing;

/// <summary>
/// Forecasts of windows from all targets of their series before them: each target by itself, row-major [H,C]. The windows of a series come
/// one after the other, in the order of time.
/// </summary>
/// <param name="H">Steps ahead.</param>
/// <param name="C">Targets.</param>
/// <param name="season">m; 1: none.</param>
sealed class HistoryForecasts(int H, int C, int season)
{
    readonly SeriesForecaster[][] _forecasters = new SeriesForecaster[2][]; // [method][C]
    readonly double[] _first = new double[C], _last = new double[C];
    readonly long[] _counts = new long[C];
    string? _series;
    int _seen;

    /// <summary>Reads the targets before a window that were not read yet.</summary>
    public void MoveTo(Sequence window)
    {
        var history = (window.History ?? window.Past)!;
        if (_series is null || window.Series != _series || history.Length < _seen)
        {
            Begin(window.Series ?? "");
        }

        foreach (var rows in history[_seen..].Blocks(C))
        {
            for (var n = 0; n < rows.Length; n++)
            {
                Add(n % C, rows.Span[n]);
            }
        }

        _seen = history.Length;
    }

    /// <summary>The last value, and for each step the mean step from the first value to it: <c>y_n + h (y_n − y_1) / (n − 1)</c>.</summary>
    public double[] Drift() =>
        [.. Enumerable.Range(0, H * C).Select(n => _last[n % C] + (((n / C) + 1) * Step(n % C)))];

    /// <summary>Exponential smoothing: <see cref="EtsForecaster"/>.</summary>
    public double[] Ets() => Of(_forecasters[0]);

    /// <summary><see cref="ThetaForecaster"/>.</summary>
    public double[] Theta() => Of(_forecasters[1]);

    void Begin(string series)
    {
        (_series, _seen) = (series, 0);
        Array.Clear(_counts);
        _forecasters[0] = [.. Enumerable.Range(0, C).Select(_ => new EtsForecaster(season))];
        _forecasters[1] = [.. Enumerable.Range(0, C).Select(_ => new ThetaForecaster(season))];
    }

    // Only values before the first that is known are missing.
    void Add(int c, double value)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        _first[c] = _counts[c]++ == 0 ? value : _first[c];
        _last[c] = value;
        _forecasters[0][c].Add(value);
        _forecasters[1][c].Add(value);
    }

    double Step(int c) => _counts[c] > 1 ? (_last[c] - _first[c]) / (_counts[c] - 1) : 0;

    double[] Of(SeriesForecaster[] forecasters)
    {
        var (forecast, steps) = (new double[H * C], new double[H]);
        for (var c = 0; c < C; c++)
        {
            forecasters[c].Forecast(steps);
            for (var h = 0; h < H; h++)
            {
                forecast[(h * C) + c] = steps[h];
            }
        }

        return forecast;
    }
}
