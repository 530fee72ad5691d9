using RnnTrainer.Common;

namespace RnnTrainer.Data.Text;

/// <summary>
/// Collects the errors of a text by byte offset. Errors with the same message are merged, the first that differ are kept, and all are
/// counted.
/// </summary>
/// <param name="file">The path as the user gave it.</param>
/// <param name="text">The bytes of the file; lines and columns of errors are counted in them.</param>
sealed class ErrorLog(string file, byte[] text)
{
    /// <summary>The number of places that the message of merged errors names.</summary>
    const int MostPlaces = 4;

    /// <summary>The number of errors that are compared with those before; further ones are only counted.</summary>
    const int MostCompared = 10_000;

    readonly Dictionary<(string Message, string Hint), (List<long> Offsets, int Count)> _kept = [];

    /// <summary>The number of errors so far.</summary>
    public int Total { get; private set; }

    /// <summary>Whether further errors are only counted, so that their messages need not be made.</summary>
    public bool IsFull => _kept.Count == Diagnostic.Most || Total >= MostCompared;

    /// <summary>The log of a text that is not empty and is UTF-8 without NUL bytes.</summary>
    /// <exception cref="DataException">It is not such a text.</exception>
    public static ErrorLog OfValid(byte[] text, string file)
    {
        const string Hint = "Save the file as CSV text in UTF-8; this may be a spreadsheet, an archive, UTF-16 or Latin-1.";
        var errors = new ErrorLog(file, text);
        if (text.AsSpan().TrimStart("\uFEFF"u8).IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            errors.Add(0, "the file is empty", "Write a header such as seq,step,x0,label and below it a row for each time step.");
        }
        else if (TextFile.FirstInvalid(text) is >= 0 and var invalid)
        {
            errors.Add(invalid, "this byte is not UTF-8 text", Hint);
        }
        else if (text.AsSpan().IndexOf((byte)0) is >= 0 and var nul)
        {
            errors.Add(nul, "a NUL byte, which text does not have", Hint);
        }

        errors.ThrowIfAny();
        return errors;
    }

    /// <summary>Records an error at a byte of the text.</summary>
    public void Add(long offset, string message, string hint) => Add(() => offset, message, hint);

    /// <summary>Records an error.</summary>
    /// <param name="offset">Computes the place. It is called only for errors whose place is printed: finding a field in a row of a million
    /// takes time.</param>
    public void Add(Func<long> offset, string message, string hint)
    {
        Total++;
        if (_kept.TryGetValue((message, hint), out var equal))
        {
            if (equal.Count < MostPlaces)
            {
                equal.Offsets.Add(offset());
            }

            _kept[(message, hint)] = equal with { Count = equal.Count + 1 };
        }
        else if (Total <= MostCompared && _kept.Count < Diagnostic.Most)
        {
            _kept.Add((message, hint), ([offset()], 1));
        }
    }

    /// <summary>Counts an error without a message, once the log <see cref="IsFull"/>.</summary>
    public void CountOneMore() => Total++;

    /// <exception cref="DataException">There are errors.</exception>
    public void ThrowIfAny()
    {
        if (Total > 0)
        {
            throw ToException();
        }
    }

    /// <summary>The errors, of which there is at least one, as an exception.</summary>
    public DataException ToException() =>
        new([.. _kept.OrderBy(e => e.Value.Offsets[0]).Select(e => Located(e.Key, e.Value))], Total);

    /// <summary>The 1-based line that holds the byte at <paramref name="offset"/>.</summary>
    public int LineOf(long offset) => 1 + LineEnds(0, (int)offset);

    /// <summary>
    /// Replaces <see cref="Sequence.Line"/>, which holds the byte offset of the first row, by the row's line. The sequences are in order of
    /// offset.
    /// </summary>
    public IReadOnlyList<Sequence> WithLines(IReadOnlyList<Sequence> sequences)
    {
        var located = new Sequence[sequences.Count];
        for (int n = 0, at = 0, line = 1; n < located.Length; n++)
        {
            var offset = sequences[n].Line;
            line += LineEnds(at, offset);
            at = offset;
            located[n] = sequences[n] with { Line = line };
        }

        return located;
    }

    Diagnostic Located((string Message, string Hint) error, (List<long> Offsets, int Count) equal)
    {
        var offset = (int)Math.Min(equal.Offsets[0], text.Length);
        var start = text.AsSpan(0, offset).LastIndexOfAny("\r\n"u8) + 1;
        if (start == 0 && text.AsSpan().StartsWith("\uFEFF"u8))
        {
            start = Math.Min(3, text.Length);
        }

        var column = 1;
        foreach (var b in text.AsSpan(start, Math.Max(0, offset - start)))
        {
            column += (b & 0xC0) == 0x80 ? 0 : 1; // a character is counted at its first byte
        }

        return new Diagnostic(file, LineOf(offset), column, error.Message + More(equal), error.Hint) { Count = equal.Count };
    }

    string More((List<long> Offsets, int Count) equal)
    {
        int[] lines = [.. equal.Offsets.Skip(1).Select(o => LineOf(Math.Min(o, text.Length)))];
        if (lines.Length == 0)
        {
            return "";
        }

        var named =
            $"{Words.Agree(equal.Count - 1, "line", "lines")} {string.Join(", ", lines)}{(lines.Length + 1 < equal.Count ? ", …" : "")}";
        return FormattableString.Invariant($" (and {equal.Count - 1:N0} more like it, in {named})");
    }

    /// <summary>The number of line ends (\n, \r\n or \r) in [from, to).</summary>
    int LineEnds(int from, int to)
    {
        var span = text.AsSpan(from, to - from);
        var ends = span.Count((byte)'\n');
        for (int at = 0, next; (next = span[at..].IndexOf((byte)'\r')) >= 0; at += next + 1)
        {
            var isFollowed = from + at + next + 1 < text.Length && text[from + at + next + 1] == '\n';
            ends += isFollowed ? 0 : 1;
        }

        return ends;
    }
}
