using System.Diagnostics.CodeAnalysis;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>A part of a text and its place; lines and columns count from 1.</summary>
readonly record struct Word(string Text, int Line, int Column, int Length)
{
    /// <summary>The place from the start of this word to the end of a later one on the same line.</summary>
    public Word To(Word last) => this with { Length = last.Column + last.Length - Column };

    public override string ToString() => Text;
}

/// <summary>A line of a text with its number, from 1.</summary>
readonly record struct SourceLine(int Number, string Text);

/// <summary>The text of a cell or a program, with its name and its lines.</summary>
/// <param name="file">The name that errors give the text: mostly its path.</param>
/// <param name="text">The text.</param>
sealed class SourceText(string file, string text)
{
    const int WidestLine = 120;

    public string File { get; } = file;

    public string Text { get; } = text;

    public IReadOnlyList<string> Lines { get; } =
        text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r');

    /// <summary>An error at a word, which it shows under its line.</summary>
    public Diagnostic ErrorAt(Word at, string message, string? hint = null) =>
        new(File, at.Line, at.Column, message, hint) { Source = Underlined(at), HasHintLines = true };

    /// <summary>An error of the text as a whole.</summary>
    public Diagnostic Error(string message, string? hint = null) => new(File, null, null, message, hint);

    /// <summary>The line, cut to a width around the word, and carets below the word.</summary>
    string Underlined(Word at)
    {
        var line = Lines[at.Line - 1];
        var start = line.Length <= WidestLine ? 0 : Math.Clamp(at.Column - (WidestLine / 2), 0, line.Length - WidestLine);
        var shown = line.Substring(start, Math.Min(WidestLine, line.Length - start));
        var before = shown[..Math.Min(shown.Length, at.Column - 1 - start)];
        var carets = Math.Clamp(at.Length, 1, Math.Max(1, shown.Length - before.Length));
        return $"  {Printable(shown)}\n  {string.Concat(before.Select(c => c == '\t' ? '\t' : ' '))}{new string('^', carets)}";
    }

    // A terminal would obey control characters, so they are shown as question marks.
    static string Printable(string text) => string.Concat(text.TrimEnd().Select(c => char.IsControl(c) && c != '\t' ? '?' : c));
}

/// <summary>Collects the errors of a text.</summary>
sealed class Diagnostics(SourceText source)
{
    readonly List<Diagnostic> _errors = [];

    public SourceText Source { get; } = source;

    public int Count => _errors.Count;

    public void Add(Word at, string message, string? hint = null) => Add(Source.ErrorAt(at, message, hint));

    public void Add(Diagnostic error) => _errors.Add(error);

    /// <summary>Gives up the line that is being read.</summary>
    /// <exception cref="CellException">Always; the reader of the lines collects its errors.</exception>
    [DoesNotReturn]
    public void GiveUp(Word at, string message, string? hint = null) => throw new CellException(Source.ErrorAt(at, message, hint));

    /// <summary>Gives up the text if it has errors.</summary>
    /// <exception cref="CellException">With every error found, in the order of the text.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new CellException([.. _errors.Distinct().OrderBy(e => e.Line).ThenBy(e => e.Column)]);
        }
    }
}
