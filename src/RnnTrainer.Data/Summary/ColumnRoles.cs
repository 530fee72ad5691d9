using System.Globalization;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Profiling;

namespace RnnTrainer.Data.Summary;

/// <summary>Columns that can be neither inputs nor targets, with the reason, and columns that the time determines.</summary>
sealed class ColumnRoles
{
    // Three or four measured numbers may count by ones by chance.
    const int FewestCounted = 5, FewestNamed = 3, SomeNames = 10, SomeRows = 10, MostLooked = 1000;
    const double Nearly = 0.99;

    static readonly Func<DateTime, double>[] Parts =
    [
        t => t.Year, t => t.Month, t => t.Day, t => t.Hour, t => t.Minute, t => t.Second, t => (int)t.DayOfWeek,
        t => ((int)t.DayOfWeek + 6) % 7, t => (((int)t.DayOfWeek + 6) % 7) + 1, t => t.DayOfYear, t => ((t.Month - 1) / 3) + 1,
        t => ISOWeek.GetWeekOfYear(t), t => t.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0, t => t.Year - 2000,
        t => t.Month - 1, t => t.Hour + 1, t => t.Year - 2011,
    ];

    /// <summary>Seconds by which a local clock may differ from the time that was read: of what an offset was applied to.</summary>
    static readonly double[] Offsets = [.. Enumerable.Range(-12, 27).Select(h => 3600.0 * h).OrderBy(Math.Abs)];

    static readonly string[] Turning = ["month", "day", "hour", "weekday", "week", "quarter", "minute", "dayofweek", "dow", "season"];

    readonly Dictionary<ColumnFacts, string> _leftOut = [];
    readonly HashSet<ColumnFacts> _known = [];

    public ColumnRoles(TableFacts table, DataOptions given)
    {
        foreach (var column in table.Columns.Where(c => !table.IsOrder(c) && !given.Target.Contains(c.Name) && !IsGivenInput(c, given)))
        {
            if (Reason(column, table) is { } reason)
            {
                _leftOut.Add(column, reason);
            }
            else if (column.IsNumber && table.HasSteps && IsOfTime(column, table))
            {
                _known.Add(column);
            }
        }
    }

    /// <summary>The columns that are left out, with the reasons.</summary>
    public IReadOnlyDictionary<ColumnFacts, string> LeftOut => _leftOut;

    /// <summary>Whether the column may be an input or a target.</summary>
    public bool IsUsable(ColumnFacts column) => !_leftOut.ContainsKey(column);

    /// <summary>Whether the time determines the column, as it does the month: it is known ahead, and not forecast.</summary>
    public bool IsKnown(ColumnFacts column) => _known.Contains(column);

    static bool IsGivenInput(ColumnFacts column, DataOptions given) =>
        given.Inputs?.Contains(column.Name) == true || given.Categories.Contains(column.Name)
            || given.Tokens?.Contains(column.Name) == true;

    /// <summary>Why a column with few values is left out.</summary>
    public static string Sparse(WholeColumn column) =>
        string.Create(CultureInfo.InvariantCulture, $"it has {column.Filled:N0} values in {column.Filled + column.Missing:N0} rows");

    static string? Reason(ColumnFacts column, TableFacts table) => column switch
    {
        { Kind: ValueKind.Empty } => "it has no values",
        { IsSparse: true } when !IsOncePerSequence(column, table) => Sparse(column.Whole),
        _ when IsCounter(column, table) => "it counts the rows",
        _ when IsId(column, table) => "it names the sequences",
        { IsAmbiguousDate: true } => "its dates can be read with the day or the month first",
        _ when column.Kind is ValueKind.Date or ValueKind.Clock || (table.HasCalendar && TimeCandidate.IsTime(column)) =>
            "it is a time, but not the one that orders the rows",
        { IsConstant: true } when table.HasSteps && !TargetNames.IsStrong(column.Name) && HasOthers(column, table)
        && (column.IsText || table.Rows >= SomeRows || SequenceNames.Is(column.Name)) =>
            $"it is always {column.Profile.Examples[0]}",
        _ => null,
    };

    static bool HasOthers(ColumnFacts column, TableFacts table) =>
        table.Columns.Any(
            c => c != column && !c.IsConstant && c.Kind is ValueKind.Number or ValueKind.Category or ValueKind.Word && !table.IsOrder(c));

    static bool IsOncePerSequence(ColumnFacts column, TableFacts table) =>
        table.HasSteps && table.Sequences.Groups.Count > 1 && column.Filled == table.Sequences.Groups.Count
        && table.Sequences.Groups.HasOneEach(column);

    /// <summary>Whether whole numbers rise, or fall, by one from row to row, or from step to step of each sequence.</summary>
    static bool IsCounter(ColumnFacts column, TableFacts table)
    {
        var (values, fewest) = (column.Values, ColumnSample.IsIndex(column.Name) ? FewestNamed : FewestCounted);
        if (!column.IsWhole || column.Missing > 0 || values.Length < fewest
            || !table.Columns.Any(
                c => c != column && c.Kind is ValueKind.Number or ValueKind.Category or ValueKind.Word && !table.IsOrder(c)))
        {
            return false;
        }

        var (rows, groups) = (RowGroups.One(values.Length), table.Sequences.Groups);
        return rows.CountsBy(1, values, fewest - 1) || rows.CountsBy(-1, values, fewest - 1)
            || (table.HasSteps && table.Sequences.Time is not null && groups.Count > 1 && groups.CountsBy(1, values, fewest - 1));
    }

    /// <summary>Whether each sequence has a value of its own: a text, or whole numbers without gaps.</summary>
    static bool IsId(ColumnFacts column, TableFacts table)
    {
        var groups = table.Sequences.Groups;
        return table.Layout == Layout.Long && groups.Count > 1 && !TargetNames.IsStrong(column.Name) && column.Distinct == groups.Count
            && (column.IsText ? groups.Count >= FewestNamed && groups.Size >= 2 : groups.Count >= SomeNames && column.IsWhole
                && column.Max - column.Min + 1 == column.Distinct)
            && groups.AreConstantIn(column);
    }

    /// <summary>Whether the values are a part of the date of each row; where there is no date, whether name and range say so.</summary>
    static bool IsOfTime(ColumnFacts column, TableFacts table)
    {
        if (!column.IsWhole)
        {
            return false;
        }

        if (table.Sequences.Time is not { IsCalendar: true } time)
        {
            return Turning.Contains(column.Name, StringComparer.OrdinalIgnoreCase) && column.Min >= 0 && column.Max <= 366;
        }

        var rows = Enumerable.Range(0, time.Values.Length).Where(n => !double.IsNaN(time.Values[n]) && !double.IsNaN(column.Values[n]))
            .Take(MostLooked).ToArray();
        return column.Distinct > 1 && rows.Length > 1 && Offsets.Any(offset => Parts.Any(part =>
            rows.Count(n => part(Moment(time.Values[n] + offset)) == column.Values[n]) >= Nearly * rows.Length));
    }

    static DateTime Moment(double seconds) =>
        Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds / 4 ? DateTime.UnixEpoch.AddSeconds(seconds) : DateTime.UnixEpoch;
}
