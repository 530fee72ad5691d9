using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training.Smoothing;

namespace RnnTrainer.Tests.Training;

/// <summary>The baselines drift, ets and theta: numbers from the published formulas, computed by hand.</summary>
public sealed class SmoothingTests
{
    // α = ½: l = 10; e = 2, l = 11; e = 0, l = 11.
    [Fact]
    public void Simple_smoothing_is_the_one_by_hand()
    {
        var smoother = Smoother.Of([10, 12, 11], new SmoothingRates(0.5), hasTrend: false, season: 1, from: 1, out var squares);

        Assert.Equal((4.0, 11.0, 11.0), (squares, smoother.Ahead(1), smoother.Ahead(7)));
    }

    // α = ½, β = 0.4: l = 3, b = 2; forecast 5, e = −1; l = 5 − ½ = 4.5, b = 2 − ½ · 0.4 = 1.8.
    [Fact]
    public void Smoothing_with_a_trend_is_the_one_by_hand()
    {
        var smoother = Smoother.Of([1, 3, 4], new SmoothingRates(0.5, 0.4), hasTrend: true, season: 1, from: 2, out var squares);

        Assert.Equal(1, squares, 1e-12);
        Assert.Equal([6.3, 8.1], new[] { smoother.Ahead(1), smoother.Ahead(2) }, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    // Means of the seasons 3 and 5: b = 1, the line is 2.5, 3.5, so s = −1.5, 1.5 and l = 3.5. Forecasts 3 and 7 are right, l = 5.5; then
    // 5, e = 1; α = ½, β = 0.2, γ = 0.4: l = 6.5 + ½, b = 1 + 0.1, s = −1.5 + ½ · 0.4.
    [Fact]
    public void Smoothing_with_a_season_is_the_one_by_hand()
    {
        var smoother = Smoother.Of([1, 5, 3, 7, 6], new SmoothingRates(0.5, 0.2, 0.4), hasTrend: true, season: 2, from: 2, out var squares);

        Assert.Equal(1, squares, 1e-12);
        double[] expected = [7 + 1.1 + 1.5, 7 + 2.2 - 1.3, 7 + 3.3 + 1.5];
        Assert.Equal(expected, Enumerable.Range(1, 3).Select(smoother.Ahead), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    // Hyndman and Billah's form: 10 + 2/2 · (3 − 1 + (1 − ½²) / ½).
    [Fact]
    public void Theta_adds_half_the_slope_to_simple_smoothing() => Assert.Equal(13.5, ThetaForecaster.Ahead(10, 2, 0.5, 2, 3), 1e-12);

    [Fact]
    public void The_slope_is_that_of_the_regression_on_time()
    {
        var line = new TimeRegression();
        foreach (var y in new double[] { 1, 3, 2 })
        {
            line.Add(y);
        }

        Assert.Equal(0.5, line.Slope, 1e-12);
    }

    [Fact]
    public void Indexes_are_factors_of_positive_values_and_terms_of_others()
    {
        double[] values = [.. Enumerable.Range(0, 12).Select(t => 10 * (t % 3 == 0 ? 0.5 : t % 3 == 1 ? 0.7 : 1.8))];
        var factors = SeasonalIndexes.Of(values, 3);
        Assert.Equal([10, 10, 10], new[] { factors.Without(5, 0), factors.Without(7, 4), factors.Without(18, 8) }, Near);

        var terms = SeasonalIndexes.Of([.. values.Select(y => y - 10)], 3);
        Assert.Equal([-5.0, -3, 8], Enumerable.Range(0, 3).Select(t => terms.With(0, t)), Near);
    }

    // Of an even season the ends of the average count half.
    [Fact]
    public void Indexes_of_an_even_season_are_those_of_its_line()
    {
        var terms = SeasonalIndexes.Of([.. Enumerable.Range(0, 16).Select(t => t - 8 + (t % 4 == 0 ? 3.0 : -1))], 4);
        Assert.Equal([3.0, -1, -1, -1], Enumerable.Range(0, 4).Select(t => terms.With(0, t)), Near);
    }

    [Theory]
    [InlineData(1, 1e-6)]
    [InlineData(4, 1e-6)]
    public void Exponential_smoothing_continues_lines_and_seasons_and_constants(int season, double tolerance)
    {
        var forecaster = new EtsForecaster(season);
        double[] values = [.. Enumerable.Range(0, 66).Select(t => (2.0 * t) + (season == 1 ? 0 : 5 * (t % 4)))];
        var ahead = new double[6];
        foreach (var y in values[..60])
        {
            forecaster.Add(y);
        }

        forecaster.Forecast(ahead);
        Assert.Equal(values[60..], ahead, (a, b) => Math.Abs(a - b) < tolerance);

        var constant = new EtsForecaster(season);
        Enumerable.Range(0, 30).ToList().ForEach(_ => constant.Add(7));
        constant.Forecast(ahead);
        Assert.Equal([7, 7, 7, 7, 7, 7], ahead);
    }

    [Fact]
    public void A_season_is_found_where_there_is_one()
    {
        var random = new RandomStream(1, "theta", 0);
        double[] noise = [.. Enumerable.Range(0, 60).Select(_ => random.NextNormal())];

        Assert.True(ThetaForecaster.IsSeasonal([.. noise.Select((e, t) => e + (4 * (t % 6)))], 6));
        Assert.False(ThetaForecaster.IsSeasonal(noise, 6));
        Assert.False(ThetaForecaster.IsSeasonal([1, 9, 1, 9], 2));
        Assert.False(ThetaForecaster.IsSeasonal([3, 3, 3, 3, 3, 3], 2));
    }

    /// <summary>A forecaster that follows a series has the forecasts of one that begins anew where rates are fitted, and between those of
    /// the same rates.</summary>
    [Fact]
    public void Following_a_series_comes_to_what_beginning_anew_does()
    {
        var random = new RandomStream(2, "ets", 0);
        double[] values = [.. Enumerable.Range(0, 16).Select(_ => 5 + random.NextNormal())];
        var (followed, between, anew) = (new EtsForecaster(1), new double[3], new double[3]);
        Add(followed, values[..6]);
        followed.Forecast(between);
        Add(followed, values[6..9]);
        followed.Forecast(between);

        // Six values are too few for a trend.
        SmoothingFit.Of(values.AsSpan(0, 6), hasTrend: false, season: 1, from: 1, out _, out var rates);
        var plain = Smoother.Of(values.AsSpan(0, 9), rates, hasTrend: false, season: 1, from: 1, out _);
        Assert.Equal(plain.Ahead(1), between[0], 1e-12);

        Add(followed, values[9..]);
        followed.Forecast(between);
        var other = new EtsForecaster(1);
        Add(other, values);
        other.Forecast(anew);
        Assert.Equal(anew, between);

        static void Add(SeriesForecaster forecaster, double[] some) => Array.ForEach(some, forecaster.Add);
    }

    // Two targets, 1, 2, 4, … and 10, 7, 4, …; of the second series the first value is missing.
    [Fact]
    public void Drift_is_the_line_from_the_first_value_to_the_last_of_each_target_and_series()
    {
        var one = Series("one", [1, 10, 2, 7, 4, 4, 9, 9]);
        var two = Series("two", [double.NaN, 0, 3, 1, 5, 2, 9, 9]);
        var forecasts = new HistoryForecasts(H: 1, C: 2, season: 1);

        Assert.Equal([4 + (3 / 2.0), 4 - (6 / 2.0)], Drift(one));
        Assert.Equal([5 + 2.0, 2 + 1.0], Drift(two));
        Assert.Equal([4 + (3 / 2.0), 4 - (6 / 2.0)], Drift(one));

        double[] Drift(Sequence window)
        {
            forecasts.MoveTo(window);
            return forecasts.Drift();
        }
    }

    static Sequence Series(string id, double[] targets) => Windows.Cut(
        new Sequence(id, 4, new double[4], null, null) { StepTargets = targets }, new WindowOptions(2, 1), new StepRange(3, 4))[0];

    static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9;
}
