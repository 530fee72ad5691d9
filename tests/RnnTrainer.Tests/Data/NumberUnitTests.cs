using System.Globalization;
using System.Text;
using CsCheck;
using RnnTrainer.Data;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Tests.Data;

/// <summary>Numbers with units, signs and groups of digits, and dates that are numbers.</summary>
public sealed class NumberUnitTests
{
    static readonly CellFormat Point = new(DecimalSign.Point, IsGrouped: true, default), Comma = new(DecimalSign.Comma, true, default);

    [Theory]
    [InlineData("$20.50", 20.5, "$")]
    [InlineData("-$20", -20.0, "$")]
    [InlineData("$-20", -20.0, "$")]
    [InlineData("($20)", -20.0, "$")]
    [InlineData("$(1,020.5)", -1020.5, "$")]
    [InlineData("(20.5)", -20.5, "")]
    [InlineData("US$ 20", 20.0, "US$")]
    [InlineData("CHF 1'020.50", 1020.5, "CHF")]
    [InlineData("20 USD", 20.0, "USD")]
    [InlineData("20€", 20.0, "€")]
    [InlineData("Rs.500", 500.0, "Rs.")]
    [InlineData("$.5", 0.5, "$")]
    [InlineData("5%", 5.0, "%")]
    [InlineData("20.2 kW", 20.2, "kW")]
    [InlineData("21°C", 21.0, "°C")]
    [InlineData("5km/h", 5.0, "km/h")]
    [InlineData("3.5 m²", 3.5, "m²")]
    [InlineData("12 µg/m3", 12.0, "µg/m3")]
    [InlineData("7 W/m^2", 7.0, "W/m^2")]
    [InlineData("1.2K", 1200.0, "K")]
    [InlineData("3M", 3e6, "M")]
    [InlineData("1.5bn", 1.5e9, "bn")]
    [InlineData("2 million", 2e6, "million")]
    [InlineData("$1.2K", 1200.0, "$ K")]
    [InlineData("  20.3 ", 20.3, "")]
    [InlineData("1'020.0", 1020.0, "")]
    [InlineData("1’020’300", 1020300.0, "")]
    [InlineData("1 020.0", 1020.0, "")]
    [InlineData("1\u00a0020.5", 1020.5, "")]
    [InlineData("12\u202f345\u202f678", 12345678.0, "")]
    [InlineData("1,234,567.5", 1234567.5, "")]
    [InlineData("−5.5", -5.5, "")]
    [InlineData("1.2e3 kW", 1200.0, "kW")]
    [InlineData("2E-3", 0.002, "")]
    public void A_number_is_read_with_what_stands_next_to_it(string cell, double expected, string unit)
    {
        Assert.True(NumberUnit.TryRead(Encoding.UTF8.GetBytes(cell), Point, out var x, out var found), cell);
        Assert.Equal((expected, unit), (x, found));
    }

    [Theory]
    [InlineData("€ 1.234,50", 1234.5)]
    [InlineData("-1.234.567,5 kW", -1234567.5)]
    [InlineData("1'020,5", 1020.5)]
    public void With_a_decimal_comma_points_group(string cell, double expected) =>
        Assert.Equal(expected, NumberUnit.TryRead(Encoding.UTF8.GetBytes(cell), Comma, out var x, out _) ? x : double.NaN);

    [Theory]
    [InlineData("a1")]
    [InlineData("B2")]
    [InlineData("12abc34")]
    [InlineData("3rd")]
    [InlineData("21st")]
    [InlineData("1234-5678")]
    [InlineData("6 PM")]
    [InlineData("12:30")]
    [InlineData("2021-01-01")]
    [InlineData("01-Jan-2021")]
    [InlineData("1990Q1")]
    [InlineData("192.168.1.1")]
    [InlineData("- 5")]
    [InlineData("--5")]
    [InlineData("(-5)")]
    [InlineData("1 02")]
    [InlineData("1 0200")]
    [InlineData("1'02")]
    [InlineData("0 123")]
    [InlineData("12 Main Street")]
    [InlineData("1,2,3")]
    [InlineData("237 682 967 921 882 164")]
    [InlineData("$")]
    [InlineData("")]
    public void A_word_or_an_id_is_no_number(string cell) =>
        Assert.False(NumberUnit.TryRead(Encoding.UTF8.GetBytes(cell), Point, out _, out _));

    [Fact]
    public void A_number_reads_the_same_with_any_groups_and_units() =>
        Gen.Select(Gen.Decimal[-1e9m, 1e9m], Gen.Int[0, 5], Gen.Int[0, 3]).Sample((number, g, u) =>
        {
            var (group, unit) = (new[] { "'", "’", " ", "\u00a0", "\u202f", "," }[g], new[] { "$", "kW", "%", "" }[u]);
            CultureInfo.CurrentCulture = DateTextTests.Foreign;
            var rounded = Math.Round(number, 2);
            var grouped = Math.Abs(rounded).ToString("N2", CultureInfo.InvariantCulture).Replace(",", group, StringComparison.Ordinal);
            var sign = rounded < 0 ? "-" : "";
            var cell = Encoding.UTF8.GetBytes(unit == "$" ? $"{sign}${grouped}" : $"{sign}{grouped}{unit}");

            Assert.True(NumberText.TryRead(cell, Point with { Units = ["$", "kW", "%"] }, out var x));
            Assert.Equal((double)rounded, x);
            Assert.Equal(unit.Length == 0, NumberText.TryRead(cell, Point, out _));
        });

    [Theory]
    [InlineData(20240131, DateFormat.Yyyymmdd, "2024-01-31")]
    [InlineData(2024013105, DateFormat.Yyyymmdd, "2024-01-31 05:00")]
    [InlineData(202401310530, DateFormat.Yyyymmdd, "2024-01-31 05:30")]
    [InlineData(20240132, DateFormat.Yyyymmdd, null)]
    [InlineData(20240131.5, DateFormat.Yyyymmdd, null)]
    [InlineData(202401, DateFormat.Yyyymm, "2024-01-01")]
    [InlineData(202413, DateFormat.Yyyymm, null)]
    [InlineData(44197, DateFormat.Excel, "2021-01-01")]
    [InlineData(44197.25, DateFormat.Excel, "2021-01-01 06:00")]
    [InlineData(44197.0416666667, DateFormat.Excel, "2021-01-01 01:00")]
    [InlineData(1609459200, DateFormat.Auto, "2021-01-01")]
    [InlineData(1609459200.5, DateFormat.Auto, "2021-01-01 00:00:00.5")]
    [InlineData(1609459200000, DateFormat.Auto, "2021-01-01")]
    [InlineData(1609459200000000, DateFormat.Auto, "2021-01-01")]
    [InlineData(1609459201000000000, DateFormat.Auto, "2021-01-01 00:00:01")]
    [InlineData(86400, DateFormat.Auto, null)]
    [InlineData(86400, DateFormat.Unix, "1970-01-02")]
    [InlineData(double.NaN, DateFormat.Excel, null)]
    [InlineData(double.NaN, DateFormat.Unix, null)]
    [InlineData(double.PositiveInfinity, DateFormat.Yyyymm, null)]
    public void Numbers_are_dates_in_a_format(double x, DateFormat format, string? expected) =>
        Assert.Equal(
            expected is null ? null : DateTime.Parse(expected, CultureInfo.InvariantCulture),
            DateNumber.TryRead(x, format, out var time) ? time : default(DateTime?));

    [Fact]
    public void Any_number_is_a_date_or_none_without_an_exception() =>
        Gen.Select(Gen.Double, Gen.Enum<DateFormat>()).Sample((x, format) => { _ = DateNumber.TryRead(x, format, out _); });
}
