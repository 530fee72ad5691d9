using System.Buffers;
using System.Text;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>
/// A Parquet file as the UTF-8 text of a CSV, which is made while it is read, a page of each column at a time: the names of the columns,
/// then a line for each row. All readers of CSV read it so, by the same rules.
/// </summary>
sealed class ParquetText : ReadStream
{
    /// <summary>The bytes of text that are made at once.</summary>
    const int Block = 1 << 16;

    readonly ArrayBufferWriter<byte> _text = new(2 * Block);
    readonly Stream _from;
    readonly string _file;
    readonly ParquetTable _table;
    long _line;
    int _taken;

    ParquetText(Stream from, string file, DataOptions options)
    {
        (_from, _file, _table) = (from, file, ParquetTable.Open(from, file, MemoryLimit.Of(options)));
        if (options.HasHeader)
        {
            WriteNames();
        }
    }

    /// <summary>Opens a file that <see cref="ParquetMagic.Is(Stream)"/> a Parquet file.</summary>
    /// <param name="from">Bytes that can be read from any place; they are closed with the text.</param>
    /// <param name="file">The file's name in errors.</param>
    /// <exception cref="DataException">It is damaged or encrypted, or has columns that are no cells. Reading the text may find more
    /// damage.</exception>
    public static ParquetText Open(Stream from, string file, DataOptions options) => new(from, file, options);

    /// <exception cref="DataException">The file is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_taken == _text.WrittenCount)
        {
            _text.ResetWrittenCount();
            _taken = 0;
            WriteRows();
        }

        var count = Math.Min(buffer.Length, _text.WrittenCount - _taken);
        _text.WrittenSpan.Slice(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _from.Dispose();
        }

        base.Dispose(disposing);
    }

    void WriteNames()
    {
        foreach (var column in _table.Columns)
        {
            _text.Write(column == _table.Columns[0] ? [] : ","u8);
            CsvText.WriteForReading(_text, Encoding.UTF8.GetBytes(column.Name), always: column.Name.Length == 0);
        }

        EndLine();
    }

    void WriteRows()
    {
        while (_text.WrittenCount < Block && _table.Next())
        {
            var start = _text.WrittenCount;
            WriteCell(_table.Columns[0]);
            foreach (var column in _table.Columns.AsSpan(1))
            {
                _text.Write(","u8);
                WriteCell(column);
            }

            // A blank line would be no row.
            _text.Write(_text.WrittenCount == start ? "\"\""u8 : []);
            EndLine();
        }
    }

    void WriteCell(ParquetColumn column)
    {
        try
        {
            _table.Write(column, _text);
        }
        catch (DecoderFallbackException)
        {
            throw new DataException(Diagnostic.OfLine(
                _file, _line + 1, $"the column '{Printable.Cell(column.Name)}' holds bytes that are not UTF-8 text",
                "Write it as text, or leave the column out."));
        }
    }

    void EndLine()
    {
        _text.Write("\n"u8);
        _line++;
    }
}
