using System.Globalization;

namespace RnnTrainer.Data.Layouts.Tsf;

/// <summary>The time from one value of a series to the next: a number of calendar months, or a fixed time.</summary>
/// <param name="Months">0 if the time is fixed.</param>
/// <param name="Fixed">Zero if it is a number of months.</param>
sealed record TsfFrequency(int Months, TimeSpan Fixed)
{
    const double LongestDays = 36_525;

    /// <summary>
    /// Reads a tag's value: yearly, quarterly, monthly, weekly, daily, hourly, half_hourly, minutely, secondly, or a number and a unit such
    /// as 10_minutes. Null if it is none.
    /// </summary>
    public static TsfFrequency? Parse(string text)
    {
        var words = text.ToLowerInvariant().Split('_', ' ');
        var (count, unit) = words switch
        {
            [var one] => (1.0, one),
            ["half", var other] => (0.5, other),
            [var number, var other] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) => (n, other),
            _ => (0.0, ""),
        };
        return unit switch
        {
            "yearly" or "years" or "year" => OfMonths(12 * count),
            "quarterly" or "quarters" or "quarter" => OfMonths(3 * count),
            "monthly" or "months" or "month" => OfMonths(count),
            "weekly" or "weeks" or "week" => OfDays(7 * count),
            "daily" or "days" or "day" => OfDays(count),
            "hourly" or "hours" or "hour" => OfDays(count / 24),
            "minutely" or "minutes" or "minute" => OfDays(count / 1440),
            "secondly" or "seconds" or "second" => OfDays(count / 86400),
            _ => null,
        };
    }

    /// <summary>The time of value <paramref name="t"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is beyond the year 9999.</exception>
    public DateTime At(DateTime start, int t) => Months > 0 ? start.AddMonths(checked(t * Months))
        : start.AddTicks(checked(t * Fixed.Ticks));

    static TsfFrequency? OfMonths(double months) => months is >= 1 and < 1200 && months % 1 == 0 ? new((int)months, TimeSpan.Zero) : null;

    static TsfFrequency? OfDays(double days) =>
        days is > 0 and < LongestDays ? new(0, TimeSpan.FromSeconds(Math.Round(86400 * days))) : null;
}
