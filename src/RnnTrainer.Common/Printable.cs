using System.Globalization;
using System.Text;

namespace RnnTrainer.Common;

/// <summary>
/// Makes texts from a user's files safe to print. Characters that a terminal, an editor or a line reader would act on instead of showing
/// them are written as <c>\u001b</c>: control characters, line and paragraph separators, direction marks and other invisible characters,
/// and lone surrogates. All others are kept, the backslash included.
/// </summary>
static class Printable
{
    // Within a word these two say how letters join, in Persian as in emoji.
    const char NonJoiner = '\u200C', Joiner = '\u200D';

    /// <summary>A text on one line: line breaks and tabs are written as <c>\n</c>, <c>\r</c> and <c>\t</c>.</summary>
    public static string Line(string text) => Escaped(text, keepsLines: false);

    /// <summary>A text of several lines: the line feeds are kept.</summary>
    public static string Lines(string text) => Escaped(text, keepsLines: true);

    /// <summary>A line of at most <paramref name="most"/> characters; a longer text is cut and ends in "…".</summary>
    public static string Short(string text, int most)
    {
        var line = Line(text);
        return line.Length <= most ? line : line[..(char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1)] + "…";
    }

    /// <summary>A cell or a name in a message: one line of at most 40 characters.</summary>
    public static string Cell(string text) => Short(text, 40);

    /// <summary>An equal JSON document whose strings hold no invisible characters.</summary>
    /// <param name="json">The output of a serializer: its control characters are escaped already, and all others are within
    /// strings.</param>
    public static string Json(string json) => Lines(json);

    static string Escaped(string text, bool keepsLines)
    {
        StringBuilder? shown = null;
        for (var at = 0; at < text.Length;)
        {
            var length = char.IsSurrogatePair(text, at) ? 2 : 1;
            if (IsHidden(text, at) && !(keepsLines && text[at] == '\n'))
            {
                shown ??= new StringBuilder(text, 0, at, text.Length + 16);
                foreach (var c in text.AsSpan(at, length))
                {
                    shown.Append(Escape(c));
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

    /// <summary>
    /// Whether the character at a place would not be seen as itself. The text is needed since the halves of a surrogate pair belong
    /// together.
    /// </summary>
    static bool IsHidden(string text, int at) => text[at] is not (NonJoiner or Joiner) && CharUnicodeInfo.GetUnicodeCategory(text, at) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;

    static string Escape(char c) => c switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        _ => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
    };
}
