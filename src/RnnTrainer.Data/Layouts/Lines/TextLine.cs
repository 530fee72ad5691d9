namespace RnnTrainer.Data.Layouts.Lines;

/// <summary>Goes from line to line of a text; lines end in LF, CR LF or CR.</summary>
struct TextLine(byte[] text)
{
    int next = text.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;

    /// <summary>1-based.</summary>
    public int Number { get; private set; }

    public int Start { get; private set; }

    /// <summary>Before the line break.</summary>
    public int End { get; private set; }

    public readonly ReadOnlySpan<byte> Span => text.AsSpan(Start, End - Start);

    public readonly bool IsBlank => Span.IndexOfAnyExcept(" \t"u8) < 0;

    /// <summary>False after the last line.</summary>
    public bool Next()
    {
        if (next >= text.Length)
            return false;
        Number++;
        Start = next;
        var size = text.AsSpan(next).IndexOfAny("\r\n"u8);
        End = size < 0 ? text.Length : next + size;
        next = End + (End + 1 < text.Length && text[End] == '\r' && text[End + 1] == '\n' ? 2 : 1);
        return true;
    }
}
