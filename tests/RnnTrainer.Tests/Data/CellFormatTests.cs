using System.Globalization;
using System.Text;
using CsCheck;
using RnnTrainer.Data;
using RnnTrainer.Data.Summary;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Tests.Data;

/// <summary>How numbers and dates are written elsewhere.</summary>
public sealed class CellFormatTests
{
    static readonly CellFormat Comma = new(DecimalSign.Comma, IsGrouped: true, DateOrder.DayFirst),
        Point = new(DecimalSign.Point, IsGrouped: true, DateOrder.MonthFirst);

    [Theory]
    [InlineData("2.319", 2319.0)]
    [InlineData("1.343,08", 1343.08)]
    [InlineData("-1.234.567,5", -1234567.5)]
    [InlineData("895,5", 895.5)]
    [InlineData("12", 12.0)]
    [InlineData("1,5e3", 1500.0)]
    [InlineData("2.31", null)]
    [InlineData("0.319", null)]
    [InlineData("1.3430,8", null)]
    [InlineData("1,234,5", null)]
    public void With_a_decimal_comma_points_group_three_digits_or_there_is_no_number(string cell, double? expected) =>
        AssertReads(Comma, cell, expected);

    [Theory]
    [InlineData("1,234.5", 1234.5)]
    [InlineData("12,345,678", 12345678.0)]
    [InlineData("2.5", 2.5)]
    [InlineData("1,23", null)]
    [InlineData("1.343,08", null)]
    public void With_a_decimal_point_commas_do(string cell, double? expected) => AssertReads(Point, cell, expected);

    [Fact]
    public void Any_number_reads_the_same_in_every_form() =>
        Gen.Select(Gen.Long[-(1L << 54), 1L << 54], Gen.Int[0, 6]).Sample((digits, fraction) =>
    {
        var plain = (digits / (decimal)Math.Pow(10, fraction)).ToString($"F{fraction}", CultureInfo.InvariantCulture);
        var grouped = (digits / (decimal)Math.Pow(10, fraction)).ToString($"N{fraction}", CultureInfo.InvariantCulture);
        var expected = double.Parse(plain, CultureInfo.InvariantCulture);
        AssertReads(Point, grouped, expected);
        AssertReads(Comma, plain.Replace('.', ','), expected);
        AssertReads(Comma, grouped.Replace('.', ';').Replace(',', '.').Replace(';', ','), expected);
    });

    [Theory]
    [InlineData("31.1.2024", "2024-01-31")]
    [InlineData("01.02.24 13:05", "2024-02-01 13:05")]
    [InlineData("31/01/2024", "2024-01-31")]
    [InlineData("1-2-2024 1:02:03", "2024-02-01 01:02:03")]
    [InlineData("2024/02/01", "2024-02-01")]
    [InlineData("01/31/2024", null)]
    [InlineData("1.343.2024", null)]
    public void The_day_comes_first_before_points_and_where_it_is_said(string cell, string? expected) =>
        Assert.Equal(
            expected is null ? default(DateTime?)
            : DateTime.Parse(expected, CultureInfo.InvariantCulture), DateText.TryParse(cell, DateOrder.DayFirst, out var time) ? time
            : default(DateTime?));

    [Theory]
    [InlineData("2024-02-01 12:00+14:00", "2024-01-31 22:00")]
    [InlineData("2024-02-01T12:00:30-14:00", "2024-02-02 02:00:30")]
    [InlineData("2024-02-01 12:00+13:59", "2024-01-31 22:01")]
    [InlineData("2024-2-1 1:05+05:45", "2024-01-31 19:20")]
    [InlineData("2024-02-01 12:00Z", "2024-02-01 12:00")]
    [InlineData("2024-02-01 12:00+14:01", null)]
    [InlineData("2024-02-01 12:00-14:30", null)]
    [InlineData("2024-02-01 12:00+15:00", null)]
    [InlineData("2024-02-01 12:00:00.5+25:00", null)]
    [InlineData("2024-02-01 12:00-99:00", null)]
    [InlineData("2024-02-01 12:00+02:60", null)]
    public void An_offset_is_at_most_that_of_the_furthest_time_zone(string cell, string? expected) =>
        Assert.Equal(
            expected is null ? default(DateTime?)
            : DateTime.Parse(expected, CultureInfo.InvariantCulture), DateText.TryParse(cell, DateOrder.YearFirst, out var time) ? time
            : default(DateTime?));

    [Theory]
    [InlineData("2024-02-01 12:00:00Z", false)]
    [InlineData("2024-02-01 12:00:00+14:00", false)]
    [InlineData("2024-02-01 12:00:00+25:00", true)]
    public void The_end_of_a_time_is_no_time_and_its_offset_no_offset(string time, bool isWide)
    {
        const int OffsetAfterDate = 16;
        Assert.Equal(isWide, DateText.HasWideOffset(time));
        foreach (var end in Enumerable.Range(0, OffsetAfterDate).Select(length => time[^length..]))
        {
            Assert.False(DateText.HasWideOffset(end), end);
            Assert.False(DateText.TryParse(end, DateOrder.YearFirst, out _), end);
        }
    }

    [Fact]
    public void Without_a_word_dates_with_slashes_are_refused_and_those_with_points_are_not()
    {
        Assert.False(DateText.TryParse("31/01/2024", DateOrder.YearFirst, out _));
        Assert.True(DateText.TryParse("01.02.2024", DateOrder.YearFirst, out var time));
        Assert.Equal(2, time.Month);
        Assert.True(DateText.TryParse("01/02/2024", DateOrder.MonthFirst, out time));
        Assert.Equal(1, time.Month);
    }

    [Theory]
    [InlineData("day;x\n01/02/2024;2.319\n13/02/2024;895,5\n", DecimalSign.Comma, DateOrder.DayFirst, 895.5, 2319)]
    [InlineData("day,x\n01/02/2024,\"1,323\"\n01/13/2024,\"895.5\"\n", DecimalSign.Point, DateOrder.MonthFirst, 895.5, 1323)]
    [InlineData("day;x\n01.02.2024;1.343,08\n02.02.2024;7\n", DecimalSign.Comma, DateOrder.YearFirst, 7, 1343.08)]
    public void A_file_tells_its_form(string text, DecimalSign sign, DateOrder order, double min, double max)
    {
        var summary = Summarizer.Of(Encoding.UTF8.GetBytes(text), "a.csv", new DataOptions());

        Assert.Equal((sign, order, 0), (summary.Options.Decimal, summary.Options.DateOrder, summary.ProblemCount));
        Assert.Equal((min, max, ColumnKind.Step), (summary.Columns[1].Min, summary.Columns[1].Max, summary.Columns[0].Kind));
        Assert.Equal(max, DataFile.Parse(Encoding.UTF8.GetBytes(text), "a.csv", summary.Options).Sequences[0].Inputs[0]);
        Assert.Contains(summary.Notes, n => n.StartsWith("column 'x'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cell_that_is_refused_is_quoted_as_it_stands() =>
        Assert.Equal(
            ["train.csv:2:3: error: '2.31' is not a number in column 'x' | The decimal sign is a comma here (decimal: comma), and " +
                "points separate groups of three digits, as in 1.234,5: write 2,31."],
            Csv.OpenErrors(
                "s;x;label\na;2.31;1,5\n", Csv.Labelled with { Sequence = ["s"], Decimal = DecimalSign.Comma, Layout = Layout.Long }));

    [Fact]
    public void A_column_of_dates_is_no_label_whatever_its_name() =>
        Assert.Equal(
            ("forecast", "tag"),
            Summarizer.Of(
                "tag;wert\n01.02.24 00:00;1,5\n01.02.24 01:00;2,5\n01.02.24 02:00;3,5\n"u8.ToArray(), "a.csv", new DataOptions()) is var s
                ? (s.Task.Task, string.Join('+', s.Options.Step)) : default);

    [Fact]
    public void A_label_keeps_its_comma() =>
        Assert.Equal("1,5", Csv.Open("seq;x;label\na;2,5;1,5\n", Csv.Labelled with { Decimal = DecimalSign.Comma }).Sequences[0].Label);

    [Fact]
    public void A_comma_between_semicolons_may_be_a_decimal_sign_and_is_no_group() =>
        Assert.Equal(
            ["train.csv:2:3: error: '1,234' is not a number in column 'x' | Write 1234, without a thousands separator; or, if the comma " +
                "is the decimal sign, set decimal: comma."],
            Csv.Errors("seq;x;label\na;1,234;u\n"));

    [Theory]
    [InlineData("1,234.5", 1234.5)]
    [InlineData("-1,234,567", -1234567.0)]
    [InlineData("$1,020.50", 1020.5)]
    public void A_comma_that_cannot_be_a_decimal_sign_is_a_group_in_any_file(string cell, double expected) =>
        AssertReads(CellFormat.Of(new DataOptions { Units = ["$"] }, ';'), cell, expected);

    [Fact]
    public void A_forecast_dates_its_steps_as_the_file_does()
    {
        Assert.Equal("01.03.2024", StepsAhead.Of(["28.02.2024", "29.02.2024"], 1, new DataOptions()));
        Assert.Equal("03/01/2024", StepsAhead.Of(["02/28/2024", "02/29/2024"], 1, new DataOptions { DateOrder = DateOrder.MonthFirst }));
        Assert.Equal("1960,75", StepsAhead.Of(["1960,25", "1960,50"], 1, new DataOptions { Decimal = DecimalSign.Comma }));
    }

    static void AssertReads(CellFormat form, string cell, double? expected) =>
        Assert.Equal(expected, NumberText.TryRead(Encoding.UTF8.GetBytes(cell), form, out var x) ? x : null);
}
