using System.Diagnostics.CodeAnalysis;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>Gathers what is wrong with a text.</summary>
/// <param name="file">The text's name.</param>
/// <param name="lines">Its lines.</param>
sealed class Mistakes(string file, IReadOnlyList<string> lines)
{
    const int WidestLine = 120;

    readonly List<Diagnostic> _found = [];

    public int Count => _found.Count;

    public void Add(Word at, string message, string? hint = null) => _found.Add(ErrorAt(at, message, hint));

    public void Add(CellException exception) => _found.AddRange(exception.Errors);

    /// <summary>Gives up the line.</summary>
    [DoesNotReturn]
    public void Stop(Word at, string message, string? hint = null) => throw new CellException(ErrorAt(at, message, hint));

    /// <summary>Gives up the text if anything was wrong with it.</summary>
    public void Refuse()
    {
        if (_found.Count > 0)
        {
            throw new CellException([.. _found.Distinct().OrderBy(e => e.Line).ThenBy(e => e.Column)]);
        }
    }

    public Diagnostic ErrorAt(Word at, string message, string? hint) => new(file, at.Line, at.Column, message, hint) { Source = Marked(at), HasHintLines = true };

    string Marked(Word at)
    {
        var line = lines[at.Line - 1];
        var start = line.Length <= WidestLine ? 0 : Math.Clamp(at.Column - (WidestLine / 2), 0, line.Length - WidestLine);
        var shown = line.Substring(start, Math.Min(WidestLine, line.Length - start));
        var before = shown[..Math.Min(shown.Length, at.Column - 1 - start)];
        var under = Math.Clamp(at.Length, 1, Math.Max(1, shown.Length - before.Length));
        return $"  {Plain(shown)}\n  {string.Concat(before.Select(c => c == '\t' ? '\t' : ' '))}{new string('^', under)}";
    }

    // What a terminal would obey is shown as a question mark.
    static string Plain(string text) => string.Concat(text.TrimEnd().Select(c => char.IsControl(c) && c != '\t' ? '?' : c));
}
