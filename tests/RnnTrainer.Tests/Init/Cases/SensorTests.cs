using RnnTrainer.Data;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Numbered columns beside a time are sensors, and not the steps of a row.</summary>
public sealed class SensorTests
{
    [Theory]
    [InlineData("date,s1,s2,s3")]
    [InlineData("timestamp,sensor_0,sensor_1,sensor_2")]
    [InlineData("datetime,x1,x2,x3")]
    [InlineData("ds,V1,V2,V3")]
    [InlineData("a,t0,t1,t2")]
    public void Beside_a_date(string header)
    {
        using var run = InitRun.Of(InitRun.Rows(
            header, 80, n => $"{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd},{InitRun.Number(n)},{InitRun.Number(n % 9)},{InitRun.Number(n % 13)}"));

        Assert.Equal(("forecast", Layout.Series, 80), (run.Task, run.Columns.Layout, run.Read().Sequences.Single().Length));
        Assert.Equal(string.Join(", ", header.Split(',')[1..]), run.Target);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("unit,cycle,s1,s2,s3")]
    [InlineData("engine,time,sensor1,sensor2,sensor3")]
    [InlineData("id,cycle,os1,os2,s1")]
    [InlineData("a,b,x1,x2,x3")]
    public void Beside_a_unit_and_a_cycle(string header)
    {
        using var run = InitRun.Of(InitRun.Rows(
            header, 320, n => $"{1 + (n / 40)},{1 + (n % 40)},{InitRun.Number(n % 40)},{InitRun.Number(n % 9)},{InitRun.Number(n % 13)}"));

        Assert.Equal(("forecast", Layout.Long, 8), (run.Task, run.Columns.Layout, run.Read().Sequences.Count));
        Assert.Equal(string.Join(", ", header.Split(',')[2..]), run.Target);
        Assert.Equal(run.Target, run.Inputs);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("step", 0.5)]
    [InlineData("step", 0.04)]
    [InlineData("time", 0.25)]
    [InlineData("t", 1.5)]
    public void Steps_may_be_fractions_or_uneven(string step, double width)
    {
        using var run = InitRun.Of(InitRun.Rows(
            $"seq,{step},x,label", 200, n => FormattableString.Invariant($"s{n / 5},{width * (n % 5 * (n % 5))},{InitRun.Number(n % 5 * (1 + (n / 5 % 2)))},") +
                (n / 5 % 2 == 0 ? "up" : "down")));

        Assert.Equal(("classify", "label", "x"), (run.Task, run.Target, run.Inputs));
        Assert.Equal(40, run.Read().Sequences.Count);
        run.AssertTrains();
    }
}
