using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Profiling;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>
/// What a user should know of how a table was understood: every column that is left out, and every cell that is read otherwise.
/// </summary>
static class TableNotes
{
    const int MostNamed = 5;

    public static IEnumerable<string> Of(TableChoice choice, TableReading read)
    {
        var (table, options, format) = (choice.Table, read.Options, choice.Profile.Format);
        var where = read.Columns is null ? "" : string.Create(
            CultureInfo.InvariantCulture, $" of the {choice.Profile.Rows:N0} rows that were looked at");
        return [.. Grouped(table, format)
            .Where(n => !read.Notes.Any(r => r.StartsWith(n[..n.IndexOf(" has", StringComparison.Ordinal)], StringComparison.Ordinal))),
            .. Sentinels(table, where), .. Ambiguous(table), .. Ordered(table, options), .. Bad(table, read),
            .. LeftOut(choice, read), .. Timeless(table, choice.Task, options)];
    }

    /// <summary>The columns without a role, by the reason.</summary>
    static IEnumerable<string> LeftOut(TableChoice choice, TableReading read)
    {
        var (table, task, options) = (choice.Table, choice.Task, read.Options);
        if (!table.HasSteps || task.Task is null)
        {
            yield break;
        }

        string[] used = [.. options.Inputs ?? [], .. options.Categories, .. options.Tokens ?? [], .. options.Target,
            .. options.Step, .. options.Sequence];
        var unused = table.Columns.Where(c => !used.Contains(c.Name) && !table.IsOrder(c) && !c.IsAmbiguousDate)
            .GroupBy(c => Reason(c, choice, read));
        foreach (var group in unused)
        {
            string[] names = [.. group.Select(c => c.Name)];
            yield return names.Length == 1 ? $"column '{names[0]}' is left out: {group.Key}"
                : $"columns {Words.FirstFew([.. names.Select(n => $"'{n}'")], MostNamed)} are left out; of each, {group.Key}";
        }
    }

    static string Reason(ColumnFacts column, TableChoice choice, TableReading read) =>
        column.IsSparse && read.Columns?[column.Index] is { } whole && choice.Roles.LeftOut.ContainsKey(column)
            ? ColumnRoles.Sparse(whole)
            : choice.Roles.LeftOut.GetValueOrDefault(column, column.IsText ? "it holds texts" : "the inputs are named");

    static IEnumerable<string> Bad(TableFacts table, TableReading read) =>
        from c in table.Columns
        let bad = (read.Columns?[c.Index] ?? c.Whole).Bad
        where bad > 0 && !table.IsOrder(c)
        select $"column '{c.Name}' holds {(c.IsNumber ? "numbers" : "times")}, except for {Words.Counted(bad, "cell")}";

    /// <summary>Numbers that stand for a missing value.</summary>
    static IEnumerable<string> Sentinels(TableFacts table, string where) =>
        from c in table.Columns
        from s in c.Sentinels
        select string.Create(
            CultureInfo.InvariantCulture, $"column '{c.Name}': {s.Value} counts as missing, in {Words.Counted(s.Count, "cell")}{where}");

    static IEnumerable<string> Timeless(TableFacts table, TaskGuess task, DataOptions options) =>
        table.IsSeries && task.Task == "tag" && options.Step.Count == 0
            && !table.Columns.Any(c => c.HasStepName)
            ? ["no column tells the time, so the rows are used in the order of the file; if that order means nothing, the rows are not " +
                "a sequence"]
            : [];

    /// <summary>Dates whose order follows only from the distances between the rows.</summary>
    static IEnumerable<string> Ordered(TableFacts table, DataOptions options) => table.Columns
        .Where(c => c.HasEitherOrder && !c.IsAmbiguousDate && !table.Columns.Any(o => o.DayFirst != o.MonthFirst))
        .Select(c => $"column '{c.Name}': dates such as '{c.Profile.Examples[^1]}' are read with the "
            + $"{(options.DateOrder == DateOrder.MonthFirst ? "month" : "day")} first, since only then are the rows evenly apart; "
            + "date_order: sets another order");

    static IEnumerable<string> Ambiguous(TableFacts table) => table.Columns.Where(c => c.IsAmbiguousDate)
        .Select(
            c => $"column '{c.Name}' has dates in which day and month can be confused, since no number above 12 shows which is the day: " +
                $"it is ignored until you set date_order: day-first or month-first, or write the year first, as in 2016-07-31");

    static IEnumerable<string> Grouped(TableFacts table, CellFormat format) =>
        table.Columns.Where(c => c.IsNumber && c.Profile.Grouped is not null)
        .Select(
            c => $"column '{c.Name}' has groups of digits: '{c.Profile.Grouped}' is read as {ReadGroups(c.Profile.Grouped!, format)}, a " +
                $"{(format.Decimal == DecimalSign.Comma ? "comma" : "point")} is the decimal sign");

    static string ReadGroups(string cell, CellFormat format) => NumberText.TryRead(Encoding.UTF8.GetBytes(cell), format, out var x)
        ? x.ToString(CultureInfo.InvariantCulture) : cell;
}
