using System.Text;
using CsvHelper;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>The fields of the current record. Spaces and tabs around a field that is not in quotes do not belong to it.</summary>
/// <param name="trims">Whether they are removed here, which is faster than in the reader: few fields have any.</param>
sealed class CsvCells(CsvReader reader, bool trims = false)
{
    /// <summary>Whether spaces and tabs are removed here.</summary>
    public bool Trims => trims;

    /// <summary>The number of fields.</summary>
    public int Count => reader.FieldCount;

    /// <summary>The reader.</summary>
    public CsvReader Reader => reader;

    /// <summary>Field <paramref name="i"/>.</summary>
    public ReadOnlySpan<byte> this[int i]
    {
        get
        {
            var cell = reader.GetSpan(i);
            return !trims || cell.IsEmpty || (cell[0] > ' ' && cell[^1] > ' ') || reader.GetRawSpan(i)[0] == '"' ? cell
                : cell.Trim(" \t"u8);
        }
    }

    /// <summary>Field <paramref name="i"/> as a string.</summary>
    public string Text(int i) => trims ? Encoding.UTF8.GetString(this[i]) : reader.GetString(i);

    /// <summary>The byte at which field <paramref name="i"/> begins, its quote included.</summary>
    public long OffsetOf(int i) => CsvFile.OffsetOf(reader, i);

    /// <summary>
    /// Whether the record has a field for each of the columns; further fields have to be empty, as after a separator at the end of the
    /// line.
    /// </summary>
    public bool Fits(int columns)
    {
        for (var i = columns; i < reader.FieldCount; i++)
        {
            if (!this[i].IsEmpty)
            {
                return false;
            }
        }

        return reader.FieldCount >= columns;
    }

    /// <summary>Whether the record is a line of spaces and tabs, which is no row.</summary>
    public bool IsBlankLine => trims && reader.FieldCount == 1 && reader.RawRecord.IndexOfAnyExcept(" \t"u8) < 0;
}
