namespace RnnTrainer.Data.Text;

/// <summary>Reads dates that are written as numbers: 20240131, 202401, days of a spreadsheet, seconds since 1970.</summary>
static class DateNumber
{
    const double FirstSecond = 1e9, LastSecond = 4e9;

    /// <summary>
    /// The end of the seconds since 1970 whose unit is not known to be seconds: those of the year 5138. From there on they are thousandths,
    /// then millionths, then billionths.
    /// </summary>
    const double MostSeconds = 1e11;

    /// <summary>The day after 9999-12-31 as a spreadsheet counts.</summary>
    const double MostDays = 2_958_466;

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

    /// <summary>Writes a time as a number of the format.</summary>
    /// <param name="unit">Of <see cref="UnitOf"/>.</param>
    public static decimal Of(DateTime time, DateFormat format, double unit)
    {
        var day = (time.Year * 10_000) + (time.Month * 100) + time.Day;
        return format switch
        {
            DateFormat.Yyyymmdd => day,
            DateFormat.Yyyymm => day / 100,
            DateFormat.Excel => (time - FirstDay).Ticks / (decimal)TimeSpan.TicksPerDay,
            _ => (time - DateTime.UnixEpoch).Ticks * (decimal)unit / TimeSpan.TicksPerSecond,
        };
    }

    /// <summary>yyyyMMdd, and with a time yyyyMMddHH, yyyyMMddHHmm and yyyyMMddHHmmss.</summary>
    static bool TryDigits(double x, out DateTime time)
    {
        time = default;
        const double Day = 1e8, Hour = 1e10, Minute = 1e12, Second = 1e14;
        return x % 1 == 0 && x >= 0 && x < Second
            && (x < Day ? TryMoment(x, 0, out time)
            : x < Hour ? TryMoment(Math.Floor(x / 1e2), x % 1e2 * 1e4, out time)
            : x < Minute ? TryMoment(Math.Floor(x / 1e4), x % 1e4 * 1e2, out time)
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

    /// <summary>Rounds to the millisecond: with five decimals a minute is not a fraction of a day.</summary>
    static bool TryDays(double x, out DateTime time)
    {
        time = default;
        if (x is not (>= 0 and < MostDays))
        {
            return false;
        }

        var last = (MostDays * TimeSpan.MillisecondsPerDay) - 1;
        time = FirstDay.AddMilliseconds(Math.Min(Math.Round(x * TimeSpan.MillisecondsPerDay), last));
        return true;
    }

    static bool TrySeconds(double x, double unit, out DateTime time)
    {
        time = default;
        var ticks = x / unit * TimeSpan.TicksPerSecond;
        if (!(ticks >= DateTime.MinValue.Ticks - DateTime.UnixEpoch.Ticks && ticks < DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks))
        {
            return false;
        }

        time = DateTime.UnixEpoch.AddTicks((long)ticks);
        return true;
    }
}
