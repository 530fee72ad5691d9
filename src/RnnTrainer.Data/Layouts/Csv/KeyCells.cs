using System.Text;
using CsvHelper;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>The cells of the current row that name its sequence.</summary>
/// <param name="columns">At least one.</param>
/// <param name="isFilled">Whether an empty cell repeats the cell above it.</param>
sealed class KeyCells(CsvReader reader, string[] header, int[] columns, bool isFilled, ErrorLog errors)
{
    readonly byte[][] _cells = Array.ConvertAll(columns, _ => Array.Empty<byte>());

    /// <summary>The id of the sequence of the row that was read last.</summary>
    public string Id => SequenceKey.Join(Array.ConvertAll(_cells, Encoding.UTF8.GetString));

    /// <summary>Reads the current row. False, with the error recorded, at an empty cell.</summary>
    /// <param name="isSame">Whether its sequence is that of the row before.</param>
    public bool TryRead(out bool isSame)
    {
        isSame = true;
        for (var k = 0; k < columns.Length; k++)
        {
            var cell = reader.GetSpan(columns[k]);
            if (cell.IsEmpty && !(isFilled && _cells[k].Length > 0))
            {
                errors.AddCell(
                    reader, columns[k], $"the cell in column '{header[columns[k]]}' is empty",
                    isFilled ? "Name the sequence in its first row: an empty cell repeats the cell above it (fill_sequence)."
                    : "Name the sequence in every row; or, if an empty cell repeats the cell above it, set data.fill_sequence: true.");
                return false;
            }

            if (!cell.IsEmpty && !cell.SequenceEqual(_cells[k]))
            {
                _cells[k] = cell.ToArray();
                isSame = false;
            }
        }

        return true;
    }
}
