using RnnTrainer.Common;

namespace RnnTrainer.Data.Text;

/// <summary>Collects the mistakes of a text by byte offset: those that say the same are one, the first different ones are kept, all are counted.</summary>
sealed class ErrorLog(string file, byte[] text)
{
    const int MostPlaces = 4; // of equal mistakes
    const int MostCompared = 10_000; // so many are looked at whether they are like one before

    readonly Dictionary<(string Message, string Hint), (List<long> Offsets, int Count)> kept = [];

    public int Total { get; private set; }

    /// <summary>Further mistakes are only counted, so that their message need not be made.</summary>
    public bool IsFull => kept.Count == Diagnostic.Most || Total >= MostCompared;

    public void Add(long offset, string message, string hint) => Add(() => offset, message, hint);

    /// <param name="offset">Its place, looked for only where it will be told: a row may have a million fields.</param>
    public void Add(Func<long> offset, string message, string hint)
    {
        Total++;
        if (kept.TryGetValue((message, hint), out var equal))
        {
            if (equal.Count < MostPlaces)
                equal.Offsets.Add(offset());
            kept[(message, hint)] = equal with { Count = equal.Count + 1 };
        }
        else if (Total <= MostCompared && kept.Count < Diagnostic.Most)
        {
            kept.Add((message, hint), ([offset()], 1));
        }
    }

    /// <exception cref="DataException">There are mistakes.</exception>
    public void ThrowIfAny()
    {
        if (Total > 0)
            throw new DataException([.. kept.OrderBy(e => e.Value.Offsets[0]).Select(e => Place(e.Key, e.Value))], Total);
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

    Diagnostic Place((string Message, string Hint) error, (List<long> Offsets, int Count) equal)
    {
        var offset = (int)Math.Min(equal.Offsets[0], text.Length);
        var start = text.AsSpan(0, offset).LastIndexOfAny("\r\n"u8) + 1;
        if (start == 0 && text.AsSpan().StartsWith("\uFEFF"u8))
            start = Math.Min(3, text.Length);
        var column = 1;
        foreach (var b in text.AsSpan(start, Math.Max(0, offset - start)))
            column += (b & 0xC0) == 0x80 ? 0 : 1; // a character is counted at its first byte
        return new Diagnostic(file, LineOf(offset), column, error.Message + More(equal), error.Hint) { Count = equal.Count };
    }

    string More((List<long> Offsets, int Count) equal)
    {
        int[] lines = [.. equal.Offsets.Skip(1).Select(o => LineOf(Math.Min(o, text.Length)))];
        return lines.Length == 0 ? ""
            : FormattableString.Invariant($" (and {equal.Count - 1:N0} more like it, in {(equal.Count == 2 ? "line" : "lines")} {string.Join(", ", lines)}{(lines.Length + 1 < equal.Count ? ", …" : "")})");
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
