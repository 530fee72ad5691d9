namespace RnnTrainer.Data.Text;

/// <summary>Finds the lines and columns of bytes of a text, all in one pass. Lines end in LF, CR LF or CR.</summary>
static class TextPlaces
{
    /// <summary>The 1-based lines and columns, in characters, of bytes in rising order; one after the end is at the end.</summary>
    public static (long Line, int Column)[] Of(TextSource text, IReadOnlyList<long> offsets)
    {
        var places = new (long Line, int Column)[offsets.Count];
        var (n, line, column, endsInReturn) = (0, 1L, 1L, false);
        foreach (var (at, bytes) in text.Blocks())
        {
            var from = at == 0 && bytes.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
            for (; n < places.Length && offsets[n] < at + bytes.Length; n++)
            {
                var to = Math.Max(from, (int)(offsets[n] - at));
                Pass(bytes.Span, from, to, ref line, ref column, ref endsInReturn);
                places[n] = Place(line, column, endsInReturn, isLineFeed: bytes.Span[to..] is [(byte)'\n', ..]);
                from = to;
            }

            if (n == places.Length)
            {
                return places;
            }

            Pass(bytes.Span, from, bytes.Length, ref line, ref column, ref endsInReturn);
        }

        Array.Fill(places, Place(line, column, endsInReturn, isLineFeed: false), n, places.Length - n);
        return places;
    }

    /// <summary>The number of line ends; a CR at the end of the bytes counts.</summary>
    public static int LineEnds(ReadOnlySpan<byte> bytes)
    {
        var returns = bytes.Count((byte)'\r');
        return bytes.Count((byte)'\n') + (returns == 0 ? 0 : returns - bytes.Count("\r\n"u8));
    }

    /// <summary>A return begins a new line unless a line feed follows it.</summary>
    static (long Line, int Column) Place(long line, long column, bool endsInReturn, bool isLineFeed)
    {
        var isBegun = endsInReturn && !isLineFeed;
        return (isBegun ? line + 1 : line, (int)Math.Min(int.MaxValue, isBegun ? 1 : column));
    }

    static void Pass(ReadOnlySpan<byte> bytes, int from, int to, ref long line, ref long column, ref bool endsInReturn)
    {
        var passed = bytes[from..to];
        if (passed.IsEmpty)
        {
            return;
        }

        if (endsInReturn && passed[0] != '\n')
        {
            (line, column) = (line + 1, 1);
        }

        endsInReturn = passed[^1] == '\r';
        var ends = LineEnds(passed) - (endsInReturn ? 1 : 0); // the last return may be followed by a line feed
        line += ends;
        var rest = passed[(passed[..^(endsInReturn ? 1 : 0)].LastIndexOfAny("\r\n"u8) + 1)..];
        column = ends > 0 ? 1 : column;
        foreach (var b in rest)
        {
            column += (b & 0xC0) == 0x80 ? 0 : 1; // a character is counted at its first byte
        }
    }
}
