namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Several series in one file: each is forecast by its own past.</summary>
public sealed class PanelTests
{
    [Theory]
    [InlineData("unique_id,ds,y")]
    [InlineData("item_id,timestamp,target")]
    [InlineData("unique_id,ds,value")]
    [InlineData("ticker,date,close")]
    [InlineData("ds,unique_id,y")]
    [InlineData("y,ds,unique_id")]
    [InlineData("shop,day,label")]
    [InlineData("a,b,c")]
    public void Of_one_number(string header)
    {
        var names = header.Split(',');
        using var run = InitRun.Of(InitRun.Rows(header, 180, n => string.Join(',', names.Select(name => name switch
        {
            "ds" or "timestamp" or "date" or "day" or "b" => Day(n % 60),
            "y" or "target" or "value" or "close" or "label" or "c" => InitRun.Number((n % 60) + (3 * (n / 60))),
            _ => $"{"ABC"[n / 60]}",
        }))));
        string Named(params string[] all) => names.Single(all.Contains);

        Assert.Equal("forecast", run.Task);
        Assert.Equal(Named("unique_id", "item_id", "ticker", "shop", "a"), run.Columns.Sequence?.ToString());
        Assert.Equal(Named("y", "target", "value", "close", "label", "c"), run.Target);
        Assert.Equal(Named("y", "target", "value", "close", "label", "c"), run.Inputs);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("id,t,y")]
    [InlineData("unit,cycle,s1")]
    [InlineData("series,step,value")]
    [InlineData("a,b,c")]
    public void With_steps_that_are_counted(string header)
    {
        using var run = InitRun.Of(InitRun.Rows(header, 180, n => $"{"ABC"[n / 60]},{n % 60},{InitRun.Number((n % 60) + (3 * (n / 60)))}"));

        Assert.Equal(("forecast", header.Split(',')[2], header.Split(',')[2]), (run.Task, run.Target, run.Inputs));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("ticker,date,open,high,close", "close")]
    [InlineData("date,symbol,open,high,low,close,volume", "close")]
    [InlineData("store,date,price,promo,sales", "sales")]
    [InlineData("Name,Date,Open,High,Close", "Open,Close")]
    public void A_target_that_is_named_is_forecast_by_its_own_past(string header, string target)
    {
        var names = header.Split(',');
        using var run = InitRun.Of(
            InitRun.Rows(header, 180, n => string.Join(',', names.Select((name, i) => name switch
            {
                "date" or "Date" => Day(n % 60),
                "ticker" or "symbol" or "store" or "Name" => $"{"ABC"[n / 60]}",
                "promo" => $"{n % 11 % 2}",
                _ => InitRun.Number((n % 60) + (3 * i)),
            }))), "--target", target);

        Assert.Equal(("forecast", target.Replace(",", ", ", StringComparison.Ordinal)), (run.Task, run.Target));
        Assert.All(target.Split(','), t => Assert.Contains(t, run.Inputs.Split(", ")));
        run.AssertTrains();
    }

    [Fact]
    public void In_the_order_of_time_across_all_series()
    {
        using var run = InitRun.Of(InitRun.Rows("date,shop,sales", 180, n => $"{Day(n / 3)},{"ABC"[n % 3]},{InitRun.Number((n / 3) + (5 * (n % 3)))}"));

        Assert.Equal(("forecast", "shop", "sales", 3), (run.Task, run.Columns.Sequence?.ToString(), run.Target, run.Read().Sequences.Count));
        run.AssertTrains();
    }

    static string Day(int n) => $"{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd}";
}
