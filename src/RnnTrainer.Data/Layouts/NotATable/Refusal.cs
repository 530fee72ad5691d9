using RnnTrainer.Common;

namespace RnnTrainer.Data.Layouts.NotATable;

/// <summary>What a file is in place of a table.</summary>
/// <param name="Line">Where that is seen; 0: it is the whole file.</param>
/// <param name="Message">What it is.</param>
/// <param name="Hint">What to do about it.</param>
sealed record Refusal(int Line, string Message, string Hint)
{
    /// <summary>One kind of file that is no table: null for any other file.</summary>
    public delegate Refusal? Kind(FirstLines lines);

    const string AsText = " To read it as text, character by character: layout: text.";

    /// <summary>Whether somebody might want to learn its characters.</summary>
    public bool MayBeText { get; init; } = true;

    /// <summary>All kinds; the first that fits is named.</summary>
    static readonly Kind[] Kinds =
    [
        Pages.Pointer, Pages.Page, Pages.Json, Pages.ErrorPage,
        Markups.Markdown, Markups.QuotedLines, Markups.Spaces, Markups.TaggedWords, Markups.NamedWords,
        Markups.SeparatedWords,
        Headers.InComment, Headers.Preamble, Headers.SeveralLines,
    ];

    /// <summary>What a text is if it is one of these kinds; null if it is a table, or prose.</summary>
    public static Diagnostic? Of(byte[] text, string file, DataOptions options)
    {
        var lines = FirstLines.Of(text, file, options.HasHeader);
        return lines.Lines.Count == 0 ? null
            : Kinds.Select(kind => kind(lines)).FirstOrDefault(r => r is not null) is { } found
                ? found.At(file)
            : null;
    }

    Diagnostic At(string file) =>
        new(file, Line == 0 ? null : Line, Line == 0 ? null : 1, Message, MayBeText ? Hint + AsText : Hint);
}
