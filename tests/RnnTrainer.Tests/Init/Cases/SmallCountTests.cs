namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Small counts in the order of time are forecast.</summary>
public sealed class SmallCountTests
{
    [Theory]
    [InlineData("ds,y", 6)]
    [InlineData("date,visits", 3)]
    [InlineData("month,accidents", 5)]
    [InlineData("a,b", 6)]
    public void Alone(string header, int most)
    {
        using var run = InitRun.Of(InitRun.Rows(header, 80, n => $"{Day(n)},{n * 7 % 11 % most}"));

        Assert.Equal(("forecast", header.Split(',')[1], header.Split(',')[1]), (run.Task, run.Target, run.Inputs));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("date,temp,sales", "sales")]
    [InlineData("date,temp,admissions", "admissions")]
    [InlineData("date,sales,temp", "sales")]
    [InlineData("a,b,c", "c")]
    public void Next_to_other_numbers(string header, string target)
    {
        var names = header.Split(',');
        using var run = InitRun.Of(
            InitRun.Rows(header, 80, n => string.Join(',', names.Select((name, i) =>
                i == 0 ? Day(n) : name == target ? $"{n * 7 % 11 % 6}" : InitRun.Number(n % 30)))), "--target", target);

        Assert.Equal(("forecast", target), (run.Task, run.Target));
        Assert.Contains(target, run.Inputs.Split(", "));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("store,date,sales")]
    [InlineData("unique_id,ds,y")]
    [InlineData("a,b,c")]
    public void Of_several_series(string header)
    {
        using var run = InitRun.Of(InitRun.Rows(header, 160, n => $"{"ABCD"[n / 40]},{Day(n % 40)},{n * 7 % 11 % 5}"));

        Assert.Equal(("forecast", header.Split(',')[2]), (run.Task, run.Target));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("tag")]
    [InlineData("forecast")]
    public void The_task_may_be_named(string task)
    {
        using var run = InitRun.Of(
            InitRun.Rows("date,temp,state", 80, n => $"{Day(n)},{InitRun.Number(n % 30)},{n * 7 % 11 % 3}"), "--target", "state", "--task", task);

        Assert.Equal((task, "state"), (run.Task, run.Target));
        run.AssertTrains();
    }

    static string Day(int n) => $"{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd}";
}
