using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Summary;

namespace RnnTrainer.Cli.Inputs;

/// <summary>How a file was understood, as text.</summary>
static class SummaryText
{
    const int MostColumns = 16, WidestName = 24;

    /// <summary>Its lines.</summary>
    public static IEnumerable<string> Of(DataSummary summary)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture, $"{summary.File}: {Unit(summary)}, {Lengths(summary.Lengths)}");
        yield return $"layout {summary.Layout.Layout.ToString().ToLowerInvariant()}: {summary.Layout.Reason}";
        foreach (var line in Columns(summary.Columns))
        {
            yield return line;
        }

        if (summary.Classes.Count > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"classes {summary.Classes.Count}: "
                + $"{Some(summary.Classes.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name} {c.Count:N0}")), 8)}");
        }

        yield return $"task {summary.Task.Task ?? "unknown"}: {summary.Task.Reason}";
        foreach (var other in summary.Alternatives)
        {
            yield return $"or {other.Option}: {other.Meaning}";
        }

        foreach (var note in summary.Notes)
        {
            yield return $"note: {note}";
        }
    }

    static IEnumerable<string> Columns(IReadOnlyList<ColumnSummary> columns)
    {
        string[] names = [.. columns.Take(MostColumns).Select(c => Printable.Short(c.Name, WidestName))];
        var width = names.Append("").Max(n => n.Length);
        foreach (var (column, name) in columns.Zip(names))
        {
            var missing = column.Missing > 0 ? string.Create(CultureInfo.InvariantCulture, $", {column.Missing:N0} missing") : "";
            yield return $"  {name.PadRight(width)}  {column.Kind.ToString().ToLowerInvariant(),-8}  {Values(column)}{missing}";
        }

        if (columns.Count > MostColumns)
        {
            yield return $"  … and {Words.Counted(columns.Count - MostColumns, "more column")}, the last is '{columns[^1].Name}'";
        }
    }

    static string Values(ColumnSummary column) => column switch
    {
        { Kind: ColumnKind.Empty } => "empty",
        { Min: { } min, Max: { } max } when column.Kind is ColumnKind.Number or ColumnKind.Step || column.Distinct > 20 =>
            string.Create(CultureInfo.InvariantCulture, $"{min:G6} to {max:G6}"),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"{(column.Distinct >= ColumnSummary.MostDistinct ? "more than " : "")}{Words.Counted(column.Distinct, "value")}, such as "
            + $"{string.Join(", ", column.Examples)}"),
    };

    /// <summary>The number of sequences and their lengths.</summary>
    public static string Lengths(LengthSummary lengths) => lengths switch
    {
        { Sequences: 1 } => string.Create(CultureInfo.InvariantCulture, $"1 sequence of {Words.Counted(lengths.Max, "step")}"),
        _ when lengths.Min == lengths.Max =>
            string.Create(CultureInfo.InvariantCulture, $"{lengths.Sequences:N0} sequences of {Words.Counted(lengths.Max, "step")}"),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"{lengths.Sequences:N0} sequences of {lengths.Min:N0} to {lengths.Max:N0} steps (median {lengths.Median:0.#})"),
    };

    static string Unit(DataSummary summary) => summary.Layout.Layout switch
    {
        Layout.Text => Words.Counted(summary.Rows, "character"),
        Layout.Ts or Layout.Ucr or Layout.Arff or Layout.Tsf => string.Create(
            CultureInfo.InvariantCulture, $"{summary.Rows:N0} {Words.Agree(summary.Rows, "value", "values")} in time"),
        _ => Words.Counted(summary.Rows, "row"),
    };

    static string Some(IEnumerable<string> names, int most)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(most)) + (all.Count > most ? ", …" : "");
    }
}
