using RnnTrainer.Data;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>A target with gaps is filled, and no cell is counted twice.</summary>
public sealed class MissingTargetTests
{
    [Theory]
    [InlineData("ds,y", "", "")]
    [InlineData("date,temp,load", "", "")]
    [InlineData("date,temp,load", "", "load")]
    [InlineData("unix,open", "NaN", "")]
    [InlineData("hour,pm", "NA", "")]
    [InlineData("date,temp,load", "n/a", "load")]
    [InlineData("date,temp,load", "-", "temp,load")]
    [InlineData("date,sales", "null", "sales")]
    [InlineData("date,a,b", "?", "a")]
    public void Of_one_series(string header, string cell, string target)
    {
        var names = header.Split(',');
        using var run = InitRun.Of(
            InitRun.Rows(header, 60, n => string.Join(',', names.Select((name, i) =>
                i == 0 ? name switch { "unix" => $"{1609459200 + (86400 * n)}", "hour" => $"{n}", _ => $"{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd}" }
                : n is 9 or 23 && i == names.Length - 1 ? cell : InitRun.Number(n + i)))),
            target.Length > 0 ? ["--target", target] : []);

        Assert.Equal(("forecast", MissingPolicy.ForwardFill), (run.Task, run.Columns.Missing));
        Assert.Contains(target.Length > 0 ? target.Split(',')[0] : names[^1], run.Target, StringComparison.Ordinal);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("unique_id,ds,y", "")]
    [InlineData("store,date,sales", "NA")]
    [InlineData("a,b,c", "NaN")]
    public void Of_several_series(string header, string cell)
    {
        using var run = InitRun.Of(InitRun.Rows(header, 160, n =>
            $"{"ABCD"[n / 40]},{new DateTime(2021, 1, 1).AddDays(n % 40):yyyy-MM-dd},{(n % 40 is 9 or 23 ? cell : InitRun.Number(n % 40))}"));

        Assert.Equal(("forecast", header.Split(',')[2]), (run.Task, run.Target));
        Assert.NotEqual(MissingPolicy.Error, run.Columns.Missing);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("y", "ds,y", "abc")]
    [InlineData("load", "ds,load", "12x")]
    [InlineData("v", "ds,v", "--3")]
    public void A_cell_that_is_wrong_is_counted_once(string target, string header, string cell)
    {
        using var run = InitRun.Of(
            InitRun.Rows(header, 60, n => $"{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd},{(n == 9 ? cell : InitRun.Number(n))}"), "--target", target);

        Assert.Equal(3, run.Init.Exit);
        Assert.Single(run.Error.Split('\n'), l => l.StartsWith("a.csv:11:", StringComparison.Ordinal));
        Assert.DoesNotContain("more like it", run.Error, StringComparison.Ordinal);
    }
}
