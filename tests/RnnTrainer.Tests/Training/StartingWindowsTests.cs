using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Tests.Training;

/// <summary>How far a forecast looks back and ahead, and after how many steps it repeats.</summary>
public sealed class StartingWindowsTests
{
    [Theory]
    [InlineData(30, 96, 48, 48, "30 minutes apart: a day ahead from two")]
    [InlineData(20, 144, 72, 72, "20 minutes apart: a day ahead from two")]
    [InlineData(60, 48, 24, 24, "hours apart: a day ahead from two")]
    [InlineData(10, 96, 12, 1, "minutes apart")]
    [InlineData(24 * 60, 28, 7, 1, "days apart: a week ahead from four")]
    public void By_the_minutes_between_steps(int minutes, int window, int horizon, int season, string reason) =>
        Assert.Equal(new StartingWindows(window, horizon, season, reason), StartingWindows.Of(TimeSpan.FromMinutes(minutes), length: 5000));
}
