using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Text;

/// <summary>
/// A text as symbols: its characters (Unicode scalar values), CR LF and CR as one line feed, without a byte order mark. A stream is one sequence. With a
/// sequence per line, each begins and ends with the line feed, so that «what comes next» is asked for the first letter and for the end as well.
/// </summary>
static class TextLayout
{
    /// <summary>The name of the one text column.</summary>
    public const string Column = "text";

    /// <summary>The longest line of a list.</summary>
    const int LongestEntry = 80;

    /// <exception cref="DataException">It is empty, no UTF-8, or too large.</exception>
    public static SequenceSet Parse(byte[] text, string file, DataOptions options)
    {
        var errors = new ErrorLog(file, text);
        CsvFile.CheckText(text, errors);
        MemoryLimit.CheckCharacters(text, file, MemoryLimit.Of(options));
        var characters = Characters.Of(text);
        var lines = options.Text == TextMode.Lines || (options.Text == TextMode.Auto && IsList(characters));
        return new SequenceSet(file, [], [], lines ? Lines(characters) : [Stream(characters, DataFile.Stem(file))])
        {
            TextColumns = [Column],
            Layout = new LayoutGuess(Layout.Text, lines ? "each line is a sequence" : "the whole text is one sequence"),
        };
    }

    /// <summary>Short lines, none empty, nearly all different: names, words, formulas.</summary>
    public static bool IsList(string[] characters)
    {
        var lines = LinesOf(characters).ToList();
        return lines.Count >= 10 && lines.All(l => l.Count is > 0 and <= LongestEntry)
            && lines.Select(l => string.Concat(l.AsSpan())).Distinct(StringComparer.Ordinal).Count() > 0.8 * lines.Count;
    }

    /// <summary>The line of the symbol at step <paramref name="t"/> of a sequence of text or of words in rows.</summary>
    internal static int LineOf(Sequence sequence, int t) =>
        sequence.Texts is { } texts && texts.Length == sequence.Length && !sequence.Id.StartsWith("line ", StringComparison.Ordinal)
            ? sequence.Line + texts.AsSpan(0, t).Count("\n")
            : sequence.Line;

    static Sequence Stream(string[] characters, string name) => new(name, characters.Length, [], null, null) { Texts = characters, Line = 1 };

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
