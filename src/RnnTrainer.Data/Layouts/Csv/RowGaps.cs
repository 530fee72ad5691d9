using CsvHelper;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>The blank lines between the rows of a CSV file, which its reader passes over.</summary>
/// <param name="isSplit">Whether they separate sequences; then a row of empty cells, as spreadsheets save a blank line, counts too.</param>
sealed class RowGaps(CsvReader reader, byte[] text, bool isSplit)
{
    bool _isStopped;
    bool _isFirstRow = true; // a blank line below the header separates nothing
    int _end; // of the record before
    int _blank; // since the last row

    /// <summary>The blank lines between rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is one before the current row.</summary>
    public bool IsBeforeRow { get; private set; }

    /// <summary>Those of a file; null if it has no blank line, so that rows need not be looked at.</summary>
    public static RowGaps? Of(CsvReader reader, byte[] text, bool isSplit = false) =>
        isSplit || HasBlankLine(text) ? new RowGaps(reader, text, isSplit) : null;

    /// <summary>Whether a text has a blank line, its end aside; it may be one in quotes.</summary>
    public static bool HasBlankLine(ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd("\r\n \t"u8);
        return text.IndexOf("\n\n"u8) >= 0 || text.IndexOf("\n\r\n"u8) >= 0 || text.IndexOf("\r\r"u8) >= 0;
    }

    /// <summary>Remembers where the current record ends. Called before the next one is read.</summary>
    public void Leave()
    {
        if (!_isStopped)
        {
            _end = (int)reader.ByteOffset + reader.RawRecord.Length;
        }
    }

    /// <summary>Looks at the lines before a record that was read. False: the record itself is a blank line.</summary>
    public bool Enter()
    {
        if (_isStopped)
        {
            return true;
        }

        _blank += BlankLines(text.AsSpan(_end..(int)reader.ByteOffset));
        if (isSplit && IsEmpty())
        {
            _blank++;
            return false;
        }

        IsBeforeRow = _blank > 0 && !_isFirstRow;
        Count += _isFirstRow ? 0 : _blank;
        (_blank, _isFirstRow) = (0, false);
        return true;
    }

    /// <summary>Stops counting, after a record that the reader could not read.</summary>
    public void Stop() => _isStopped = true;

    bool IsEmpty()
    {
        for (var i = 0; i < reader.FieldCount; i++)
        {
            if (!reader.IsEmpty(i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The blank ones of the lines after the end of a record; the others are comments.</summary>
    static int BlankLines(ReadOnlySpan<byte> gap)
    {
        var (blank, isFirst) = (0, true); // the first line end is the record's
        while (gap.IndexOfAny("\r\n"u8) is >= 0 and var end)
        {
            blank += !isFirst && gap[..end].Trim(" \t"u8).IsEmpty ? 1 : 0;
            gap = gap[(end + (gap[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
            isFirst = false;
        }

        return blank;
    }
}
