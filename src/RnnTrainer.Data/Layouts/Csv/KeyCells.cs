using System.Text;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>The cells of the current row that name its sequence.</summary>
/// <param name="columns">At least one.</param>
/// <param name="isFilled">Whether an empty cell repeats the cell above it.</param>
sealed class KeyCells(CsvCells record, string[] header, int[] columns, bool isFilled, ErrorLog errors)
{
    readonly byte[][] _cells = Array.ConvertAll(columns, _ => Array.Empty<byte>());

    /// <summary>The id of the sequence of the row that was read last.</summary>
    public string Id => SequenceKey.Join(Array.ConvertAll(_cells, Encoding.UTF8.GetString));

    /// <summary>
    /// Reads the current row. False, with the error recorded, if it does not name its sequence. Of several columns some may be empty, such
    /// as the province of a country without provinces.
    /// </summary>
    /// <param name="isSame">Whether its sequence is that of the row before.</param>
    public bool TryRead(out bool isSame)
    {
        isSame = true;
        if (columns.Length == 1 && record[columns[0]] is { IsEmpty: false } only && only.SequenceEqual(_cells[0]))
        {
            return true;
        }

        var empty = 0;
        for (var k = 0; k < columns.Length; k++)
        {
            var cell = record[columns[k]];
            empty += cell.IsEmpty && !(isFilled && _cells[k].Length > 0) ? 1 : 0;
            if (!(cell.IsEmpty && isFilled) && !cell.SequenceEqual(_cells[k]))
            {
                _cells[k] = cell.ToArray();
                isSame = false;
            }
        }

        if (empty == 0 || (empty < columns.Length && !isFilled))
        {
            return true;
        }

        var first = Array.FindIndex(_cells, c => c.Length == 0);
        errors.Add(
            () => record.OffsetOf(columns[first]), $"the cell in column '{header[columns[first]]}' is empty",
            isFilled ? "Name the sequence in its first row: an empty cell repeats the cell above it (fill_sequence)."
            : "Name the sequence in every row; or, if an empty cell repeats the cell above it, set data.fill_sequence: true.");
        return false;
    }
}
