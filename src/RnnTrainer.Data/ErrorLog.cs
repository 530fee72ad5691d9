namespace RnnTrainer.Data;

/// <summary>Collects the mistakes of a text by byte offset: the first are kept, all are counted.</summary>
sealed class ErrorLog(string file, byte[] text)
{
    readonly List<(long Offset, string Message, string Hint)> kept = [];

    public int Total { get; private set; }

    /// <summary>Further mistakes are only counted, so that their message need not be made.</summary>
    public bool IsFull => kept.Count == DataException.MostErrors;

    public void Add(long offset, string message, string hint)
    {
        Total++;
        if (!IsFull)
            kept.Add((offset, message, hint));
    }

    /// <exception cref="DataException">There are mistakes.</exception>
    public void ThrowIfAny()
    {
        if (Total > 0)
            throw new DataException([.. kept.OrderBy(e => e.Offset).Select(Place)], Total);
    }

    /// <summary>The 1-based line that holds the byte at <paramref name="offset"/>.</summary>
    public int LineOf(long offset) => 1 + Breaks(0, (int)offset);

    /// <summary>Turns <see cref="Sequence.Line"/>, until now the offset of the first row, into its line; sequences are in order of offset.</summary>
    public IReadOnlyList<Sequence> WithLines(IReadOnlyList<Sequence> sequences)
    {
        var placed = new Sequence[sequences.Count];
        for (int n = 0, at = 0, line = 1; n < placed.Length; n++)
        {
            var offset = sequences[n].Line;
            line += Breaks(at, offset);
            at = offset;
            placed[n] = sequences[n] with { Line = line };
        }

        return placed;
    }

    DataError Place((long Offset, string Message, string Hint) error)
    {
        var offset = (int)Math.Min(error.Offset, text.Length);
        var start = text.AsSpan(0, offset).LastIndexOfAny("\r\n"u8) + 1;
        if (start == 0 && text.AsSpan().StartsWith("\uFEFF"u8))
            start = Math.Min(3, text.Length);
        var column = 1;
        foreach (var b in text.AsSpan(start, Math.Max(0, offset - start)))
            column += (b & 0xC0) == 0x80 ? 0 : 1; // a character is counted at its first byte
        return new DataError(file, LineOf(offset), column, error.Message, error.Hint);
    }

    /// <summary>Line ends in [from, to): \n, \r\n or \r.</summary>
    int Breaks(int from, int to)
    {
        var span = text.AsSpan(from, to - from);
        var breaks = span.Count((byte)'\n');
        for (int at = 0, next; (next = span[at..].IndexOf((byte)'\r')) >= 0; at += next + 1)
            breaks += from + at + next + 1 < text.Length && text[from + at + next + 1] == '\n' ? 0 : 1;
        return breaks;
    }
}
