using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Profiling;

/// <summary>Columns that may tell the time of each row.</summary>
/// <param name="Columns">One, or several such as a date and a time of day.</param>
/// <param name="Values">For each row seconds since 1970, or a number that counts; NaN where it cannot be read.</param>
/// <param name="IsCalendar">Whether the values are moments; otherwise they only count.</param>
/// <param name="Format">How a number is a moment.</param>
sealed record TimeCandidate(IReadOnlyList<ColumnFacts> Columns, double[] Values, bool IsCalendar, DateFormat Format = DateFormat.Auto)
{
    const int FewestYears = 3, FewestShuffled = 20, MostOrders = 4;
    const double Close = 1e-3;
    const double SecondsOfDay = 86400, SecondsOfHour = 3600;
    const double FirstExcel = 18_264, LastExcel = 73_050; // 1950 to 2099
    const double FirstUsual = 32_874, LastUsual = 51_136; // 1990 to 2039

    static readonly string[] Years = ["year", "yyyy", "yr", "jahr", "annee", "année", "ano", "año"];
    static readonly string[] Months = ["month", "mnth", "mo", "mon", "monat", "mois", "mes"];
    static readonly string[] Days = ["day", "dd", "dy", "dom", "tag", "jour", "dia", "día", "mday"];
    static readonly string[] Hours = ["hour", "hr", "hh", "stunde", "heure", "hora"];
    static readonly string[] Minutes = ["minute", "min", "minuto"];

    long? _repeats;
    int? _moments;
    bool _isApart;

    /// <summary>The number of rows whose value another row has as well.</summary>
    public long Repeats => _repeats ??= RowGroups.One(Values.Length).OrderOf(Values).Duplicates;

    /// <summary>The number of different values.</summary>
    public int Moments => _moments ??= Values.Distinct().Count();

    /// <summary>Whether only the values say that the columns are parts of a date: then the steps have to be even.</summary>
    public bool IsUnnamed { get; private init; }

    /// <summary>
    /// Whether a column is a part of a date by its neighbors or its name, or since no other row has the same date: it is nothing else then.
    /// </summary>
    public bool Claims(ColumnFacts column) => IsCalendar && Columns.Contains(column) && !(_isApart && Repeats > 0);

    /// <summary>Whether the name of a column says that it orders the rows.</summary>
    public bool HasStepName => Columns.Any(c => c.HasStepName);

    /// <summary>The names of the columns, joined by commas.</summary>
    public string Name => string.Join(',', Columns.Select(c => c.Name));

    /// <summary>All columns of a table, and sets of them, that may tell the time.</summary>
    public static IEnumerable<TimeCandidate> In(IReadOnlyList<ColumnFacts> columns)
    {
        var dates = columns.Where(c => c.Kind == ValueKind.Date && !c.IsAmbiguousDate).ToList();
        var hours = columns.Where(IsHour).ToList();
        foreach (var date in dates)
        {
            foreach (var clock in columns.Where(c => c.Kind == ValueKind.Clock))
            {
                yield return new([date, clock], Sum(date.Values, clock.Values, 1), IsCalendar: true);
            }

            foreach (var hour in hours.Where(_ => date.Values.All(v => double.IsNaN(v) || v % SecondsOfDay == 0)))
            {
                yield return new([date, hour], Sum(date.Values, hour.Values, SecondsOfHour), IsCalendar: true);
            }

            yield return new([date], date.Values, IsCalendar: true);
        }

        foreach (var parts in Parts(columns))
        {
            yield return parts;
        }

        foreach (var column in columns.Where(c => c.IsNumber))
        {
            foreach (var format in Formats(column))
            {
                yield return new([column], Times(column, format), IsCalendar: true, format)
                {
                    IsUnnamed = format == DateFormat.Excel && !IsTimeName(column.Name),
                };
            }
        }

        foreach (var clock in columns.Where(c => c.Kind == ValueKind.Clock && dates.Count == 0))
        {
            yield return new([clock], clock.Values, IsCalendar: true);
        }

        foreach (var column in columns.Where(c => c.IsNumber && !c.IsConstant && !c.IsBinary && c.Missing == 0 && MayCount(c)))
        {
            yield return IsYear(column) ? new([column], Array.ConvertAll(column.Values, YearStart), IsCalendar: true)
                : new([column], column.Values, IsCalendar: false);
        }
    }

    /// <summary>Whether numbers may count steps: by their name, or since they are whole, or only rise or fall.</summary>
    static bool MayCount(ColumnFacts column) => column.IsWhole || column.Name == "step" || IsTimeName(column.Name)
        || RowGroups.One(column.Values.Length).ChangesOf(column.Values) is { Rises: 0 } or { Falls: 0 } || IsShuffled(column);

    /// <summary>Whether many numbers, each of them once, would be evenly apart in another order: steps that were shuffled.</summary>
    public static bool IsShuffled(ColumnFacts column)
    {
        var (values, last) = (column.Values, column.Values.Length - 1);
        if (!column.IsNumber || !column.IsDifferent || column.Missing > 0 || last < FewestShuffled)
        {
            return false;
        }

        var step = (column.Max - column.Min) / last;
        return column.Distinct == values.Length && Array.TrueForAll(values, x =>
        {
            var n = (x - column.Min) / step;
            return Math.Abs(n - Math.Round(n)) < Close;
        });
    }

    /// <summary>Whole numbers that are years, by their values and their name or order.</summary>
    public static bool IsYear(ColumnFacts column) =>
        column is { IsWhole: true, Missing: 0, Min: >= 1500, Max: < 2200 } && (IsNamed(column, Years) || CountsYears(column));

    /// <summary>
    /// Whether each row is of the year after, or before, that of the row above; or of the same year, if the years are of recent centuries.
    /// </summary>
    static bool CountsYears(ColumnFacts column)
    {
        var rows = RowGroups.One(column.Values.Length);
        return column.Max <= 2100 && (rows.CountsBy(1, column.Values, FewestYears) || rows.CountsBy(-1, column.Values, FewestYears)
            || (column is { Min: >= 1800, Distinct: > FewestYears } && (OnlyStepsBy(1, column) || OnlyStepsBy(-1, column))));
    }

    static bool OnlyStepsBy(double step, ColumnFacts column) =>
        column.Values.Zip(column.Values.Skip(1), (a, b) => b - a).All(d => d == 0 || d == step);

    /// <summary>Whether whole numbers are moments: seconds and the like since 1970, or days as 20240131.</summary>
    public static bool IsTime(ColumnFacts column) =>
        column.IsNumber && Formats(column).Any(f => f is DateFormat.Auto or DateFormat.Yyyymmdd);

    /// <summary>Numbers of the hour of a day, by their values and their name.</summary>
    static bool IsHour(ColumnFacts column) => IsNamed(column, Hours) && column.IsWhole && column.Min >= 0 && column.Max <= 24;

    static bool IsTimeName(string name) => ColumnSample.IsTime(name) || name.Contains("date", StringComparison.OrdinalIgnoreCase)
        || name.Contains("time", StringComparison.OrdinalIgnoreCase);

    /// <summary>The formats in which all numbers of a column are times.</summary>
    static IEnumerable<DateFormat> Formats(ColumnFacts column)
    {
        if (column.Distinct < 2 || column.Missing > 0)
        {
            yield break;
        }

        var isNamed = IsTimeName(column.Name);
        if (All(column, DateFormat.Auto) && (isNamed || !Falls(column) || HasWholeMinutes(column)))
        {
            yield return DateFormat.Auto;
        }

        if (column is { IsWhole: true, Min: >= 1800_01_01, Max: <= 2199_12_31 } && All(column, DateFormat.Yyyymmdd))
        {
            yield return DateFormat.Yyyymmdd;
        }

        if (column is { IsWhole: true, Min: >= 1800_01, Max: <= 2199_12 } && All(column, DateFormat.Yyyymm)
            && (isNamed || Math.Floor(column.Min / 100) < Math.Floor(column.Max / 100)))
        {
            yield return DateFormat.Yyyymm;
        }

        if (column is { Min: >= FirstExcel, Max: <= LastExcel } && (isNamed || column is { Min: >= FirstUsual, Max: <= LastUsual }))
        {
            yield return DateFormat.Excel;
        }
    }

    /// <summary>Whether some value is below that of the row before.</summary>
    static bool Falls(ColumnFacts column) => column.Values.Zip(column.Values.Skip(1)).Any(p => p.Second < p.First);

    static bool HasWholeMinutes(ColumnFacts column) => Times(column, DateFormat.Auto) is var times
        && times.All(t => (t - times[0]) % 60 == 0);

    static bool All(ColumnFacts column, DateFormat format) =>
        column.Profile.Readings.All(r => !r.IsNumber || DateNumber.TryRead(r.Number, format, out _));

    static double[] Times(ColumnFacts column, DateFormat format) =>
        Array.ConvertAll(column.Values, x => DateNumber.TryRead(x, format, out var time) ? UnixTime.Of(time) : double.NaN);

    /// <summary>A year, a month, and what follows of day, hour and minute.</summary>
    static IEnumerable<TimeCandidate> Parts(IReadOnlyList<ColumnFacts> columns)
    {
        var year = columns.FirstOrDefault(IsYear)
            ?? columns.FirstOrDefault(c => c is { IsWhole: true, Missing: 0, Min: >= 1900, Max: <= 2100 });
        if (year is null)
        {
            return [];
        }

        var month = Named(Months, 1, 12) ?? After(year, 1, 12);
        var isNamed = month is not null && IsNamed(month, Months);
        return month is null || (!isNamed && After(month, 1, 31) is null) ? [.. Found(year, month), .. Apart(year)] : Found(year, month);

        IEnumerable<TimeCandidate> Found(ColumnFacts year, ColumnFacts? month)
        {
            if (month is null)
            {
                yield break;
            }

            var areNamed = IsYear(year) && IsNamed(month, Months);
            var day = Named(Days, 1, 31) ?? (areNamed ? null : After(month, 1, 31));
            var hour = Named(Hours, 0, 24) ?? (areNamed || day is null ? null : After(day, 0, 24));
            var minute = Named(Minutes, 0, 59);
            ColumnFacts[] parts = [year, month, .. day is null ? [] : new[] { day }, .. day is null || hour is null ? [] : new[] { hour },
                .. day is null || hour is null || minute is null ? [] : new[] { minute }];
            for (var count = parts.Length; count >= (areNamed ? parts.Length : 2); count--)
            {
                yield return new(parts[..count], TimesOf(parts[..count]), IsCalendar: true) { IsUnnamed = !areNamed };
            }
        }

        // Where names say nothing, the parts of a date mostly stand next to one another.
        ColumnFacts? After(ColumnFacts before, double from, double to) => columns.FirstOrDefault(
            c => c.Index == before.Index + 1 && IsWithin(c, from, to));

        ColumnFacts? Named(string[] names, double from, double to) =>
            columns.FirstOrDefault(c => IsNamed(c, names) && c.IsWhole && c.Min >= from && c.Max <= to);

        IEnumerable<TimeCandidate> Apart(ColumnFacts year) =>
            (from day in columns.Where(c => IsWithin(c, 1, 31) && c.Max > 12)
             from month in columns.Where(c => IsWithin(c, 1, 12) && c != day)
             select new TimeCandidate([year, month, day], TimesOf([year, month, day]), IsCalendar: true)
             {
                 IsUnnamed = true,
                 _isApart = true,
             })
            .Take(MostOrders);
    }

    static bool IsWithin(ColumnFacts column, double from, double to) =>
        column is { IsWhole: true, Missing: 0 } && column.Min >= from && column.Max <= to;

    /// <summary>The time of each row.</summary>
    /// <param name="parts">Year and month, and of day, hour and minute those that there are.</param>
    static double[] TimesOf(IReadOnlyList<ColumnFacts> parts)
    {
        return [.. Enumerable.Range(0, parts[0].Values.Length).Select(Moment)];

        double Moment(int n)
        {
            var (y, m, d) = (parts[0].Values[n], parts[1].Values[n], parts.Count > 2 ? parts[2].Values[n] : 1);
            return double.IsNaN(y + m + d) || d > DateTime.DaysInMonth((int)y, (int)m) ? double.NaN
                : UnixTime.Of(new DateTime((int)y, (int)m, (int)d, 0, 0, 0, DateTimeKind.Utc))
                    + (parts.Count > 3 ? SecondsOfHour * parts[3].Values[n] : 0) + (parts.Count > 4 ? 60 * parts[4].Values[n] : 0);
        }
    }

    static double YearStart(double year) => UnixTime.Of(new DateTime((int)year, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    static double[] Sum(double[] days, double[] clock, double scale) => [.. days.Zip(clock, (d, c) => d + (scale * c))];

    static bool IsNamed(ColumnFacts column, string[] names) => names.Contains(column.Name, StringComparer.OrdinalIgnoreCase);
}
