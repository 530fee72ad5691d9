using System.Globalization;

namespace RnnTrainer.Data.Text;

/// <summary>Reads dates that are written as numbers: 20240131, 202401, days of a spreadsheet, seconds since 1970.</summary>
static class DateNumber
{
    /// <summary>The least number of seconds since 1970 that is too large to be a step counter.</summary>
    public const double FirstSecond = 1e9;

    const double LastSecond = 4e9;

    /// <summary>
    /// The end of the seconds since 1970 whose unit is not known to be seconds: those of the year 5138. From there on they are thousandths,
    /// then millionths, then billionths.
    /// </summary>
    const double MostSeconds = 1e11;

    /// <summary>The day after 9999-12-31 as a spreadsheet counts.</summary>
    const double MostDays = 2_958_466;

    /// <summary>The numbers from which on yyyyMMdd is followed by HH, HHmm and HHmmss.</summary>
    const double FirstHour = 1e8, FirstMinute = 1e10, FirstSecondOfDay = 1e12, LastSecondOfDay = 1e14;

    /// <summary>The units of a second.</summary>
    static readonly double[] Units = [1, 1e3, 1e6, 1e9];

    static readonly DateTime FirstDay = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Reads a number as a time in UTC.</summary>
    public static bool TryRead(double x, DateFormat format, out DateTime time)
    {
        time = default;
        return format switch
        {
            DateFormat.Yyyymmdd => TryDigits(x, out time),
            DateFormat.Yyyymm => x % 1 == 0 && x > 0 && TryMoment((100 * x) + 1, 0, out time),
            DateFormat.Excel => TryDays(x, out time),
            _ => UnitOf(x, format) is var unit and > 0 && TrySeconds(x, unit, out time),
        };
    }

    /// <summary>
    /// The number of units in a second of a number that is a time since 1970: 1, 1000, a million or a billion; 0 if it is none.
    /// <see cref="DateFormat.Auto"/>: the numbers are those of the years 2001 to 2096, which are too large to be step counters.
    /// </summary>
    public static double UnitOf(double x, DateFormat format)
    {
        foreach (var unit in Units)
        {
            if (format == DateFormat.Auto ? x >= FirstSecond * unit && x < LastSecond * unit : Math.Abs(x) < MostSeconds * unit)
            {
                return unit;
            }
        }

        return 0;
    }

    /// <summary>Writes a time as another number of the format is written.</summary>
    /// <param name="like">The other number.</param>
    public static decimal Of(DateTime time, DateFormat format, double like) => format switch
    {
        DateFormat.Yyyymmdd => decimal.Parse(time.ToString(DigitsOf(like), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        DateFormat.Yyyymm => (time.Year * 100) + time.Month,
        DateFormat.Excel => (time - FirstDay).Ticks / (decimal)TimeSpan.TicksPerDay,
        _ => (time - DateTime.UnixEpoch).Ticks * (decimal)UnitOf(like, format) / TimeSpan.TicksPerSecond,
    };

    static string DigitsOf(double x) => x < FirstHour ? "yyyyMMdd" : x < FirstMinute ? "yyyyMMddHH" : x < FirstSecondOfDay ? "yyyyMMddHHmm"
        : "yyyyMMddHHmmss";

    /// <summary>yyyyMMdd, and with a time yyyyMMddHH, yyyyMMddHHmm and yyyyMMddHHmmss.</summary>
    static bool TryDigits(double x, out DateTime time)
    {
        time = default;
        return x % 1 == 0 && x >= 0 && x < LastSecondOfDay
            && (x < FirstHour ? TryMoment(x, 0, out time)
            : x < FirstMinute ? TryMoment(Math.Floor(x / 1e2), x % 1e2 * 1e4, out time)
            : x < FirstSecondOfDay ? TryMoment(Math.Floor(x / 1e4), x % 1e4 * 1e2, out time)
            : TryMoment(Math.Floor(x / 1e6), x % 1e6, out time));
    }

    static bool TryMoment(double day, double clock, out DateTime time)
    {
        time = default;
        const double MostDay = 99_991_231;
        if (day is < 10_000 or > MostDay)
        {
            return false;
        }

        var (date, second) = ((int)day, (int)clock);
        var (year, month, dayOfMonth) = (date / 10_000, date / 100 % 100, date % 100);
        var (hour, minute) = (second / 10_000, second / 100 % 100);
        second %= 100;
        if (month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59
            || second > 59)
        {
            return false;
        }

        time = new DateTime(year, month, dayOfMonth, hour, minute, second, DateTimeKind.Utc);
        return true;
    }

    static bool TryDays(double x, out DateTime time)
    {
        time = default;
        if (x is not (>= 0 and < MostDays))
        {
            return false;
        }

        var unit = Resolution(x);
        var last = (MostDays * TimeSpan.MillisecondsPerDay) - 1;
        time = FirstDay.AddMilliseconds(Math.Min(Math.Round(x * TimeSpan.MillisecondsPerDay / unit) * unit, last));
        return true;
    }

    /// <summary>
    /// The milliseconds to which a number of days is exact: with four decimals, 44197.0417, an hour is three seconds off a multiple of
    /// minutes.
    /// </summary>
    static double Resolution(double days)
    {
        var digits = days.ToString(CultureInfo.InvariantCulture);
        var decimals = digits.Length - 1 - digits.IndexOf('.', StringComparison.Ordinal);
        return decimals == digits.Length ? 1 : decimals switch
        {
            <= 3 => 5 * TimeSpan.MillisecondsPerMinute,
            4 => TimeSpan.MillisecondsPerMinute,
            5 or 6 => TimeSpan.MillisecondsPerSecond,
            _ => 1,
        };
    }

    static bool TrySeconds(double x, double unit, out DateTime time)
    {
        time = default;
        var ticks = x * (TimeSpan.TicksPerSecond / unit);
        if (!(ticks >= DateTime.MinValue.Ticks - DateTime.UnixEpoch.Ticks && ticks < DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks))
        {
            return false;
        }

        time = DateTime.UnixEpoch.AddTicks((long)Math.Round(ticks));
        return true;
    }
}
