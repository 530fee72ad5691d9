using CsvHelper;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>The blank lines between the rows of a CSV file, which its reader passes over.</summary>
/// <param name="isSplit">Whether they separate sequences; then a row of empty cells, as spreadsheets save a blank line, counts too.</param>
sealed class RowGaps(CsvReader reader, TextWindow window, bool isSplit)
{
    bool _isStopped;
    bool _isFirstRow = true; // a blank line below the header separates nothing
    long _end; // of the record before
    int _blank; // since the last row

    /// <summary>The blank lines between rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is one before the current row.</summary>
    public bool IsBeforeRow { get; private set; }

    /// <summary>Those of a file; null if it has no blank line, so that rows need not be looked at.</summary>
    public static RowGaps? Of(CsvReader reader, TextSource text, TextWindow window, bool isSplit = false) =>
        isSplit || HasBlankLine(text) ? new RowGaps(reader, window, isSplit) : null;

    /// <summary>Whether a text has a blank line, its end aside; it may be one in quotes.</summary>
    public static bool HasBlankLine(TextSource text)
    {
        var (isFound, before) = (false, Array.Empty<byte>()); // a line of which it is not known whether others follow
        foreach (var (_, bytes) in text.Blocks())
        {
            if (isFound && bytes.Span.IndexOfAnyExcept(Blank) >= 0)
            {
                return true;
            }

            var joint = before.Length == 0 ? [] : (byte[])[.. before, .. bytes.Span[..Math.Min(2, bytes.Length)]];
            if (BlankLine(joint) >= 0)
            {
                isFound = true;
                if (bytes.Span.IndexOfAnyExcept(Blank) >= 0)
                {
                    return true;
                }
            }

            var at = BlankLine(bytes.Span);
            if (at >= 0 && bytes.Span[at..].IndexOfAnyExcept(Blank) >= 0)
            {
                return true;
            }

            isFound |= at >= 0;
            before = bytes[Math.Max(0, bytes.Length - 2)..].ToArray();
        }

        return false;
    }

    static ReadOnlySpan<byte> Blank => "\r\n \t"u8;

    /// <summary>Whether there is a blank line, perhaps in quotes.</summary>
    public static bool HasEmptyLine(ReadOnlySpan<byte> text) => BlankLine(text) >= 0;

    /// <summary>The place of the first blank line; −1 if there is none.</summary>
    static int BlankLine(ReadOnlySpan<byte> text)
    {
        var first = text.IndexOf("\n\n"u8);
        if (text.Contains((byte)'\r'))
        {
            first = Earlier(first, Earlier(text.IndexOf("\n\r\n"u8), text.IndexOf("\r\r"u8)));
        }

        return first;
    }

    static int Earlier(int a, int b) => a < 0 ? b : b < 0 ? a : Math.Min(a, b);

    /// <summary>Remembers where the current record ends. Called before the next one is read.</summary>
    public void Leave()
    {
        if (!_isStopped)
        {
            _end = reader.ByteOffset + reader.RawRecord.Length;
        }
    }

    /// <summary>Looks at the lines before a record that was read. False: the record itself is a blank line.</summary>
    public bool Enter()
    {
        if (_isStopped)
        {
            return true;
        }

        _blank += BlankLines(window[_end, reader.ByteOffset]);
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
