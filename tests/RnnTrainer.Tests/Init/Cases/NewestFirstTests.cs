using System.Globalization;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Rows whose newest is first are put into the order of time, and a line says so.</summary>
public sealed class NewestFirstTests
{
    const int Count = 60;

    public static TheoryData<string, string> Times => new()
    {
        { "timestamp,price", "unix" }, { "t,price", "count" }, { "date,price", "dd-MMM-yyyy" }, { "date,price", "yyyy-MM-dd" }, { "Date,Close", "MMM dd, yyyy" },
        { "ts,v", "unix ms" }, { "Datum,Kurs", "dd.MM.yyyy" }, { "a,b", "MM/dd/yyyy" }, { "day,price", "yyyyMMdd" }, { "date,price", "excel" }, { "Date,price", "MM/dd/yyyy HH:mm" },
    };

    [Theory]
    [MemberData(nameof(Times))]
    public void One_series_is_put_in_order(string header, string time)
    {
        using var run = InitRun.Of(InitRun.Rows(header, Count, n => $"{Time(time, Count - 1 - n)},{InitRun.Number(Count - 1 - n)}"));
        var values = run.Read().Sequences.Single().Inputs;

        Assert.Equal(("forecast", header.Split(',')[1], header.Split(',')[1]), (run.Task, run.Target, run.Inputs));
        Assert.Equal((20.0, double.Parse(InitRun.Number(Count - 1), CultureInfo.InvariantCulture)), (values[0], values[^1]));
        Assert.Matches("order|newest|sort|revers", run.Error);
        run.AssertTrains();
    }

    [Theory]
    [MemberData(nameof(Times))]
    public void Several_series_are_put_in_order(string header, string time)
    {
        using var run = InitRun.Of(InitRun.Rows(
            $"ticker,{header}", 3 * Count, n => $"{"ABC"[n / Count]},{Time(time, Count - 1 - (n % Count))},{InitRun.Number(Count - 1 - (n % Count) + n / Count)}"));

        Assert.Equal(("forecast", "ticker", header.Split(',')[1]), (run.Task, run.Columns.Sequence?.ToString(), run.Target));
        Assert.DoesNotContain(header.Split(',')[0], run.Inputs, StringComparison.Ordinal);
        Assert.All(run.Read().Sequences, s => Assert.True(s.Inputs[0] < s.Inputs[^1]));
        Assert.Matches("order|newest|sort|revers", run.Error);
    }

    [Fact]
    public void The_next_value_follows_the_newest()
    {
        using var run = InitRun.Of(InitRun.Rows("timestamp,price", Count, n => $"{Time("unix", Count - 1 - n)},{InitRun.Number(Count - 1 - n)}"));
        run.AssertTrains();
        var last = run.Predict().Output.TrimEnd().Split('\n')[^1].Split(',');

        Assert.True(double.Parse(last[^1], CultureInfo.InvariantCulture) > 40, string.Join(',', last));
    }

    static string Time(string format, int n)
    {
        var day = new DateTime(2021, 1, 1).AddDays(n);
        var text = format switch
        {
            "unix" => $"{(long)(day - DateTime.UnixEpoch).TotalSeconds}",
            "unix ms" => $"{(long)(day - DateTime.UnixEpoch).TotalMilliseconds}",
            "excel" => $"{(day - new DateTime(1899, 12, 30)).Days}",
            "count" => $"{n}",
            _ => day.ToString(format, CultureInfo.InvariantCulture),
        };
        return text.Contains(',', StringComparison.Ordinal) ? $"\"{text}\"" : text;
    }
}
