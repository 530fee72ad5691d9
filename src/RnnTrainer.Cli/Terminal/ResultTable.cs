using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Common;
using RnnTrainer.Data.Files;

namespace RnnTrainer.Cli.Terminal;

/// <summary>A result that is a table.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Groups">
/// Rows of texts and numbers. They are computed while they are enumerated, as all of them may not fit into memory; the next group may have
/// to be waited for.
/// </param>
sealed record ResultTable(IReadOnlyList<string> Columns, IEnumerable<IEnumerable<object[]>> Groups)
{
    const int Block = 1 << 15; // characters

    /// <summary>The same with all rows computed.</summary>
    public ResultTable Kept() => this with { Groups = [[.. Groups.SelectMany(rows => rows)]] };

    /// <summary>Writes it: as Parquet if the file's name ends in <c>.parquet</c>, otherwise as CSV.</summary>
    public void WriteTo(OutputFile output)
    {
        if (output.IsParquet)
        {
            output.WriteTable(Write);
        }
        else
        {
            output.WriteText(WriteCsv);
        }
    }

    /// <summary>RFC 4180, lines ended by LF; numbers in their shortest exact form.</summary>
    public void WriteCsv(TextWriter to)
    {
        var text = new StringBuilder();
        foreach (var group in Groups.Prepend([[.. Columns]]))
        {
            foreach (var row in group)
            {
                text.Append(Line(row));
                if (text.Length > Block)
                {
                    Flush();
                }
            }

            Flush();
        }

        void Flush()
        {
            to.Write(text);
            text.Clear();
        }
    }

    /// <summary>A row as a line of such a file.</summary>
    public static string Line(object[] row) =>
        string.Join(',', row.Select(cell => CsvText.Quoted(Convert.ToString(cell, CultureInfo.InvariantCulture)!))) + "\n";

    /// <summary>The same to another table.</summary>
    public void Write(TableWriter to)
    {
        to.Begin(Columns);
        foreach (var row in Groups.SelectMany(rows => rows))
        {
            foreach (var cell in row)
            {
                if (cell is double number)
                {
                    to.Cell(number);
                }
                else
                {
                    to.Cell((string)cell);
                }
            }

            to.EndRow();
        }

        to.End();
    }

    /// <summary>The rows as a list of objects.</summary>
    public JsonArray ToJson() =>
        new([
            .. Groups.SelectMany(rows => rows)
            .Select(row => new JsonObject(row.Select((cell, c) => KeyValuePair.Create(Columns[c], Node(cell)))))]);

    static JsonNode? Node(object cell) => cell is double number ? double.IsFinite(number) ? number : null : (string)cell;
}
