using System.Buffers;
using System.Text;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>The columns of a Parquet file, all at the same row.</summary>
sealed class ParquetTable
{
    readonly string _file;
    readonly ParquetMetadata _metadata;
    long _left;
    int _group;

    ParquetTable(Stream from, string file, long limit)
    {
        (_file, _metadata) = (file, ParquetMetadata.Read(from));
        RequirePlain();
        var leaves = ParquetLeaf.All(_metadata.Schema, file);
        if (leaves.Count == 0)
        {
            throw new InvalidDataException("it names no column");
        }

        if (_metadata.Groups.Any(g => g.Rows < 0 || g.Chunks.Count != leaves.Count))
        {
            throw new InvalidDataException("a row group has other columns than the file");
        }

        var types = new ParquetTypes(file, new ParquetPages(from, limit), leaves.Count == 1);
        Columns = [.. leaves.Select(types.Column)];
    }

    /// <summary>The columns in the file's order.</summary>
    public ParquetColumn[] Columns { get; }

    /// <summary>Reads the description of the file.</summary>
    /// <param name="from">Bytes that can be read from any place.</param>
    /// <param name="file">The file's name in errors.</param>
    /// <param name="limit">The largest number of bytes that a page may have.</param>
    /// <exception cref="DataException">It is damaged or encrypted, or has columns that are no cells.</exception>
    public static ParquetTable Open(Stream from, string file, long limit)
    {
        try
        {
            return new ParquetTable(from, file, limit);
        }
        catch (Exception e) when (e is not DataException)
        {
            throw Damaged(file, $"its description cannot be read ({e.Message})");
        }
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="DataException">The file is damaged.</exception>
    public bool Next()
    {
        if (_left > 0)
        {
            _left--;
            return true;
        }

        while (_group < _metadata.Groups.Count)
        {
            var group = _metadata.Groups[_group++];
            Begin(group);
            if (group.Rows > 0)
            {
                _left = group.Rows - 1;
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes the cell of the row in a column. The columns are written one after the other.</summary>
    /// <exception cref="DecoderFallbackException">It is no UTF-8.</exception>
    /// <exception cref="DataException">The file is damaged.</exception>
    public void Write(ParquetColumn column, ArrayBufferWriter<byte> to)
    {
        try
        {
            column.WriteNext(to);
            if (_left == 0)
            {
                column.End();
            }
        }
        catch (Exception e) when (e is not (DataException or DecoderFallbackException))
        {
            throw Unreadable(column, e);
        }
    }

    void Begin(ParquetRowGroup group)
    {
        for (var c = 0; c < Columns.Length; c++)
        {
            try
            {
                Columns[c].Begin(group.Chunks[c]);
            }
            catch (Exception e) when (e is not DataException)
            {
                throw Unreadable(Columns[c], e);
            }
        }
    }

    DataException Unreadable(ParquetColumn column, Exception why) => why is NotSupportedException
        ? new(Diagnostic.OfFile(
            _file, $"the column '{Printable.Cell(column.Name)}' cannot be read: {why.Message}",
            "Write the file with its program's usual settings."))
        : Damaged(_file, $"the column '{Printable.Cell(column.Name)}' of row group {_group} cannot be read ({why.Message})");

    static DataException Damaged(string file, string how) =>
        new(Diagnostic.OfFile(file, $"the Parquet file is damaged: {how}", "Download it or write it again."));

    void RequirePlain()
    {
        if (_metadata.IsEncrypted)
        {
            throw new DataException(Diagnostic.OfFile(_file, "the Parquet file is encrypted", "Write it without encryption."));
        }

        if (_metadata.IsElsewhere)
        {
            throw new DataException(Diagnostic.OfFile(
                _file, "the Parquet file names other files, which hold its values", "Name one of those, or write all rows into one file."));
        }
    }
}
