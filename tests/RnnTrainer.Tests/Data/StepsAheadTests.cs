using System.Globalization;
using CsCheck;
using RnnTrainer.Data;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Tests.Data;

public sealed class StepsAheadTests
{
    [Theory]
    [InlineData("7", "8", 2, "10")]
    [InlineData("1960.5", "1960.75", 1, "1961.00")]
    [InlineData("1960-11", "1960-12", 1, "1961-01")]
    [InlineData("2016-11-30", "2016-12-30", 2, "2017-02-28")]
    [InlineData("2016-02-27", "2016-02-28", 2, "2016-03-01")]
    [InlineData("2016-07-01 22:00:00", "2016-07-01 23:00:00", 3, "2016-07-02 02:00:00")]
    [InlineData("2016-07-01 22:00", "2016-07-01 23:00", 1, "2016-07-02 00:00")]
    [InlineData("a", "b", 1, null)]
    public void Steps_continue_as_the_last_two_did(string before, string last, int ahead, string? expected) =>
        Assert.Equal(expected, StepsAhead.Of([before, last], ahead, new DataOptions()));

    [Theory]
    [InlineData("2016-07-01T22:00:00Z", "2016-07-01T23:00:00Z", 1, "2016-07-02T00:00:00Z")]
    [InlineData("2016-07-01 22:00+05:00", "2016-07-01 23:00+05:00", 1, "2016-07-02 00:00+05:00")]
    [InlineData("2016-07-01T22:00:00.5-03:30", "2016-07-01T23:00:00.5-03:30", 2, "2016-07-02T01:00:00.5-03:30")]
    [InlineData("2016/07/01", "2016/07/02", 1, "2016/07/03")]
    [InlineData("31.12.16 9:05", "31.12.16 9:35", 1, "31.12.16 10:05")]
    [InlineData("20160701T220000", "20160701T230000", 1, "20160702T000000")]
    public void A_time_ahead_is_written_as_the_last_one_is(string before, string last, int ahead, string expected) =>
        Assert.Equal(expected, StepsAhead.Of([before, last], ahead, new DataOptions()));

    [Theory]
    [InlineData("2016-11-30 2016-12-31 2017-01-31", "2017-02-28 2017-03-31 2017-04-30")]
    [InlineData("2016-01-29 2016-02-29 2016-03-29", "2016-04-29 2016-05-29")]
    [InlineData(
        "2021-01-04 2021-01-05 2021-01-06 2021-01-07 2021-01-08 2021-01-11", "2021-01-12 2021-01-13 2021-01-14 2021-01-15 2021-01-18")]
    [InlineData("2021-01-01 2021-01-02 2021-01-03 2021-01-05", "2021-01-06 2021-01-07")]
    [InlineData("2021-01-01 2021-01-02 2021-01-03 2021-01-04 2021-01-05 2021-01-06", "2021-01-07 2021-01-08 2021-01-09 2021-01-10")]
    [InlineData("2021-01-01 2021-04-01 2021-07-01", "2021-10-01 2022-01-01")]
    public void Months_their_ends_working_days_and_days_after_a_gap_continue_as_in_a_calendar(string steps, string ahead) =>
        Assert.Equal(ahead.Split(' '), ahead.Split(' ').Select((_, n) => StepsAhead.Of(steps.Split(' '), n + 1, new DataOptions())));

    [Theory]
    [InlineData("1999-Q3 1999-Q4", "2000-Q1 2000-Q2")]
    [InlineData("Q4 1999,Q1 2000", "Q2 2000,Q3 2000")]
    [InlineData("3Q1999 4Q1999", "1Q2000 2Q2000")]
    [InlineData("2021-01-03 Sun,2021-01-04 Mon", "2021-01-05 Tue,2021-01-06 Wed")]
    [InlineData("2020-W52 2020-W53", "2021-W01 2021-W02")]
    [InlineData("2013 Mar,2013 Apr", "2013 May,2013 Jun")]
    [InlineData("April 2013,May 2013", "June 2013,July 2013")]
    [InlineData("Apr-13 May-13", "Jun-13 Jul-13")]
    [InlineData("30-DEC-2020 31-DEC-2020", "01-JAN-2021 02-JAN-2021")]
    [InlineData("January 1st 2021,January 2nd 2021", "January 3rd 2021,January 4th 2021")]
    [InlineData("Thu 31 Dec 2020,Fri 1 Jan 2021", "Sat 2 Jan 2021,Sun 3 Jan 2021")]
    [InlineData("9/8/2021 9/9/2021", "9/10/2021 9/11/2021", DateOrder.MonthFirst)]
    [InlineData("9/9/2021 9/10/2021", "9/11/2021 9/12/2021", DateOrder.MonthFirst)]
    [InlineData("12/30/2021,12/31/2021 ", "01/01/2022 ,01/02/2022 ", DateOrder.MonthFirst)]
    [InlineData("1/1/2021 6:00 PM,1/1/2021 11:00 PM", "1/2/2021 4:00 AM,1/2/2021 9:00 AM", DateOrder.MonthFirst)]
    [InlineData("2021-01-01 22,2021-01-01 23", "2021-01-02 00,2021-01-02 01")]
    [InlineData("2021-01-01 00:00 UTC,2021-01-02 00:00 UTC", "2021-01-03 00:00 UTC,2021-01-04 00:00 UTC")]
    [InlineData("31.12.2020 22.30.00,31.12.2020 23.30.00", "01.01.2021 00.30.00,01.01.2021 01.30.00")]
    [InlineData("23:40 23:50", "00:00 00:10")]
    [InlineData("11:30 PM,11:45 PM", "12:00 AM,12:15 AM")]
    [InlineData("20210227 20210228", "20210301 20210302", DateOrder.YearFirst, DateFormat.Yyyymmdd)]
    [InlineData("2021022822 2021022823", "2021030100 2021030101", DateOrder.YearFirst, DateFormat.Yyyymmdd)]
    [InlineData("202011 202012", "202101 202102", DateOrder.YearFirst, DateFormat.Yyyymm)]
    [InlineData("44227 44255", "44286 44316", DateOrder.YearFirst, DateFormat.Excel)]
    [InlineData("44197.9166666667 44197.9583333333", "44198.0000000000 44198.0416666667", DateOrder.YearFirst, DateFormat.Excel)]
    [InlineData("1609459200 1612137600", "1614556800 1617235200")]
    [InlineData("1609459200000 1609459260000", "1609459320000 1609459380000")]
    [InlineData("1609459200000000000 1609459201000000000", "1609459202000000000 1609459203000000000")]
    [InlineData("0 86400", "172800 259200", DateOrder.YearFirst, DateFormat.Unix)]
    public void Every_spelling_continues(
        string steps, string ahead, DateOrder order = DateOrder.YearFirst, DateFormat format = DateFormat.Auto)
    {
        var sign = steps.Contains(',', StringComparison.Ordinal) ? ',' : ' ';
        var options = new DataOptions { DateOrder = order, DateFormat = format };
        Assert.Equal(ahead.Split(sign), ahead.Split(sign).Select((_, n) => StepsAhead.Of(steps.Split(sign), n + 1, options)));
    }

    [Theory]
    [MemberData(nameof(DateTextTests.Spellings), MemberType = typeof(DateTextTests))]
    public void A_step_ahead_of_any_spelling_is_read_again_one_step_later(string form, string smallest, DateOrder order) =>
        Gen.Select(Gen.Int[0, 20_000], Gen.Int[1, 5]).Sample((day, distance) =>
        {
            var first = new DateTime(1960, 1, 1).AddDays(day);
            first = smallest == "M" ? new DateTime(first.Year, first.Month, 1) : first;
            var times = Enumerable.Range(0, 4).Select(n => smallest switch
            {
                "M" => first.AddMonths(n * distance),
                "d" => first.AddDays(n * distance),
                _ => first.AddHours(n * distance),
            }).ToArray();
            string[] steps = [.. times.Select(t => t.ToString(form, CultureInfo.InvariantCulture))];
            var ahead = StepsAhead.Of(steps[..3], 1, new DataOptions { DateOrder = order });

            Assert.True(DateText.TryParse(steps[3], order, out var expected));
            Assert.True(
                ahead is not null && DateText.TryParse(ahead, order, out var read) && read == expected, $"{steps[2]} {ahead} {steps[3]}");
        });

    [Fact]
    public void Uneven_times_tell_nothing() => Assert.Null(StepsAhead.Of(["2021-01-01", "2021-01-03", "2021-01-06"], 1, new DataOptions()));

    [Fact]
    public void One_step_tells_nothing() => Assert.Null(StepsAhead.Of(["7"], 1, new DataOptions()));
}
