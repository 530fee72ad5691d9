using System.Globalization;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>The usual spellings of dates are read: they order the rows, and the season is known.</summary>
public sealed class DateSpellingTests
{
    public static TheoryData<string, string, string> Spellings => new()
    {
        { "ampm", "MM/dd/yyyy hh:mm:ss tt", "6h" },
        { "ampm without seconds", "M/d/yyyy h:mm tt", "1h" },
        { "ampm without a space", "yyyy-MM-dd hh:mmtt", "1h" },
        { "name", "dd-MMM-yyyy", "1d" },
        { "two digits of the year", "dd-MMM-yy", "1d" },
        { "upper case", "ddMMMyyyy", "1d" },
        { "comma", "MMM dd, yyyy", "1d" },
        { "full name", "MMMM d, yyyy", "1d" },
        { "weekday", "ddd, dd MMM yyyy", "1d" },
        { "utc", "yyyy-MM-dd HH:mm:ss 'UTC'", "1d" },
        { "z", "yyyy-MM-dd'T'HH:mm:ss'Z'", "1h" },
        { "fraction and z", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "1h" },
        { "offset", "yyyy-MM-dd HH:mm:ss'+02:00'", "1h" },
        { "offset without a colon", "yyyy-MM-dd'T'HH:mm:ss'-0500'", "1h" },
        { "hour", "yyyy-MM-dd HH", "1h" },
        { "compact", "yyyyMMdd HH:mm", "1h" },
        { "month", "yyyy MMM", "1m" },
        { "month first", "MMM yyyy", "1m" },
        { "month and two digits", "MMM-yy", "1m" },
        { "quarter", "yyyy-Qq", "1q" },
        { "quarter without a dash", "yyyyQq", "1q" },
        { "quarter first", "Qq yyyy", "1q" },
        { "quarter with a space", "yyyy Qq", "1q" },
        { "week", "yyyy-Www", "1w" },
        { "week without a dash", "yyyyWww", "1w" },
        { "clock", "HH:mm", "10min" },
        { "clock with seconds", "HH:mm:ss", "10min" },
        { "yyyymmdd", "yyyyMMdd", "1d" },
        { "yyyymm", "yyyyMM", "1m" },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Of_one_series(string name, string format, string pace)
    {
        using var run = InitRun.Of(InitRun.Rows("date,v", 100, n => $"{Date(format, pace, n)},{InitRun.Number(n)}"));

        Assert.True((run.Task, run.Target, run.Inputs) == ("forecast", "v", "v"), $"{name}: {run.Error}");
        Assert.Equal(100, run.Read().Sequences.Single().Steps?.Count);
        Assert.DoesNotContain("no dates say", run.Init.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("  date  word", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Of_a_series_whose_newest_row_is_first(string name, string format, string pace)
    {
        using var run = InitRun.Of(InitRun.Rows("date,v", 100, n => $"{Date(format, pace, 99 - n)},{InitRun.Number(99 - n)}"));

        Assert.True(run.Init.Exit == 0, $"{name}: {run.Error}");
        Assert.Equal(20.0, run.Read().Sequences.Single().Inputs[0]);
    }

    [Theory]
    [InlineData("id", "dd-MMM-yyyy", "1d")]
    [InlineData("a", "MMM dd, yyyy", "1d")]
    [InlineData("station", "yyyy-Qq", "1q")]
    [InlineData("unit", "MM/dd/yyyy hh:mm:ss tt", "1h")]
    public void Of_several_series(string id, string format, string pace)
    {
        using var run = InitRun.Of(InitRun.Rows($"{id},date,v", 160, n => $"{"ABCD"[n / 40]},{Date(format, pace, n % 40)},{InitRun.Number(n % 40)}"));

        Assert.Equal(("forecast", "v", "v"), (run.Task, run.Target, run.Inputs));
        Assert.Equal((id, "date"), (run.Columns.Sequence?.ToString() ?? "id", run.Columns.Step?.ToString()));
        run.AssertTrains();
    }

    [Fact]
    public void Days_and_months_that_can_be_confused_are_named()
    {
        using var run = InitRun.Of(InitRun.Rows("date,v", 12, n => $"{1 + (n % 6):00}/{1 + (n / 6):00}/2021,{InitRun.Number(n)}"));

        Assert.Contains("day", run.Error, StringComparison.Ordinal);
        Assert.Contains("date_order", run.Error, StringComparison.Ordinal);
    }

    static string Date(string format, string pace, int n)
    {
        var date = pace switch
        {
            "6h" => new DateTime(2021, 1, 1).AddHours(6 * n),
            "1h" => new DateTime(2021, 1, 20).AddHours(n),
            "10min" => new DateTime(2021, 1, 1).AddMinutes(10 * n),
            "1w" => new DateTime(2018, 1, 1).AddDays(7 * n),
            "1m" => new DateTime(2010, 1, 1).AddMonths(n),
            "1q" => new DateTime(1990, 1, 1).AddMonths(3 * n),
            _ => new DateTime(2021, 1, 1).AddDays(n),
        };
        var text = format.Contains("Www", StringComparison.Ordinal)
            ? $"{ISOWeek.GetYear(date)}{(format.Contains('-', StringComparison.Ordinal) ? "-" : "")}W{ISOWeek.GetWeekOfYear(date):00}"
            : format.Contains("Qq", StringComparison.Ordinal)
            ? format.Replace("yyyy", $"{date.Year}", StringComparison.Ordinal).Replace("q", $"{(date.Month + 2) / 3}", StringComparison.Ordinal)
            : date.ToString(format, CultureInfo.InvariantCulture);
        text = format == "ddMMMyyyy" ? text.ToUpperInvariant() : text;
        return text.Contains(',', StringComparison.Ordinal) ? $"\"{text}\"" : text;
    }
}
