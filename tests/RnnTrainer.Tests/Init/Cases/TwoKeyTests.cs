namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Two columns that together name the series.</summary>
public sealed class TwoKeyTests
{
    [Theory]
    [InlineData("date,store,item,sales")]
    [InlineData("store_nbr,family,date,sales")]
    [InlineData("region,product,month,units")]
    [InlineData("a,b,c,d")]
    [InlineData("value,sensor,site,time")]
    public void Of_dates(string header)
    {
        var names = header.Split(',');
        using var run = InitRun.Of(InitRun.Rows(header, 240, n => string.Join(',', names.Select(name => name switch
        {
            "date" or "month" or "time" or "c" => $"{new DateTime(2021, 1, 1).AddDays(n % 40):yyyy-MM-dd}",
            "store" or "item" => $"{(name == "store" ? 1 + (n / 120) : 1 + (n / 40 % 3))}",
            "store_nbr" or "region" or "a" or "site" => $"{"XY"[n / 120]}",
            "family" or "product" or "b" or "sensor" => $"p{n / 40 % 3}",
            _ => InitRun.Number((n % 40) + (3 * (n / 40))),
        }))));
        string[] keys = header switch
        {
            "date,store,item,sales" => ["item", "store"],
            "store_nbr,family,date,sales" => ["family", "store_nbr"],
            "region,product,month,units" => ["product", "region"],
            "a,b,c,d" => ["a", "b"],
            _ => ["sensor", "site"],
        };

        Assert.Equal("forecast", run.Task);
        Assert.Equal(keys, run.Columns.Sequence?.Names.Order(StringComparer.Ordinal));
        Assert.Equal(names.Single(n => n is "sales" or "units" or "d" or "value"), run.Target);
        Assert.Equal(run.Target, run.Inputs);
        Assert.Equal(6, run.Read().Sequences.Count);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("Country,Indicator,Year,Value")]
    [InlineData("Country Name,Series,Year,Value")]
    [InlineData("plant,line,cycle,output")]
    [InlineData("a,b,c,d")]
    public void Of_years_or_steps(string header)
    {
        using var run = InitRun.Of(InitRun.Rows(
            header, 160, n => $"{"AB"[n / 80]},{(n / 40 % 2 == 0 ? "gdp" : "pop")},{(header.Contains("Year", StringComparison.Ordinal) ? 1960 : 1) + (n % 40)}," +
                InitRun.Number((n % 40) + (3 * (n / 40)))));

        Assert.Equal(("forecast", header.Split(',')[3], header.Split(',')[3]), (run.Task, run.Target, run.Inputs));
        Assert.Equal((header.Split(',')[0] + ", " + header.Split(',')[1], 4), (run.Columns.Sequence?.ToString(), run.Read().Sequences.Count));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("date,store,item,sales")]
    [InlineData("day,shop,sku,v")]
    [InlineData("a,b,c,d")]
    public void In_the_order_of_time_across_all_series(string header)
    {
        using var run = InitRun.Of(InitRun.Rows(
            header, 240, n => $"{new DateTime(2021, 1, 1).AddDays(n / 6):yyyy-MM-dd},{1 + (n % 6 / 3)},{1 + (n % 3)},{InitRun.Number((n / 6) + (3 * (n % 6)))}"));

        Assert.Equal(("forecast", header.Split(',')[3], 6), (run.Task, run.Target, run.Read().Sequences.Count));
        run.AssertTrains();
    }

    [Fact]
    public void Data_check_takes_both()
    {
        using var run = InitRun.Of(InitRun.Rows("date,store,item,sales", 240, n =>
            $"{new DateTime(2021, 1, 1).AddDays(n % 40):yyyy-MM-dd},{1 + (n / 120)},{1 + (n / 40 % 3)},{InitRun.Number(n % 40)}"));
        var check = RnnTrainer.Tests.Cli.Rnn.Run("data", "check", run.Data, "--sequence", "store,item", "--step", "date");

        Assert.True(check.Exit == 0, check.Error);
        Assert.Contains("6 sequences of 40 steps", check.Output + check.Error, StringComparison.Ordinal);
    }
}
