using RnnTrainer.Common;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Text;

/// <summary>
/// Reads a text as symbols: its characters (Unicode scalar values), CR LF and CR as one line feed, without a byte order mark. As a stream
/// it is one sequence. As lines, each line is a sequence that begins and ends with a line feed, so that the model also predicts the first
/// character and the end.
/// </summary>
static class TextLayout
{
    /// <summary>The longest line, in characters, of a file that is taken for a list.</summary>
    const int LongestEntry = 80;

    /// <summary>The fewest lines of a file that is taken for a list, and the share of them that must differ.</summary>
    const int FewestEntries = 10;
    const double Distinct = 0.8;

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="DataException">The text is empty, is not UTF-8, or is too large.</exception>
    public static SequenceSet Parse(byte[] text, string file, DataOptions options)
    {
        ErrorLog.OfValid(text, file);
        MemoryLimit.CheckCharacters(text, file, MemoryLimit.Of(options));
        var characters = Characters.Of(text);
        var isLines = options.Text == TextMode.Lines || (options.Text == TextMode.Auto && IsList(characters));
        string?[] notes = [LineEnds(text), isLines ? BlankLines(characters) : null];
        return new SequenceSet(file, [], [], isLines ? Lines(characters) : [Stream(characters, DataBytes.NameWithoutExtension(file))])
        {
            TextColumns = [SequenceSet.CharacterColumn],
            Notes = [.. notes.OfType<string>()],
            Layout = new LayoutGuess(Layout.Text, isLines ? "each line is a sequence" : "the whole text is one sequence"),
        };
    }

    /// <summary>
    /// Whether the lines are entries of a list, such as names, words or formulas: short, none empty, nearly all different.
    /// </summary>
    public static bool IsList(string[] characters)
    {
        var lines = LinesOf(characters).ToList();
        return lines.Count >= FewestEntries && lines.All(l => l.Count is > 0 and <= LongestEntry)
            && lines.Select(l => string.Concat(l.AsSpan())).Distinct(StringComparer.Ordinal).Count() > Distinct * lines.Count;
    }

    static string? LineEnds(ReadOnlySpan<byte> text) => text.Count((byte)'\r') is > 0 and var count
        ? $"{Words.Counted(count, "line end")} with a carriage return {Words.Agree(count, "is", "are")} read as "
            + Words.Agree(count, "a line feed", "line feeds")
        : null;

    static string? BlankLines(string[] characters) => LinesOf(characters).Count(l => l.Count == 0) is > 0 and var count
        ? $"{Words.Counted(count, "blank line")} {Words.Agree(count, "is no sequence and passed over", "are no sequences and passed over")}"
        : null;

    static Sequence Stream(string[] characters, string name) =>
        new(name, characters.Length, [], null, null) { Texts = characters, Line = 1 };

    static Sequence[] Lines(string[] characters) =>
    [
        .. LinesOf(characters).Select((line, n) => (line, n: n + 1)).Where(p => p.line.Count > 0)
            .Select(p => new Sequence($"line {p.n}", p.line.Count + 2, [], null, null) { Texts = ["\n", .. p.line, "\n"], Line = p.n }),
    ];

    static IEnumerable<ArraySegment<string>> LinesOf(string[] characters)
    {
        for (var from = 0; from < characters.Length;)
        {
            var end = Array.IndexOf(characters, "\n", from);
            end = end < 0 ? characters.Length : end;
            yield return new ArraySegment<string>(characters, from, end - from);
            from = end + 1;
        }
    }
}
