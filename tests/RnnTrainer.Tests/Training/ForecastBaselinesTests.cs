using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Tests.Training;

public sealed class ForecastBaselinesTests
{
    // Two targets; the past is 1 10, 2 20, 3 30.
    static readonly double[] Past = [1, 10, 2, 20, 3, 30];

    [Fact]
    public void The_last_value_goes_on() => Assert.Equal([3, 30, 3, 30], ForecastBaselines.Last(Past, H: 2, C: 2));

    [Theory]
    [InlineData(3, new double[] { 1, 10, 2, 20, 3, 30, 1, 10 })]
    [InlineData(2, new double[] { 2, 20, 3, 30, 2, 20, 3, 30 })]
    public void A_season_repeats(int season, double[] expected) =>
        Assert.Equal(expected, ForecastBaselines.Seasonal(Past, H: 4, C: 2, season));
}
