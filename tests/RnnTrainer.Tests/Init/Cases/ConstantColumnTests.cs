namespace RnnTrainer.Tests.Init.Cases;

/// <summary>A column that never changes is not forecast, and no score is infinite.</summary>
public sealed class ConstantColumnTests
{
    [Theory]
    [InlineData("date,flat,v", "5.0", true)]
    [InlineData("v,const", "0", false)]
    [InlineData("ds,load,limit", "100", true)]
    [InlineData("date,a,b", "-1.25", true)]
    public void A_column_that_never_changes_is_no_target(string header, string constant, bool isDated)
    {
        using var run = InitRun.Of(InitRun.Rows(header, 60, n => (header.Contains("flat", StringComparison.Ordinal), isDated) switch
        {
            (true, _) => $"{Day(n)},{constant},{InitRun.Number(n)}",
            (_, true) => $"{Day(n)},{InitRun.Number(n)},{constant}",
            _ => $"{InitRun.Number(n)},{constant}",
        }));

        Assert.Equal("forecast", run.Task);
        Assert.Equal(header.Contains("flat", StringComparison.Ordinal) ? "v" : header.Split(',')[^2], run.Target);
        Assert.Contains(header.Contains("flat", StringComparison.Ordinal) ? "'flat'" : $"'{header.Split(',')[^1]}'", run.Error, StringComparison.Ordinal);
        run.AssertTrains();
    }

    [Fact]
    public void A_target_that_is_named_and_never_changes_is_refused_or_gives_finite_scores()
    {
        using var run = InitRun.Of(InitRun.Rows("date,flat,v", 60, n => $"{Day(n)},5.0,{InitRun.Number(n)}"), "--target", "flat,v");
        if (run.Init.Exit != 0)
        {
            Assert.Contains("'flat'", run.Error, StringComparison.Ordinal);
            return;
        }

        var train = run.Train();
        Assert.True(train.Exit == 0, train.Error);
        Assert.DoesNotContain("Infinity", train.Output + train.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", train.Output + train.Error, StringComparison.Ordinal);
    }

    static string Day(int n) => $"{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd}";
}
