using RnnTrainer.Data;

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
    public void Steps_go_on_as_the_last_two_did(string before, string last, int ahead, string? expected) =>
        Assert.Equal(expected, StepsAhead.Of(["5", before, last], ahead, new DataOptions()));

    [Fact]
    public void One_step_tells_nothing() => Assert.Null(StepsAhead.Of(["7"], 1, new DataOptions()));
}
