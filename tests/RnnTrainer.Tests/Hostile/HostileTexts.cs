using System.Globalization;
using CsCheck;

namespace RnnTrainer.Tests.Hostile;

/// <summary>Names and labels that mean something to a terminal, to YAML, HTML, a shell, CSV or C#.</summary>
static class HostileTexts
{
    static readonly string[] Parts =
    [
        "\n", "\r\n", "\r", "\t", "\u0001", "\u001b[2J", "\u001b]0;owned\u0007", "\u009b31m", "\u007f", "\u0085", "\u2028", "\u2029",
            "\u202e", "\u2066", "\u200f", "\u200b", "\u200d", "\ufeff", "\u00ad",
        "\"", "'", "`id`", "$(id)", "$HOME", "%s", "%TAG", "{{x}}", "{0}", "{", "}", "[", "]", "\\", @"\u0041", @"\n", "*/", "/*", "//",
        "\"\"\"", "</script>", "<script>", "<b>", "</title>", "]]>", "<!--", "&amp;", "&a",
        " style=\"x\"", "black", "=1+1", "@a", "+1", "-", "- ", "--help", "---", "...", "# c", " #", ": v", ":", ", ", ",", ";", "!!str ",
        "*a", "|", ">", "?", "~", "_{a}^{b}", "é", "名", "😀", "\U000E0041", "\ue000", "\uffff",
    ];

    /// <summary>Texts of any UTF-16, halves of pairs among them.</summary>
    public static Gen<string> Any { get; } = Gen.OneOf(
        Gen.String, Of(Parts).Array[0, 6].Select(string.Concat), Of("\ud800", "\udc00", "x", "\n").Array[0, 8].Select(string.Concat));

    /// <summary>Those that a file can contain.</summary>
    public static Gen<string> Whole { get; } = Any.Where(text => IsWhole(text));

    /// <summary>Names of columns and labels: there is a letter in them, and no blanks are around them.</summary>
    public static Gen<string> Names { get; } = Gen.Select(Of(Parts), Of(Parts).Array[0, 3])
        .Select((first, more) => $"{(first.Trim() == first && first != "\ufeff" ? "" : "x")}{first}x{string.Concat(more)}x");

    /// <summary>Names of files and folders.</summary>
    public static Gen<string> Files { get; } = Names.Select(name => name.Replace('/', '|'));

    /// <summary>Whether a character is not seen as itself; half of a pair is taken for whole.</summary>
    public static bool Hides(char c) =>
        c is not ('\u200c' or '\u200d')
        && char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator;

    static Gen<string> Of(params string[] parts) => Gen.Int[0, parts.Length - 1].Select(n => parts[n]);

    /// <summary>Whether there is no half of a pair in it.</summary>
    public static bool IsWhole(string text)
    {
        for (var n = 0; n < text.Length; n++)
        {
            if (char.IsSurrogatePair(text, n))
            {
                n++;
            }
            else if (char.IsSurrogate(text[n]))
            {
                return false;
            }
        }

        return true;
    }
}
