using System.Globalization;

namespace RnnTrainer.Tests.Init;

/// <summary>One of the ways in which files write time.</summary>
/// <param name="Name">The row of the table of rates.</param>
/// <param name="Paces">The distances between steps that it can write.</param>
/// <param name="Headers">The usual names of its columns.</param>
/// <param name="Cells">Writes a time, or the step of this number, one cell for each column.</param>
sealed record TimeSpelling(string Name, Pace[] Paces, string[] Headers, Func<DateTime, int, string[]> Cells)
{
    static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    static readonly DateTime Unix = DateTime.UnixEpoch;

    public static TimeSpelling None { get; } = new("none", [Pace.None], [], (_, _) => []);

    /// <summary>Whether its cells are numbers with the decimal sign of all others.</summary>
    public bool IsDecimal { get; init; }

    /// <summary>Whether its cells are times, so that a season is known.</summary>
    public bool IsTime => Paces[0] != Pace.None;

    public static TimeSpelling[] All { get; } =
    [
        None,
        new("steps 0, 1, 2", [Pace.None], ["step"], (_, n) => [$"{n}"]),
        new("steps 1, 2, 3 called t", [Pace.None], ["t"], (_, n) => [$"{n + 1}"]),
        new("steps of half a second", [Pace.None], ["time"], (_, n) => [(0.5 * n).ToString("0.0", Invariant)]) { IsDecimal = true },
        Format("2021-01-31", "yyyy-MM-dd", "date", Pace.Day, Pace.Week),
        Format("2021-01", "yyyy-MM", "month", Pace.Month),
        Format("2021/01/31", "yyyy/MM/dd", "date", Pace.Day),
        Format("2021-01-31 05:00:00", "yyyy-MM-dd HH:mm:ss", "timestamp", Pace.Hour, Pace.TenMinutes),
        Format("2021-01-31T05:00:00Z", "yyyy-MM-dd'T'HH:mm:ss'Z'", "timestamp", Pace.Hour, Pace.TenMinutes),
        Format("2021-01-31 05:00:00+05:00", "yyyy-MM-dd HH:mm:ss'+05:00'", "time", Pace.Hour),
        Format("2021-01-31 05:00:00 UTC", "yyyy-MM-dd HH:mm:ss 'UTC'", "date", Pace.Hour, Pace.Day),
        Format("2021-01-31 05", "yyyy-MM-dd HH", "date", Pace.Hour),
        Format("01/31/2021 05:00:00 PM", "MM/dd/yyyy hh:mm:ss tt", "date", Pace.Hour),
        Format("1/31/2021 5:00 PM", "M/d/yyyy h:mm tt", "Date", Pace.Hour),
        Format("31-Jan-2021", "dd-MMM-yyyy", "date", Pace.Day),
        Format("Jan 31, 2021", "MMM dd, yyyy", "Date", Pace.Day),
        Format("31 January 2021", "d MMMM yyyy", "day", Pace.Day),
        Format("2021 Jan", "yyyy MMM", "Month", Pace.Month),
        Format("Jan-21", "MMM-yy", "Month", Pace.Month),
        Format("January 2021", "MMMM yyyy", "month", Pace.Month),
        new("2021-Q1", [Pace.Quarter], ["Quarter"], (d, _) => [$"{d.Year}-Q{(d.Month + 2) / 3}"]),
        new("2021Q1", [Pace.Quarter], ["quarter"], (d, _) => [$"{d.Year}Q{(d.Month + 2) / 3}"]),
        new("Q1 2021", [Pace.Quarter], ["period"], (d, _) => [$"Q{(d.Month + 2) / 3} {d.Year}"]),
        new("2021-W05", [Pace.Week], ["week"], (d, _) => [$"{ISOWeek.GetYear(d)}-W{ISOWeek.GetWeekOfYear(d):00}"]),
        Format("202101", "yyyyMM", "month", Pace.Month),
        Format("20210131", "yyyyMMdd", "date", Pace.Day),
        new("Excel serial", [Pace.Day, Pace.Hour], ["Date"], (d, _) => [(d - new DateTime(1899, 12, 30)).TotalDays.ToString("0.#####", Invariant)])
        { IsDecimal = true },
        Since("unix s", 1, Pace.Hour, Pace.Day),
        Since("unix ms", 1000, Pace.Hour, Pace.Day),
        Since("unix µs", 1_000_000, Pace.Hour),
        Since("unix ns", 1_000_000_000, Pace.Hour),
        new("unix s with a fraction", [Pace.Hour], ["unix"], (d, _) => [(d - Unix).TotalSeconds.ToString("0.0", Invariant)]) { IsDecimal = true },
        Format("31/01/2021", "dd/MM/yyyy", "Date", Pace.Day),
        Format("01/31/2021", "MM/dd/yyyy", "Date", Pace.Day),
        Format("1/31/21", "M/d/yy", "date", Pace.Day),
        Format("31.01.2021", "dd.MM.yyyy", "Datum", Pace.Day),
        Format("31.01.2021 05:00", "dd.MM.yyyy HH:mm", "Zeit", Pace.Hour),
        Format("05:10", "HH:mm", "time", Pace.TenMinutes),
        new("date and clock", [Pace.Hour, Pace.TenMinutes], ["Date", "Time"], (d, _) => [d.ToString("dd/MM/yyyy", Invariant), d.ToString("HH:mm:ss", Invariant)]),
        new("ISO date and clock", [Pace.Hour, Pace.TenMinutes], ["day", "clock"], (d, _) => [d.ToString("yyyy-MM-dd", Invariant), d.ToString("HH:mm", Invariant)]),
        new("year, month", [Pace.Month], ["year", "month"], (d, _) => [$"{d.Year}", $"{d.Month}"]),
        new("year, month, day", [Pace.Day], ["year", "month", "day"], (d, _) => [$"{d.Year}", $"{d.Month}", $"{d.Day}"]),
        new("year, month, day, hour", [Pace.Hour], ["year", "month", "day", "hour"], (d, _) => [$"{d.Year}", $"{d.Month}", $"{d.Day}", $"{d.Hour}"]),
        new("year", [Pace.Year], ["Year"], (d, _) => [$"{d.Year}"]),
    ];

    /// <summary>The n-th time of a pace. Clock times begin at midnight; dates on a day that no other part of a date can be.</summary>
    public static DateTime At(Pace pace, int n) => pace switch
    {
        Pace.TenMinutes => new DateTime(2021, 1, 20).AddMinutes(10 * n),
        Pace.Hour => new DateTime(2021, 1, 20).AddHours(n),
        Pace.Week => new DateTime(2020, 11, 2).AddDays(7 * n),
        Pace.Month => new DateTime(2005, 3, 1).AddMonths(n),
        Pace.Quarter => new DateTime(1984, 1, 1).AddMonths(3 * n),
        Pace.Year => new DateTime(1880, 1, 1).AddYears(n),
        _ => new DateTime(2020, 11, 7).AddDays(n),
    };

    public static TimeSpan? Between(Pace pace) => pace == Pace.None ? null : At(pace, 1) - At(pace, 0);

    static TimeSpelling Format(string name, string format, string header, params Pace[] paces) =>
        new(name, paces, [header], (time, _) => [time.ToString(format, Invariant)]);

    static TimeSpelling Since(string name, long ofSecond, params Pace[] paces) =>
        new(name, paces, ["timestamp"], (time, _) => [$"{(long)(time - Unix).TotalSeconds * ofSecond}"]);
}

/// <summary>The distance between two steps.</summary>
enum Pace
{
    None,
    TenMinutes,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}
