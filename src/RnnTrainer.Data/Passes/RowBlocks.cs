using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Profiling;

namespace RnnTrainer.Data.Passes;

/// <summary>Finds where blocks of rows with the same cell end, which may be sequences.</summary>
static class RowBlocks
{
    /// <summary>
    /// The byte at which the last block begins, of the column with the most blocks: in each of them stand all rows with a cell, two or more
    /// on average. The end of the text if there is no such column.
    /// </summary>
    /// <param name="text">A CSV.</param>
    public static int EndOfLast(byte[] text)
    {
        using var reader = CsvFile.Open(text);
        var columns = CsvFile.TryRead(reader) ? new Column[reader.FieldCount] : [];
        var rows = 0;
        for (; CsvFile.TryRead(reader); rows++)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i].Add(i < reader.FieldCount ? reader.GetSpan(i) : [], reader.ByteOffset);
            }
        }

        var best = columns.Where(c => c.AreBlocks && c.Blocks > 1 && 2 * c.Blocks <= rows).OrderByDescending(c => c.Blocks).ToList();
        return best.Count == 0 ? text.Length : (int)best[0].Last;
    }

    struct Column
    {
        HashSet<ulong>? _cells;
        ulong _cell;
        bool _isNone;

        /// <summary>The number of blocks.</summary>
        public int Blocks { get; private set; }

        /// <summary>Where the last of them begins.</summary>
        public long Last { get; private set; }

        /// <summary>Whether no cell is empty, and none comes again after another.</summary>
        public readonly bool AreBlocks => !_isNone;

        public void Add(ReadOnlySpan<byte> cell, long offset)
        {
            if (_isNone)
            {
                return;
            }

            var hash = ColumnProfile.Hash(cell);
            if (Blocks > 0 && hash == _cell)
            {
                return;
            }

            _isNone = cell.IsEmpty || !(_cells ??= []).Add(hash);
            (_cell, Last, Blocks) = (hash, offset, Blocks + 1);
        }
    }
}
