using System.Globalization;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>The times of predicted steps go on as the file's did, or are left out.</summary>
public sealed class PredictedTimeTests
{
    [Theory]
    [InlineData("month ends", "2017-01-31", "2017-02-28")]
    [InlineData("business days", "2021-05-04", "2021-05-05")]
    [InlineData("a gap before the last", "2021-03-02", "2021-03-03")]
    [InlineData("an offset", "2021-01-06 00:00:00+05:00", "2021-01-06 01:00:00+05:00")]
    [InlineData("month names", "2021-01|2021 Jan", "2021-02|2021 Feb")]
    [InlineData("quarters", "2011-01|2011-Q1", "2011-04|2011-Q2")]
    [InlineData("hours with Z", "2021-01-06T00:00:00Z|2021-01-06 00:00:00", "2021-01-06T01:00:00Z|2021-01-06 01:00:00")]
    [InlineData("years", "1990", "1991")]
    public void The_first_times_after_the_last_row(string kind, string first, string second)
    {
        using var run = InitRun.Of(InitRun.Rows("date,v", Count(kind), n => $"{Time(kind, n)},{InitRun.Number(n % 20)}"), "--target", "v");
        var train = run.Train("--set", "data.horizon=2");
        Assert.True(train.Exit == 0, train.Error);
        var lines = run.Predict().Output.TrimEnd().Split('\n').Select(l => l.Split(',')).ToArray();
        var column = Array.IndexOf(lines[0], "time");
        string[] times = column < 0 ? [] : [.. lines[^2..].Select(l => l[column])];

        Assert.True(
            times is [] or ["", ""] || (IsOneOf(first, times[0]) && IsOneOf(second, times[1])), $"{kind}: {string.Join(" then ", times)}");
    }

    static bool IsOneOf(string expected, string time) => expected.Split('|').Any(e => time.StartsWith(e, StringComparison.Ordinal));

    static int Count(string kind) => kind switch { "month ends" => 60, "business days" => 86, "a gap before the last" => 59, "quarters" => 84, "years" => 90, _ => 120 };

    static string Time(string kind, int n) => kind switch
    {
        "month ends" => $"{new DateTime(2012, 2, 1).AddMonths(n).AddDays(-1):yyyy-MM-dd}",
        "business days" => $"{new DateTime(2021, 1, 4).AddDays((7 * (n / 5)) + (n % 5)):yyyy-MM-dd}",
        "a gap before the last" => $"{new DateTime(2021, 1, 1).AddDays(n == 58 ? 59 : n):yyyy-MM-dd}",
        "an offset" => $"{new DateTime(2021, 1, 1).AddHours(n):yyyy-MM-dd HH:mm:ss}+05:00",
        "month names" => new DateTime(2011, 1, 1).AddMonths(n).ToString("yyyy MMM", CultureInfo.InvariantCulture),
        "quarters" => $"{1990 + (n / 4)}-Q{1 + (n % 4)}",
        "years" => $"{1900 + n}",
        _ => $"{new DateTime(2021, 1, 1).AddHours(n):yyyy-MM-ddTHH:mm:ss}Z",
    };
}
