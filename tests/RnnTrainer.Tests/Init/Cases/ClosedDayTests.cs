namespace RnnTrainer.Tests.Init.Cases;

/// <summary>A target that is missing at regular times is forecast from the values that are there.</summary>
public sealed class ClosedDayTests
{
    [Theory]
    [InlineData("date,temp,sales", 7, "")]
    [InlineData("date,sales", 7, "")]
    [InlineData("date,temp,sales", 7, "NA")]
    [InlineData("ds,y", 5, "")]
    [InlineData("date,temp,sales", 3, "")]
    public void A_shop_that_is_closed_every_so_many_days(string header, int every, string cell)
    {
        var names = header.Split(',');
        using var run = InitRun.Of(
            InitRun.Rows(header, 200, n => string.Join(',', names.Select((_, i) =>
                i == 0 ? $"{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd}" : i == names.Length - 1 && n % every == 2 ? cell : InitRun.Number(n % 60)))),
            "--target", names[^1]);

        Assert.Equal(("forecast", names[^1]), (run.Task, run.Target));
        run.AssertTrains();
        Assert.Equal(0, run.Predict().Exit);
    }
}
