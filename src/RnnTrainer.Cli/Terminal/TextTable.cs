using System.Text;
using RnnTrainer.Common;

namespace RnnTrainer.Cli.Terminal;

/// <summary>Rows of text in columns, separated by two spaces.</summary>
static class TextTable
{
    /// <param name="rows">The head first; all rows have the same number of cells.</param>
    public static string Of(IReadOnlyList<string[]> rows) => Of(null, rows);

    /// <param name="width">The longest line; null for no limit.</param>
    /// <param name="rows">The head first; all rows have the same number of cells.</param>
    public static string Of(int? width, IReadOnlyList<string[]> rows)
    {
        rows = [.. rows.Select(r => Array.ConvertAll(r, Printable.Line))];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length))];
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var line = string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd();
            text.Append(line.Length > width ? line[..(width.Value - 1)] + "…" : line).Append('\n');
        }

        return text.ToString();
    }
}
