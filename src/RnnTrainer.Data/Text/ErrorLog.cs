using RnnTrainer.Common;

namespace RnnTrainer.Data.Text;

/// <summary>
/// Collects the errors of a text by byte offset. Errors with the same message are merged, the first that differ are kept, and all are
/// counted.
/// </summary>
/// <param name="file">The path as the user gave it.</param>
/// <param name="text">The text of the file; lines and columns of errors are counted in it.</param>
sealed class ErrorLog(string file, TextSource text)
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
    public static ErrorLog OfValid(TextSource text, string file)
    {
        const string Hint = "Save the file as CSV text in UTF-8; this may be a spreadsheet, an archive, UTF-16 or Latin-1.";
        var errors = new ErrorLog(file, text);
        if (text.IsBlank())
        {
            errors.Add(0, "the file is empty", "Write a header such as seq,step,x0,label and below it a row for each time step.");
        }
        else if (text.FirstInvalid() is >= 0 and var invalid)
        {
            errors.Add(invalid, "this byte is not UTF-8 text", Hint);
        }
        else if (text.IndexOf(0) is >= 0 and var nul)
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
    public DataException ToException()
    {
        var offsets = _kept.Values.SelectMany(e => e.Offsets).Distinct().Order().ToArray();
        var places = offsets.Zip(TextPlaces.Of(text, offsets)).ToDictionary();
        return new([.. _kept.OrderBy(e => e.Value.Offsets[0]).Select(e => Located(e.Key, e.Value, places))], Total);
    }

    /// <summary>The 1-based line that holds the byte at <paramref name="offset"/>.</summary>
    public long LineOf(long offset) => TextPlaces.Of(text, [offset])[0].Line;

    /// <summary>
    /// Replaces <see cref="Sequence.Line"/>, which holds the byte offset of the first row, by the row's line. The sequences are in order of
    /// offset.
    /// </summary>
    public IReadOnlyList<Sequence> WithLines(IReadOnlyList<Sequence> sequences)
    {
        var places = TextPlaces.Of(text, [.. sequences.Select(s => s.Line)]);
        return [.. sequences.Zip(places, (s, place) => s with { Line = place.Line })];
    }

    Diagnostic Located(
        (string Message, string Hint) error, (List<long> Offsets, int Count) equal, Dictionary<long, (long Line, int Column)> places)
    {
        var (line, column) = places[equal.Offsets[0]];
        long[] others = [.. equal.Offsets.Skip(1).Select(o => places[o].Line)];
        return new Diagnostic(file, line, column, error.Message + More(others, equal.Count), error.Hint) { Count = equal.Count };
    }

    static string More(long[] lines, int count)
    {
        if (lines.Length == 0)
        {
            return "";
        }

        var named = $"{Words.Agree(count - 1, "line", "lines")} {string.Join(", ", lines)}{(lines.Length + 1 < count ? ", …" : "")}";
        return FormattableString.Invariant($" (and {count - 1:N0} more like it, in {named})");
    }
}
