using System.Text;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>The rows of one CSV file after those of another, by the names of their columns.</summary>
static class AppendedRows
{
    /// <summary>
    /// The text of the first file with the rows of the second: of its columns those that the first has too; the other cells are empty.
    /// </summary>
    /// <param name="text">Of a file whose first line names the columns.</param>
    /// <param name="further">The same.</param>
    /// <param name="needed">Columns that the second file has to have.</param>
    /// <exception cref="DataException">A file is no CSV, or lacks a column.</exception>
    public static byte[] Of(byte[] text, string file, byte[] further, string furtherFile, IReadOnlyList<string> needed)
    {
        using var first = CsvFile.Open(text);
        using var second = CsvFile.Open(further);
        var (names, others) = (Header(first, file), Header(second, furtherFile));
        string[] required = [.. needed.Concat(HeaderNames.SequenceNames.Where(names.Contains).Take(1)).Distinct()];
        if (required.FirstOrDefault(name => !others.Contains(name)) is { } missing)
        {
            throw new DataException(Diagnostic.OfFile(
                furtherFile, $"there is no column '{missing}', which the rows of the steps ahead need",
                $"Its columns are {Words.FirstFew(others, most: 12, shown: 10)}."));
        }

        int[] places = [.. names.Select(name => Array.IndexOf(others, name))];
        var rows = new StringBuilder(text.Length > 0 && text[^1] != '\n' ? "\n" : "");
        while (CsvFile.TryRead(second))
        {
            rows.AppendJoin(first.Separator, places.Select(i => i >= 0 && i < second.FieldCount ? Cell(second.GetString(i)) : "")).Append('\n');
        }

        return [.. text, .. Encoding.UTF8.GetBytes(rows.ToString())];
    }

    static string[] Header(CsvHelper.CsvReader reader, string file) => CsvFile.TryRead(reader)
        ? [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim().TrimStart('\uFEFF'))]
        : throw new DataException(Diagnostic.OfFile(file, "there is no header", "The first line names the columns."));

    static string Cell(string cell) => cell.Length == 0 ? "" : CsvText.QuotedForReading(cell);
}
