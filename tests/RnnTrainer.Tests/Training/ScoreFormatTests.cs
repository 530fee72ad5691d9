using System.Globalization;
using CsCheck;
using RnnTrainer.Training;

namespace RnnTrainer.Tests.Training;

public class ScoreFormatTests
{
    [Theory]
    [InlineData(1, "1.000")]
    [InlineData(0.962, "0.9620")]
    [InlineData(0.00012346, "0.0001235")]
    [InlineData(0.99996, "1.000")]
    [InlineData(9.9996, "10.00")]
    [InlineData(12.3, "12.30")]
    [InlineData(-0.5, "-0.5000")]
    [InlineData(12345.6, "12346")]
    [InlineData(4.7e9, "4.700e+9")]
    [InlineData(1.5e-9, "1.500e-9")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_score_has_four_significant_digits_and_keeps_its_zeros(double value, string text) =>
        Assert.Equal(text, ScoreFormat.Format(value));

    [Fact]
    public void What_is_shown_is_within_half_of_the_fourth_digit() => Gen.Double[-1e12, 1e12].Sample(value =>
        Math.Abs(double.Parse(ScoreFormat.Format(value), CultureInfo.InvariantCulture) - value) <= 0.5001e-3 * Math.Abs(value));
}
