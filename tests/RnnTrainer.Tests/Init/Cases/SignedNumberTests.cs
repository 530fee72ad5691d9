using System.Globalization;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Numbers with currency signs, units, groups and quotes are read.</summary>
public sealed class SignedNumberTests
{
    [Theory]
    [InlineData("${0:0.0}", 1)]
    [InlineData("\"${0:#,##0.00}\"", 100)]
    [InlineData("€{0:0.00}", 1)]
    [InlineData("{0:0.00} EUR", 1)]
    [InlineData("£{0:0.00}", 1)]
    [InlineData("USD {0:0.00}", 1)]
    [InlineData("{0:0.0}%", 1)]
    [InlineData("{0:0.00} %", 1)]
    [InlineData("+{0:0.00}%", 1)]
    [InlineData("{0:0.0}K", 1, 1000)]
    [InlineData("{0:0.00}M", 1, 1e6)]
    [InlineData("${0:0.00}B", 1, 1e9)]
    [InlineData("{0:0.0} kW", 1)]
    [InlineData("{0:0.0}kWh", 1)]
    [InlineData("{0:0.0} °C", 1)]
    [InlineData("{0:0.0} ms", 1)]
    [InlineData("1'0{0:00.0}", 1, 1, 1000)]
    [InlineData("1\u20190{0:00.0}", 1, 1, 1000)]
    [InlineData("1\u00A00{0:00.0}", 1, 1, 1000)]
    [InlineData("1\u202F0{0:00.0}", 1, 1, 1000)]
    [InlineData("\"  {0:0.0}\"", 1)]
    [InlineData("\"{0:0.0}  \"", 1)]
    [InlineData("  {0:0.0}", 1)]
    [InlineData("\"{0:0.0}\"", 1)]
    public void A_number_is_read_with_its_sign(string format, double scale, double factor = 1, double added = 0)
    {
        using var run = InitRun.Of(InitRun.Rows(
            "date,a,b", 60, n => $"{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd},{string.Format(CultureInfo.InvariantCulture, format, scale * Value(n))},{30 + (n % 7)}.5"));
        var (set, a) = (run.Read(), run.Inputs.Split(", ").ToList().IndexOf("a"));

        Assert.Equal("forecast", run.Task);
        Assert.Contains("a", run.Target.Split(", "));
        Assert.Equal(
            Math.Round((factor * scale * Value(3)) + added, 2), Math.Round(set.Sequences[0].Inputs[(3 * set.InputColumns.Count) + a], 2));
        run.AssertTrains();
    }

    [Fact]
    public void The_price_is_forecast_and_not_the_volume_alone()
    {
        using var run = InitRun.Of(InitRun.Rows(
            "date,close,volume", 60, n => $"{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd},${InitRun.Number(n)},{1000 + n}"));

        Assert.Contains("close", run.Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n.m.")]
    [InlineData("defekt")]
    [InlineData("---")]
    [InlineData("#DIV/0!")]
    public void A_column_of_numbers_with_a_bad_cell_is_named_and_not_dropped(string cell)
    {
        using var run = InitRun.Of(InitRun.Rows(
            "date,a", 80, n => $"{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd},{(n % 30 == 11 ? cell : InitRun.Number(n))}"));

        Assert.True(run.Init.Exit == 3 ? run.Error.Contains($"'{cell}'", StringComparison.Ordinal) : run.Target == "a", run.Error);
    }

    static double Value(int n) => 20 + (0.5 * n);
}
