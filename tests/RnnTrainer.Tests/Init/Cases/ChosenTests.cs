using RnnTrainer.Data;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>What is printed as another possibility is chosen by its option.</summary>
public sealed class ChosenTests
{
    static readonly string Panel = InitRun.Rows(
        "date,store,item,sales", 240,
        n => $"{new DateTime(2021, 1, 1).AddDays(n % 40):yyyy-MM-dd},{1 + (n / 120)},{1 + (n / 40 % 3)},{InitRun.Number((n % 40) + (n / 40))}");

    [Theory]
    [InlineData("store,item", 6)]
    [InlineData("item,store", 6)]
    public void Keys(string keys, int sequences)
    {
        using var run = InitRun.Of(Panel, "--sequence", keys);

        Assert.Equal(("forecast", sequences), (run.Task, run.Read().Sequences.Count));
        Assert.Equal(keys.Split(','), run.Columns.Sequence?.Names);
        run.AssertTrains();
    }

    [Fact]
    public void A_step_of_two_columns()
    {
        using var run = InitRun.Of(
            InitRun.Rows("d,h,v", 120, n => $"{new DateTime(2021, 1, 1).AddHours(n):yyyy-MM-dd},{n % 24}:00,{InitRun.Number(n % 24)}"), "--step", "d,h");

        Assert.Equal(["d", "h"], run.Columns.Step?.Names);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("series", Layout.Series)]
    [InlineData("long", Layout.Long)]
    public void A_layout(string name, Layout layout)
    {
        using var run = InitRun.Of(
            InitRun.Rows("id,date,v", 120, n => $"{(layout == Layout.Series ? $"{n}" : $"{"AB"[n / 60]}")},{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd},{InitRun.Number(n)}"),
            "--layout", name);

        Assert.Equal((layout, layout == Layout.Series ? 1 : 2), (run.Columns.Layout, run.Read().Sequences.Count));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("v")]
    [InlineData("a,v")]
    [InlineData("x,v,w")]
    public void Falling_rows(string header)
    {
        using var run = InitRun.Of(
            InitRun.Rows(header, 60, n => string.Join(',', header.Split(',').Select((_, i) => InitRun.Number(59 - n + i)))), "--order", "falling");

        Assert.Equal(RowOrder.Falling, run.Columns.Order);
        Assert.Equal(20.0, run.Read().Sequences.Single().Inputs[0]);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("sales", "forecast")]
    [InlineData("sales", "regress")]
    public void A_task(string target, string task)
    {
        using var run = InitRun.Of(
            InitRun.Rows(
                "store,date,temp,sales", 120,
                n => $"{"ABC"[n / 40]},{new DateTime(2021, 1, 1).AddDays(n % 40):yyyy-MM-dd},{InitRun.Number(n % 9)},{InitRun.Number(n % 40)}"),
            "--target", target, "--task", task);

        Assert.Equal((task, target), (run.Task, run.Target));
    }

    [Fact]
    public void Nothing_that_looks_like_a_target_gives_exit_code_2_and_the_candidates()
    {
        using var run = InitRun.Of(InitRun.Rows("name,city", 30, n => $"n{n},c{n * 7 % 30}"));

        Assert.Equal(2, run.Init.Exit);
        Assert.Contains("hint: ", run.Error, StringComparison.Ordinal);
    }
}
