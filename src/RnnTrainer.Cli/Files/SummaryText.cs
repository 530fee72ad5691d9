using System.Globalization;
using System.Text;
using RnnTrainer.Data;

namespace RnnTrainer.Cli;

/// <summary>How a file was understood, for a reader.</summary>
static class SummaryText
{
    const int MostColumns = 16, WidestName = 24;

    public static string Of(DataSummary summary)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{summary.File}: {summary.Rows:N0} {Unit(summary)}, {Lengths(summary.Lengths)}\n");
        text.Append($"layout {summary.Layout.Layout.ToString().ToLowerInvariant()}: {summary.Layout.Reason}\n");
        if (summary.Columns.Count > 0)
        {
            Columns(text, summary.Columns);
        }

        if (summary.Classes.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"classes {summary.Classes.Count}: {Some(summary.Classes.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name} {c.Count:N0}")), 8)}\n");
        }

        text.Append($"task {summary.Task.Task ?? "unknown"}: {summary.Task.Reason}\n");
        foreach (var note in summary.Notes)
        {
            text.Append($"note: {note}\n");
        }

        return text.ToString();
    }

    static void Columns(StringBuilder text, IReadOnlyList<ColumnSummary> columns)
    {
        var width = Math.Min(WidestName, columns.Take(MostColumns).Max(c => c.Name.Length));
        foreach (var column in columns.Take(MostColumns))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Short(column.Name).PadRight(width)}  {column.Kind.ToString().ToLowerInvariant(),-8}  {Values(column)}{(column.Missing > 0 ? string.Create(CultureInfo.InvariantCulture, $", {column.Missing:N0} missing") : "")}\n");
        }

        if (columns.Count > MostColumns)
        {
            text.Append(CultureInfo.InvariantCulture, $"  … and {columns.Count - MostColumns} columns more, the last is '{columns[^1].Name}'\n");
        }
    }

    static string Values(ColumnSummary column) => column switch
    {
        { Kind: ColumnKind.Empty } => "nothing in it",
        { Min: { } min, Max: { } max } when column.Kind is ColumnKind.Number or ColumnKind.Step || column.Distinct > 20 =>
            string.Create(CultureInfo.InvariantCulture, $"{min:G6} to {max:G6}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(column.Distinct >= ColumnSummary.MostDistinct ? "more than " : "")}{column.Distinct:N0} {(column.Distinct == 1 ? "value" : "values")}, such as {string.Join(", ", column.Examples)}"),
    };

    /// <summary>How many sequences, and how long.</summary>
    public static string Lengths(LengthSummary lengths) => lengths switch
    {
        { Sequences: 1 } => string.Create(CultureInfo.InvariantCulture, $"1 sequence of {lengths.Max:N0} steps"),
        _ when lengths.Min == lengths.Max => string.Create(CultureInfo.InvariantCulture, $"{lengths.Sequences:N0} sequences of {lengths.Max:N0} {(lengths.Max == 1 ? "step" : "steps")}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{lengths.Sequences:N0} sequences of {lengths.Min:N0} to {lengths.Max:N0} steps (median {lengths.Median:0.#})"),
    };

    static string Unit(DataSummary summary) => summary.Layout.Layout switch
    {
        Layout.Text => "characters",
        Layout.Ts or Layout.Ucr => "values in time",
        _ => "rows",
    };

    static string Short(string name) => name.Length <= WidestName ? name : name[..(WidestName - 1)] + "…";

    static string Some(IEnumerable<string> names, int most)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(most)) + (all.Count > most ? ", …" : "");
    }
}
