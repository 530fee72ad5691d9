namespace RnnTrainer.Training.Smoothing;

/// <summary>How fast the states of a <see cref="Smoother"/> follow the values, each between 0 and 1.</summary>
/// <param name="Alpha">Of the level.</param>
/// <param name="Beta">Of the trend, as a share of α.</param>
/// <param name="Gamma">Of the season, as a share of 1 − α.</param>
readonly record struct SmoothingRates(double Alpha, double Beta = 0, double Gamma = 0);

/// <summary>
/// Exponential smoothing with additive trend and season in its error-correction form (Holt 1957, Winters 1960; Hyndman et al.,
/// "Forecasting with Exponential Smoothing", 2008): with <c>e = y − (l + b + s[t mod m])</c>,
/// <c>l += b + α e</c>, <c>b += α β e</c>, <c>s[t mod m] += (1 − α) γ e</c>.
/// </summary>
sealed class Smoother
{
    readonly SmoothingRates _rates;
    readonly double[] _season;
    double _level, _trend;
    int _turn;

    Smoother(SmoothingRates rates, double level, double trend, double[] season, int turn) =>
        (_rates, _level, _trend, _season, _turn) = (rates, level, trend, season, turn);

    /// <summary>The number of values that the first states are made from.</summary>
    public static int CountToStart(bool hasTrend, int season) => season > 1 ? (hasTrend ? 2 : 1) * season : hasTrend ? 2 : 1;

    /// <summary>
    /// Smooths values. The first states are: without a season the first value, and as the trend the step to the second; with one
    /// the mean of the first season, as the trend a season's part of the step to the mean of the second, and each value's distance from
    /// the level on that line.
    /// </summary>
    /// <param name="values">At least <see cref="CountToStart"/>.</param>
    /// <param name="season">m; 1: none.</param>
    /// <param name="from">The first value whose error counts, at least m and at least 2 with a trend, else 1.</param>
    /// <param name="squares">The sum of the squared errors.</param>
    public static Smoother Of(
        ReadOnlySpan<double> values, SmoothingRates rates, bool hasTrend, int season, int from, out double squares)
    {
        var smoother = Start(values, rates, hasTrend, season, out var next);
        squares = 0;
        for (var t = next; t < values.Length; t++)
        {
            var error = smoother.Update(values[t]);
            squares += t >= from ? error * error : 0;
        }

        return smoother;
    }

    /// <summary>The forecast of the value <paramref name="h"/> steps ahead, from 1.</summary>
    public double Ahead(int h) => _level + (h * _trend) + _season[(_turn + h - 1) % _season.Length];

    /// <summary>Takes the next value; returns how far it was from the forecast.</summary>
    public double Update(double value)
    {
        var error = value - Ahead(1);
        _level += _trend + (_rates.Alpha * error);
        _trend += _rates.Alpha * _rates.Beta * error;
        _season[_turn] += _season.Length > 1 ? (1 - _rates.Alpha) * _rates.Gamma * error : 0;
        _turn = (_turn + 1) % _season.Length;
        return error;
    }

    static Smoother Start(ReadOnlySpan<double> values, SmoothingRates rates, bool hasTrend, int m, out int next)
    {
        if (m == 1)
        {
            next = hasTrend ? 2 : 1;
            return new(rates, values[next - 1], hasTrend ? values[1] - values[0] : 0, new double[1], 0);
        }

        var first = Mean(values[..m]);
        var trend = hasTrend ? (Mean(values[m..(2 * m)]) - first) / m : 0;
        var middle = (m - 1) / 2.0;
        var season = new double[m];
        for (var t = 0; t < m; t++)
        {
            season[t] = values[t] - (first + ((t - middle) * trend));
        }

        next = m;
        return new(rates, first + ((m - 1 - middle) * trend), trend, season, 0);
    }

    static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
