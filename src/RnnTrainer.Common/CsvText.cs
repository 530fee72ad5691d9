using System.Buffers;

namespace RnnTrainer.Common;

/// <summary>Texts as cells of a CSV file.</summary>
static class CsvText
{
    static readonly SearchValues<char> Separators = SearchValues.Create(",\"\r\n;\t");

    /// <summary>In quotes where RFC 4180 needs them: around a comma, a quote or a line break.</summary>
    public static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : InQuotes(text);

    /// <summary>
    /// Also in quotes where a reader of data files would take the cell for something else: another separator, a comment, an empty cell,
    /// spaces to be trimmed.
    /// </summary>
    public static string QuotedForReading(string text) =>
        text.AsSpan().IndexOfAny(Separators) >= 0 || text.Length == 0 || text[0] is ' ' or '#' || text[^1] == ' ' ? InQuotes(text) : text;

    static string InQuotes(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
