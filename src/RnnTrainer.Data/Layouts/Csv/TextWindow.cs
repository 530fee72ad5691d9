using RnnTrainer.Data.Files;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>
/// The bytes of a text around the row that is being read: it is the stream that the CSV reader reads, and keeps what passes through it
/// until it is released. A text in memory is kept as it is.
/// </summary>
sealed class TextWindow : ReadStream
{
    /// <summary>The number of bytes that are read ahead.</summary>
    const int Block = 1 << 16;

    readonly Stream? _text; // null: all bytes are here
    byte[] _bytes;
    long _start; // of the window in the text
    int _count, _served;
    bool _isEnd;

    /// <summary>The window on a text from its beginning.</summary>
    public TextWindow(TextSource text)
    {
        (_bytes, _count, _isEnd) = text.IsWhole ? (text.Head, text.Head.Length, true) : (new byte[4 * Block], 0, false);
        _text = text.IsWhole ? null : text.Open();
    }

    /// <summary>The place of the last byte that was read, and one more.</summary>
    public long End => _start + _count;

    /// <summary>Where the bytes begin that are kept.</summary>
    public long Start => _start;

    /// <summary>Whether a row that begins at a place is longer than the reader reads.</summary>
    public bool IsTooLong(long row) => _text is not null && End - row >= CsvFile.LongestRow;

    /// <summary>The bytes in [from, to), as far as they are kept and the text has them.</summary>
    public ReadOnlySpan<byte> this[long from, long to]
    {
        get
        {
            Has(to - 1);
            var first = (int)Math.Clamp(from - _start, 0, _count);
            return _bytes.AsSpan(first, Math.Max(0, (int)Math.Min(to - _start, _count) - first));
        }
    }

    /// <summary>Whether the text has a byte at this place; reads up to it.</summary>
    public bool Has(long at)
    {
        while (at >= End && !_isEnd)
        {
            if (_count + Block > _bytes.Length)
            {
                Array.Resize(ref _bytes, 2 * _bytes.Length);
            }

            var n = _text!.Read(_bytes, _count, _bytes.Length - _count);
            _count += n;
            _isEnd = n == 0;
        }

        return at < End;
    }

    /// <summary>The place of the first line end at or after a place; −1 if there is none.</summary>
    public long LineEnd(long from)
    {
        for (var at = from; Has(at); at = End)
        {
            var bytes = this[at, End];
            if (bytes.IndexOfAny("\r\n"u8) is >= 0 and var n)
            {
                return at + n;
            }
        }

        return -1;
    }

    /// <summary>Says that the bytes before a place are no longer needed.</summary>
    public void Release(long before)
    {
        var passed = (int)Math.Min(before - _start, _served);
        if (_text is not null && passed > _bytes.Length / 2)
        {
            _bytes.AsSpan(passed, _count - passed).CopyTo(_bytes);
            (_start, _count, _served) = (_start + passed, _count - passed, _served - passed);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        Has(_start + _served);
        var n = Math.Min(buffer.Length, _count - _served);
        _bytes.AsSpan(_served, n).CopyTo(buffer);
        _served += n;
        return n;
    }

    protected override void Dispose(bool disposing)
    {
        _text?.Dispose();
        base.Dispose(disposing);
    }
}
