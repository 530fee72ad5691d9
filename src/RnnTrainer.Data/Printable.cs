using System.Globalization;
using System.Text;

namespace RnnTrainer.Data;

/// <summary>
/// Texts of a user's files as they may be shown. What a terminal, an editor or a reader of lines obeys instead of showing it is written as <c>\u001b</c>: control characters, line and paragraph
/// separators, marks of direction and others without a picture, halves of surrogate pairs. Everything else stays, a backslash too.
/// </summary>
public static class Printable
{
    // In the middle of a word these two say how letters join, in Persian as in emoji.
    const char NonJoiner = '\u200C', Joiner = '\u200D';

    /// <summary>A text that stays on its line: line breaks and tabs are written as <c>\n</c>, <c>\r</c> and <c>\t</c>.</summary>
    public static string Line(string text) => Escaped(text, keepsLines: false);

    /// <summary>The same of lines: the line feeds between them stay.</summary>
    public static string Lines(string text) => Escaped(text, keepsLines: true);

    /// <summary>A line of at most so many characters, the last of them … where the text is longer.</summary>
    public static string Short(string text, int most)
    {
        var line = Line(text);
        return line.Length <= most ? line : line[..(char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1)] + "…";
    }

    /// <summary>JSON in which strings hold nothing that hides: an equal document.</summary>
    /// <param name="json">Written by a serializer, so that control characters are escaped already and all others stand in strings.</param>
    public static string Json(string json) => Lines(json);

    /// <summary>Whether a character would not be seen as itself.</summary>
    /// <param name="text">Where it stands: two halves of a pair belong together.</param>
    static bool Hides(string text, int at) => text[at] is not (NonJoiner or Joiner) && CharUnicodeInfo.GetUnicodeCategory(text, at) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    static string Escaped(string text, bool keepsLines)
    {
        StringBuilder? shown = null;
        for (var at = 0; at < text.Length;)
        {
            var length = char.IsSurrogatePair(text, at) ? 2 : 1;
            if (Hides(text, at) && !(keepsLines && text[at] == '\n'))
            {
                shown ??= new StringBuilder(text, 0, at, text.Length + 16);
                foreach (var c in text.AsSpan(at, length))
                {
                    shown.Append(c switch { '\n' => @"\n", '\r' => @"\r", '\t' => @"\t", _ => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}") });
                }
            }
            else
            {
                shown?.Append(text, at, length);
            }

            at += length;
        }

        return shown?.ToString() ?? text;
    }
}
