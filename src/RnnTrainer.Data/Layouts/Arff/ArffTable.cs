using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Lines;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Arff;

/// <summary>
/// An ARFF file whose rows are no sequences of their own, as a CSV: the names are in the line of <c>@data</c>, the lines before it are
/// comments, so that every row keeps its line.
/// </summary>
static class ArffTable
{
    /// <summary>The CSV.</summary>
    /// <exception cref="DataException">The file has errors; it lists them.</exception>
    public static byte[] ToCsv(byte[] text, string file)
    {
        var errors = ErrorLog.OfValid(text, file);
        var header = ArffHeader.Read(text, errors);
        errors.ThrowIfAny();
        using var rows = ArffRows.Of(text, header, errors).GetEnumerator();
        var next = rows.MoveNext() ? rows.Current : null;
        var csv = new StringBuilder(text.Length);
        for (var line = new TextLine(text); line.Next(); csv.Append('\n'))
        {
            if (line.Number == header.Data)
            {
                csv.AppendJoin(',', header.Attributes.Select(a => Quoted(a.Name)));
            }
            else if (line.Number == next?.Line)
            {
                csv.AppendJoin(',', next.Cells.Select(c => Quoted(c.Text)));
                next = rows.MoveNext() ? rows.Current : null;
            }
            else
            {
                csv.Append('#');
            }
        }

        errors.ThrowIfAny();
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    static string Quoted(string cell) => CsvText.QuotedForReading(cell.Replace('\n', ' '));
}
