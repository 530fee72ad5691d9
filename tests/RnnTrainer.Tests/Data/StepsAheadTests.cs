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

    [Fact]
    public void Uneven_times_tell_nothing() => Assert.Null(StepsAhead.Of(["2021-01-01", "2021-01-03", "2021-01-06"], 1, new DataOptions()));

    [Fact]
    public void One_step_tells_nothing() => Assert.Null(StepsAhead.Of(["7"], 1, new DataOptions()));
}
