using System.Text.Unicode;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>Cuts a CSV text into blocks of whole rows, which several threads take.</summary>
/// <param name="size">The size of a block, in bytes.</param>
sealed class TextBlocks(Stream text, int size)
{
    const int BlocksBefore = 4;

    readonly Lock _lock = new();
    readonly byte[] _rest = new byte[size]; // the row at the end of the last block, which continues in the next
    int _restLength, _number;
    readonly Queue<long> _before = new(); // where the last blocks begin
    long _offset;
    bool _isEnd;

    /// <summary>Takes the next block. False if there is none, or if a row is longer than a block.</summary>
    public bool TryTake(TextBlock block)
    {
        lock (_lock)
        {
            if (_isEnd && _restLength == 0)
            {
                return false;
            }

            var bytes = block.Room(size);
            _rest.AsSpan(0, _restLength).CopyTo(bytes);
            var length = _restLength;
            while (length < size && !_isEnd)
            {
                var n = text.Read(bytes, length, size - length);
                length += n;
                _isEnd = n == 0;
            }

            if (length == 0)
            {
                return false;
            }

            var quotes = bytes.AsSpan(0, length).Count((byte)'"');
            var end = _isEnd ? length : EndOfRows(bytes.AsSpan(0, length), quotes);
            _before.Enqueue(_offset);
            block.Fill(end, _number++, _offset, _before.Peek(), isLast: _isEnd, hasQuotes: quotes > 0);
            if (_before.Count > BlocksBefore)
            {
                _before.Dequeue();
            }

            _offset += end;
            _restLength = length - end;
            bytes.AsSpan(end, _restLength).CopyTo(_rest);
            return true;
        }
    }

    /// <summary>Behind the last line end that is not in quotes; 0 if there is none. Quotes come in pairs.</summary>
    static int EndOfRows(ReadOnlySpan<byte> bytes, int quotes)
    {
        while (bytes.LastIndexOf((byte)'\n') is >= 0 and var at)
        {
            quotes -= quotes == 0 ? 0 : bytes[at..].Count((byte)'"');
            if (quotes % 2 == 0)
            {
                return at + 1;
            }

            bytes = bytes[..at];
        }

        return 0;
    }
}

/// <summary>A block of whole rows; its memory is used again.</summary>
sealed class TextBlock
{
    byte[] _bytes = [];
    bool _hasQuotes, _hasOthers; // NUL, CR or #

    /// <summary>The rows; none if the first is longer than a block.</summary>
    public ReadOnlyMemory<byte> Rows { get; private set; }

    /// <summary>The rows as a stream.</summary>
    public Stream Stream => new MemoryStream(_bytes, 0, Rows.Length, writable: false);

    /// <summary>Its number, from 0.</summary>
    public int Number { get; private set; }

    /// <summary>The place of its first byte in the text.</summary>
    public long Offset { get; private set; }

    /// <summary>The place of the first byte of one of the blocks before it; of its own, if it is the first.</summary>
    public long Before { get; private set; }

    /// <summary>Whether no block follows.</summary>
    public bool IsLast { get; private set; }

    /// <summary>
    /// Whether these are rows of valid text without blank lines, and without comments if there are quotes, since one of a comment would
    /// not be closed.
    /// </summary>
    public bool IsUsual
    {
        get
        {
            var rows = IsLast ? Rows.Span.TrimEnd("\r\n \t"u8) : Rows.Span;
            return !Rows.IsEmpty && Utf8.IsValid(rows) && rows.IndexOf("\n\n"u8) < 0 && !(Number > 0 && rows is [(byte)'\n', ..])
                && (!_hasOthers || IsUsualTo(rows));
        }
    }

    /// <summary>The number of comments.</summary>
    public long Comments => _hasOthers ? Csv.Comments.CountIn(Rows.Span) : 0;

    /// <summary>The number of line ends in [from, to).</summary>
    public int LineEnds(int from, int to) =>
        _hasOthers ? TextPlaces.LineEnds(Rows.Span[from..to]) : Rows.Span[from..to].Count((byte)'\n');

    bool IsUsualTo(ReadOnlySpan<byte> rows) =>
        !rows.Contains((byte)0) && !(Number > 0 && rows is [(byte)'\r', ..]) && !RowGaps.HasEmptyLine(rows)
            && !(_hasQuotes && HasComment(rows));

    bool HasComment(ReadOnlySpan<byte> rows) =>
        rows.Contains((byte)'#') && (rows.IndexOf("\n#"u8) >= 0 || rows.IndexOf("\r#"u8) >= 0
            || (Number == 0 ? rows.TrimStart("\uFEFF"u8) : rows) is [(byte)'#', ..]);

    internal byte[] Room(int size) => _bytes = _bytes.Length < size ? new byte[size] : _bytes;

    internal void Fill(int length, int number, long offset, long before, bool isLast, bool hasQuotes)
    {
        (Rows, Number, Offset, Before, IsLast) = (_bytes.AsMemory(0, length), number, offset, before, isLast);
        _hasQuotes = hasQuotes;
        _hasOthers = Rows.Span.IndexOfAny((byte)0, (byte)'\r', (byte)'#') >= 0;
    }
}
