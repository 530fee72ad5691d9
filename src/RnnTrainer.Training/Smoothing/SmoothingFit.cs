namespace RnnTrainer.Training.Smoothing;

/// <summary>Finds the rates with the smallest sum of squared one-step errors, and of several forms that with the smallest AICc.</summary>
static class SmoothingFit
{
    const double Least = 0.001;
    const double FirstStep = 0.2;
    const double LastStep = 0.01;

    /// <summary>A sum of squares below this fraction of the squares of the values is rounding.</summary>
    const double Rounding = 1e-20;

    /// <summary>The best of the forms without and with trend, and without and with the season, where there are values enough.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="season">m; 1: none.</param>
    public static Smoother Best(ReadOnlySpan<double> values, int season)
    {
        var (forms, from) = Forms(values.Length, season);
        var (best, lowest) = ((Smoother?)null, double.PositiveInfinity);
        var floor = Rounding * Squares(values);
        foreach (var (hasTrend, m) in forms)
        {
            var smoother = Of(values, hasTrend, m, from, out var squares, out _);
            var criterion = forms.Length == 1 ? 0
                : Aicc(Math.Max(squares, floor), values.Length - from, CountParameters(hasTrend, m));
            if (best is null || criterion < lowest)
            {
                (best, lowest) = (smoother, criterion);
            }
        }

        return best!;
    }

    /// <summary>The forms for which there are values enough, and the first value whose error counts for all of them.</summary>
    static ((bool HasTrend, int Season)[] Forms, int From) Forms(int n, int m) =>
        m > 1 && n - m > CountParameters(hasTrend: true, m) + 1 ? ([(false, 1), (true, 1), (false, m), (true, m)], m)
        : n - 2 > CountParameters(hasTrend: true, season: 1) + 1 ? ([(false, 1), (true, 1)], 2)
        : ([(false, 1)], 1);

    /// <summary>The rates with the smallest sum of squares, by a compass search.</summary>
    /// <inheritdoc cref="Smoother.Of"/>
    public static Smoother Of(
        ReadOnlySpan<double> values, bool hasTrend, int season, int from, out double squares, out SmoothingRates rates)
    {
        double[] at = [0.3, .. hasTrend ? [0.1] : Array.Empty<double>(), .. season > 1 ? [0.1] : Array.Empty<double>()];
        Smoother.Of(values, Rates(at, hasTrend), hasTrend, season, from, out squares);
        for (var step = FirstStep; step > LastStep; step /= 2)
        {
            while (TryMove(values, at, step, hasTrend, season, from, ref squares))
            {
            }
        }

        rates = Rates(at, hasTrend);
        return Smoother.Of(values, rates, hasTrend, season, from, out squares);
    }

    static bool TryMove(
        ReadOnlySpan<double> values, double[] at, double step, bool hasTrend, int season, int from, ref double squares)
    {
        var moved = false;
        for (var n = 0; n < at.Length; n++)
        {
            foreach (var change in (ReadOnlySpan<double>)[step, -step])
            {
                var before = at[n];
                at[n] = Math.Clamp(before + change, Least, 1 - Least);
                Smoother.Of(values, Rates(at, hasTrend), hasTrend, season, from, out var now);
                if (now < squares)
                {
                    (squares, moved) = (now, true);
                    break;
                }

                at[n] = before;
            }
        }

        return moved;
    }

    static SmoothingRates Rates(double[] at, bool hasTrend) =>
        new(at[0], hasTrend ? at[1] : 0, at.Length > (hasTrend ? 2 : 1) ? at[^1] : 0);

    /// <summary>Rates, first states, and the variance of the errors.</summary>
    static int CountParameters(bool hasTrend, int season) => 3 + (hasTrend ? 2 : 0) + (season > 1 ? season : 0);

    static double Aicc(double squares, int n, int k) => (n * Math.Log(squares / n)) + (2.0 * k) + (2.0 * k * (k + 1) / (n - k - 1));

    static double Squares(ReadOnlySpan<double> values)
    {
        var sum = double.Epsilon / Rounding;
        foreach (var value in values)
        {
            sum += value * value;
        }

        return sum;
    }
}
