namespace RnnTrainer.Common;

/// <summary>One error or warning about a file, a config or a cell.</summary>
/// <param name="File">The path as the user gave it, the <c>--set key=value</c>, or the name of a cell; null if the problem is in no
/// file.</param>
/// <param name="Line">1-based; null if the problem concerns the whole file.</param>
/// <param name="Column">The 1-based character in the line where the field or word begins; null if the problem concerns the whole
/// line.</param>
/// <param name="Message">What was found and what was expected.</param>
/// <param name="Hint">What to do about it; null if the message says it.</param>
public sealed record Diagnostic(string? File, long? Line, int? Column, string Message, string? Hint = null)
{
    /// <summary>The number of diagnostics of a file that are kept and printed; the others are only counted.</summary>
    internal const int Most = 20;

    /// <summary>The line of the file that the message is about, with <c>^^^</c> under the word; null if it is not quoted.</summary>
    public string? Source { get; init; }

    /// <summary>Whether the file can be used all the same.</summary>
    public bool IsWarning { get; init; }

    /// <summary>The number of places that it stands for; the message names the first few.</summary>
    internal int Count { get; init; } = 1;

    /// <summary>Whether the hint has several lines, such as statements; otherwise a line break in it is escaped.</summary>
    internal bool HasHintLines { get; init; }

    /// <summary>A problem of a file as a whole.</summary>
    internal static Diagnostic OfFile(string file, string message, string? hint) => new(file, null, null, message, hint);

    /// <summary>A problem of a line.</summary>
    /// <param name="line">1-based; 0 if unknown.</param>
    internal static Diagnostic OfLine(string file, long line, string message, string? hint) =>
        new(file, line == 0 ? null : line, null, message, hint);

    /// <summary>
    /// <c>train.csv:812:17: error: 'abc' is not a number in column 'x2'</c>, then the quoted source, then the hint, each on lines of its
    /// own. Control characters are escaped.
    /// </summary>
    public override string ToString()
    {
        var head = Printable.Line($"{Place}{(IsWarning ? "warning" : "error")}: {Message}");
        var source = Source is null ? "" : $"\n{Source}";
        var hint = Hint is null ? "" : $"\n  hint: {(HasHintLines ? Printable.Lines(Hint) : Printable.Line(Hint))}";
        return head + source + hint;
    }

    /// <summary>
    /// The first <see cref="Most"/> diagnostics, one below the other, then the number of the others. A hint that several in a row share is
    /// printed once, after the last of them.
    /// </summary>
    /// <param name="total">The number of errors, at least that of <paramref name="diagnostics"/>.</param>
    internal static string TextOf(IReadOnlyList<Diagnostic> diagnostics, int total)
    {
        var shown = diagnostics.Take(Most).ToList();
        var text = string.Join(
            '\n', shown.Select((d, n) => n + 1 < shown.Count && d.SharesHintWith(shown[n + 1]) ? d with { Hint = null } : d));
        var others = total - shown.Sum(d => d.Count);
        return others == 0 ? text : $"{text}\n… and {Words.Counted(others, "more error")}";
    }

    bool SharesHintWith(Diagnostic next) => Source is null && next.Source is null && Hint == next.Hint;

    string Place => (File, Line, Column) switch
    {
        (null, _, _) => "",
        (_, null, _) => $"{File}: ",
        (_, _, null) => $"{File}:{Line}: ",
        _ => $"{File}:{Line}:{Column}: ",
    };
}
