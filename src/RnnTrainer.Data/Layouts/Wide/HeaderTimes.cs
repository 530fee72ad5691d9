using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>The columns of a wide file whose names hold times.</summary>
/// <param name="Columns">In the order of the file.</param>
/// <param name="Notes">How day and month are ordered, and numbers that are read as dates.</param>
sealed record HeaderTimes(TimedColumn[] Columns, WideKind Kind, IReadOnlyList<string> Notes)
{
    /// <summary>In a longer header this many names, evenly spread, tell whether it holds times.</summary>
    const int MostNames = 200;

    const int FirstYear = 1500, LastYear = 2199;

    const int LastClock = 2400;

    const int FirstExcelDay = 18_264, LastExcelDay = 73_050; // 1950 to 2099

    readonly HashSet<int> _fields = [.. Columns.Select(c => c.Field)];

    /// <summary>A column that is a date only in the order that <c>date_order</c> is not; −1 if there is none.</summary>
    public int Exchanged { get; private init; } = -1;

    /// <summary>Whether a column holds a time.</summary>
    public bool Has(int field) => _fields.Contains(field);

    /// <summary>The columns whose names hold times that are not only digits; null if these are fewer than two.</summary>
    public static HeaderTimes? Of(string[] header, IReadOnlySet<int> taken, DataOptions options)
    {
        int[] free = [.. Enumerable.Range(0, header.Length).Where(i => !taken.Contains(i))];
        int[] some = [.. free.Where((_, n) => n % (1 + (free.Length / MostNames)) == 0)];
        if (some.Length < free.Length && !some.Any(i => HeaderTime.Any(header[i])))
        {
            return null;
        }

        var recurring = Recurring(header, free);
        var dates = Dates(header, free, options);
        var most = recurring.Columns.Length > dates.Columns.Length ? recurring : dates;
        return most.Columns.Length > 1 || most.Exchanged >= 0 ? most : null;
    }

    /// <summary>
    /// The columns as years, times of day, months or days if all of them end in such a number: <c>1990</c>, <c>0030</c>, <c>202101</c>,
    /// <c>20210131</c>. Null: they end in other numbers.
    /// </summary>
    public static HeaderTimes? OfNumbers(NumberedColumn[] columns, DataOptions options)
    {
        NumberedColumn[] groups = [.. columns.GroupBy(c => c.Name).Where(g => g.Skip(1).Any()).SelectMany(g => g).OrderBy(c => c.Field)];
        if (groups.Length == 0)
        {
            return null;
        }

        if (groups.All(c => c.Text.Length == 4 && c.Step is >= FirstYear and <= LastYear))
        {
            return new HeaderTimes([.. groups.Select(c => new TimedColumn(c.Field, c.Name, c.Step, c.Text))], WideKind.Years, []);
        }

        if (groups.All(c => c is { Text.Length: 4, Step: <= LastClock } && c.Step % 100 < 60) && groups.Any(c => c.Text[0] == '0'))
        {
            var clocks = groups.Select(c => new RecurringName(c.Field, c.Name, c.Text, c.Step, LastClock));
            return new HeaderTimes(Unrolled(clocks), WideKind.Recurring, []);
        }

        foreach (var (format, iso, form) in
            new[] { ("yyyyMMdd", "yyyy-MM-dd", DateFormat.Yyyymmdd), ("yyyyMM", "yyyy-MM", DateFormat.Yyyymm) })
        {
            var written = form == options.DateFormat ? format : iso;
            TimedColumn[] dates = [.. groups.Select(c => Dated(c, format, written)).OfType<TimedColumn>()];
            if (dates.Length == groups.Length && (options.DateFormat == DateFormat.Auto || options.DateFormat == form))
            {
                return new HeaderTimes(dates, WideKind.Dates, [$"the columns {groups[0].Text} … {groups[^1].Text} are read as dates"]);
            }
        }

        return OfDays(groups, options);
    }

    /// <summary>
    /// The columns as days of a spreadsheet, such as 43831, if all of them are the first days of months, quarters or years; or in any order
    /// if <c>date_format</c> says so. Null: they are other numbers.
    /// </summary>
    static HeaderTimes? OfDays(NumberedColumn[] groups, DataOptions options)
    {
        TimedColumn[] dates = [.. groups.Select(c => Day(c, options)).OfType<TimedColumn>()];
        int[] steps = [.. groups.Select(c => c.Step).Distinct().Order()];
        var isSure = options.DateFormat == DateFormat.Excel
            || (options.DateFormat == DateFormat.Auto && steps.Length > 2 && steps is [>= FirstExcelDay, .., <= LastExcelDay]
                && dates.All(d => new DateTime(d.Key).Day == 1));
        return !isSure || dates.Length < groups.Length ? null
            : new HeaderTimes(
                dates, WideKind.Dates,
                [
                    $"the columns {groups[0].Text} … {groups[^1].Text} are read as the days of a spreadsheet, "
                        + $"{dates[0].Text} … {dates[^1].Text}",
                ]);
    }

    static TimedColumn? Day(NumberedColumn column, DataOptions options) =>
        DateNumber.TryRead(column.Step, DateFormat.Excel, out var time)
            ? new TimedColumn(
                column.Field, column.Name, time.Ticks,
                options.DateFormat == DateFormat.Excel ? column.Text : time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : null;

    /// <summary>
    /// The columns whose whole names are numbers that do not count by ones, such as 0.5, 1.0 or 0, 5, 10, or the seconds since 1970. Null:
    /// there are none, or the distances between whole numbers differ.
    /// </summary>
    public static HeaderTimes? OfAmounts(string[] header, IReadOnlySet<int> taken, DataOptions options)
    {
        var sign = options.Decimal == DecimalSign.Comma ? ',' : '.';
        var amounts = new List<(int Field, double Amount)>();
        for (var i = 0; i < header.Length; i++)
        {
            if (!taken.Contains(i) && Amount(header[i].Replace(sign, '.')) is { } amount)
            {
                amounts.Add((i, amount));
            }
        }

        double[] order = [.. amounts.Select(a => a.Amount).Distinct().Order()];
        var isOther = amounts.Exists(
            a => header[a.Field] is ['-', ..] or { Length: > 9 } || header[a.Field].Contains(sign, StringComparison.Ordinal));
        var isEven = order.Length > 2 && Enumerable.Range(2, order.Length - 2).All(n => order[n] - order[n - 1] == order[1] - order[0]);
        return !isOther && (!isEven || order[1] - order[0] == 1) ? null
            : new HeaderTimes(
                [.. amounts.Select(a => new TimedColumn(
                    a.Field, WideHeader.Unnamed, Array.BinarySearch(order, a.Amount), header[a.Field]))],
                WideKind.Numbers, []);
    }

    static double? Amount(string name) =>
        double.TryParse(
            name, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? amount : null;

    static TimedColumn? Dated(NumberedColumn column, string format, string written) =>
        DateTime.TryParseExact(column.Text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            && time.Year is >= FirstYear and <= LastYear
            ? new TimedColumn(column.Field, column.Name, time.Ticks, time.ToString(written, CultureInfo.InvariantCulture))
            : null;

    static HeaderTimes Dates(string[] header, int[] free, DataOptions options)
    {
        var (month, day) = (Read(header, free, DateOrder.MonthFirst), Read(header, free, DateOrder.DayFirst));
        var isOpen = options.DateOrder == DateOrder.YearFirst;
        var isMonthFirst = isOpen ? MonthIsFirst(month, day) : options.DateOrder == DateOrder.MonthFirst;
        var (used, other) = isMonthFirst ? (month, day) : (day, month);
        return new HeaderTimes(
            Timed(used, options), WideKind.Dates,
            isOpen && !used.SequenceEqual(other) ? [NoteOf(header, used, other, isMonthFirst)] : [])
        {
            Exchanged = !isOpen && other.Count > used.Count ? Only(other, used) : -1,
        };
    }

    /// <summary>A column that is a date only in one way; −1 if there is none.</summary>
    static int Only(List<DatedName> dates, List<DatedName> others) =>
        dates.Select(d => d.Field).Except(others.Select(d => d.Field)).FirstOrDefault(-1);

    static string NoteOf(string[] header, List<DatedName> used, List<DatedName> other, bool isMonthFirst)
    {
        var (first, second) = isMonthFirst ? ("month", "day") : ("day", "month");
        var read = $"the columns are dates with the {first} first, {Iso(used, used[0].Time)} … {Iso(used, used[^1].Time)}";
        return Only(used, other) is >= 0 and var only ? $"{read}, as '{Printable.Cell(header[only])}' shows"
            : Rises(used) && !Rises(other) ? $"{read}: with the {second} first they would not be in order"
            : $"{read}, although the {second} may be meant to be first: then set date_order: {second}-first";
    }

    /// <summary>Whether the month comes first, or may do so: where both may be, an order in which the dates rise is meant.</summary>
    static bool MonthIsFirst(List<DatedName> month, List<DatedName> day) =>
        month.Count != day.Count ? month.Count > day.Count : Rises(month) || !Rises(day);

    static bool Rises(List<DatedName> dates) =>
        dates.GroupBy(d => d.Name).All(g => g.Zip(g.Skip(1)).All(p => p.First.Time < p.Second.Time));

    static List<DatedName> Read(string[] header, int[] free, DateOrder order)
    {
        var dates = free.Select(i => HeaderTime.Date(i, header[i], order)).OfType<DatedName>().ToList();
        var names = dates.CountBy(d => d.Name).Where(g => g.Value > 1).Select(g => g.Key).ToHashSet();
        return [.. dates.Where(d => names.Contains(d.Name))];
    }

    static TimedColumn[] Timed(List<DatedName> dates, DataOptions options) =>
    [
        .. dates.Select(d => new TimedColumn(
            d.Field, d.Name, d.Time.Ticks,
            DateText.TryParse(d.Text, options.DateOrder, out var time) && time == d.Time ? d.Text : Iso(dates, d.Time))),
    ];

    static string Iso(List<DatedName> dates, DateTime time) => time.ToString(
        dates.TrueForAll(d => d.Time.TimeOfDay == TimeSpan.Zero) ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Times of day, months or weekdays. They may begin anywhere: 06:00 … 23:00, 00:00 … 05:00 are in order.</summary>
    static HeaderTimes Recurring(string[] header, int[] free)
    {
        var read = free.Select(i => HeaderTime.Recurring(i, header[i])).OfType<RecurringName>().ToList();
        var period = read.CountBy(r => r.Period).OrderByDescending(p => p.Value).FirstOrDefault().Key;
        return new HeaderTimes(Unrolled(read.Where(r => r.Period == period)), WideKind.Recurring, []);
    }

    static TimedColumn[] Unrolled(IEnumerable<RecurringName> names) =>
        [.. names.GroupBy(c => c.Name).Where(g => g.Skip(1).Any()).SelectMany(g => Unrolled([.. g])).OrderBy(c => c.Field)];

    static IEnumerable<TimedColumn> Unrolled(RecurringName[] names)
    {
        var falls = Enumerable.Range(1, names.Length - 1).Where(n => names[n].Key <= names[n - 1].Key).ToArray();
        var turn = falls is [var only] && names[^1].Key < names[0].Key ? only : names.Length;
        return names.Select((r, n) => new TimedColumn(r.Field, r.Name, r.Key + (n < turn ? 0 : r.Period), r.Text));
    }
}
