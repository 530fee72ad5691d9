namespace RnnTrainer.Data.Layouts.Lines;

/// <summary>Steps through the lines of a text; they end in LF, CR LF or CR. A byte order mark is skipped.</summary>
struct TextLine(byte[] text)
{
    int _next = text.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;

    /// <summary>The number of the line, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The byte at which the line begins.</summary>
    public int Start { get; private set; }

    /// <summary>The byte of its line end.</summary>
    public int End { get; private set; }

    /// <summary>The line without its end.</summary>
    public readonly ReadOnlySpan<byte> Span => text.AsSpan(Start, End - Start);

    /// <summary>Whether the line holds nothing but spaces and tabs.</summary>
    public readonly bool IsBlank => Span.IndexOfAnyExcept(" \t"u8) < 0;

    /// <summary>Reads the next line. False after the last one.</summary>
    public bool Next()
    {
        if (_next >= text.Length)
        {
            return false;
        }

        Number++;
        Start = _next;
        var size = text.AsSpan(_next).IndexOfAny("\r\n"u8);
        End = size < 0 ? text.Length : _next + size;
        var isTwoBytes = End + 1 < text.Length && text[End] == '\r' && text[End + 1] == '\n';
        _next = End + (isTwoBytes ? 2 : 1);
        return true;
    }
}
