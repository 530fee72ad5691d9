using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Lines;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Arff;

/// <summary>A row of an ARFF file.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Start">The byte at which it begins.</param>
/// <param name="Cells">A cell for each attribute, and where it begins.</param>
sealed record ArffRow(int Line, int Start, (int Start, string Text)[] Cells);

/// <summary>The rows below <c>@data</c>, written in full or sparsely: <c>{0 1.5, 3 a}</c>.</summary>
static class ArffRows
{
    /// <summary>Reads the rows. One that cannot be read is recorded as an error and left out.</summary>
    public static IEnumerable<ArffRow> Of(byte[] text, ArffHeader header, ErrorLog errors)
    {
        for (var line = new TextLine(text); line.Next();)
        {
            if (line.Number > header.Data && !ArffHeader.IsComment(line) && Row(text, line, header, errors) is { } row)
            {
                yield return row;
            }
        }
    }

    static ArffRow? Row(byte[] text, TextLine line, ArffHeader header, ErrorLog errors)
    {
        var cells = new ArffCells(text, line.Start, line.End);
        var found = cells.OpensSparse() ? Sparse(ref cells, line, header, errors) : Full(ref cells);
        if (cells.IsOpen)
        {
            errors.Add(line.Start, "a quote that is never closed", "Close every quote in its line; a quote within one has a backslash " +
                "before it.");
            return null;
        }

        if (found is not null && found.Length != header.Attributes.Count)
        {
            errors.Add(
                line.Start, $"{Words.Counted(found.Length, "cell")} in this row but {Words.Counted(header.Attributes.Count, "attribute")}",
                "Every row has a cell for each attribute; a missing one is ?.");
            return null;
        }

        return found is null ? null : new ArffRow(line.Number, line.Start, found);
    }

    static (int Start, string Text)[] Full(ref ArffCells cells)
    {
        var found = new List<(int, string)>();
        while (cells.Cell() is { } cell)
        {
            found.Add(cell);
        }

        return [.. found];
    }

    static (int Start, string Text)[]? Sparse(ref ArffCells cells, TextLine line, ArffHeader header, ErrorLog errors)
    {
        (int Start, string Text)[] row = [.. header.Attributes.Select(a => (line.Start, a.Usual))];
        while (cells.At < line.End && cells.SparseCell() is { } cell)
        {
            if (!int.TryParse(cell.Index, NumberStyles.None, CultureInfo.InvariantCulture, out var i) || i >= row.Length)
            {
                errors.Add(
                    cell.Start, $"'{Printable.Cell(cell.Index)}' numbers no attribute",
                    $"A cell of a sparse row is the number of its attribute, from 0 to {row.Length - 1}, a space and the value.");
                return null;
            }

            row[i] = (cell.Start, cell.Text);
        }

        return row;
    }
}
