using System.Buffers;

namespace RnnTrainer.Common;

/// <summary>Texts as cells of a CSV file.</summary>
static class CsvText
{
    const string Separating = ",\"\r\n;\t";

    static readonly SearchValues<char> Separators = SearchValues.Create(Separating);
    static readonly SearchValues<byte> SeparatorBytes = SearchValues.Create([.. Separating.Select(c => (byte)c)]);

    /// <summary>In quotes where RFC 4180 needs them: around a comma, a quote or a line break.</summary>
    public static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : InQuotes(text);

    /// <summary>
    /// Also in quotes where a reader of data files would take the cell for something else: another separator, a comment, an empty cell,
    /// spaces to be trimmed.
    /// </summary>
    public static string QuotedForReading(string text) =>
        text.AsSpan().IndexOfAny(Separators) >= 0 || text.Length == 0 || text[0] is ' ' or '#' || text[^1] == ' ' ? InQuotes(text) : text;

    /// <summary>Writes what <see cref="QuotedForReading"/> gives, in UTF-8.</summary>
    /// <param name="always">Whether to write quotes where they are not needed too.</param>
    public static void WriteForReading(IBufferWriter<byte> to, ReadOnlySpan<byte> text, bool always = false)
    {
        if (always || text.IsEmpty || text.IndexOfAny(SeparatorBytes) >= 0 || text[0] is (byte)' ' or (byte)'#' || text[^1] == ' ')
        {
            WriteInQuotes(to, text);
        }
        else
        {
            to.Write(text);
        }
    }

    static string InQuotes(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static void WriteInQuotes(IBufferWriter<byte> to, ReadOnlySpan<byte> text)
    {
        to.Write("\""u8);
        for (int quote; (quote = text.IndexOf((byte)'"')) >= 0; text = text[(quote + 1)..])
        {
            to.Write(text[..(quote + 1)]);
            to.Write("\""u8);
        }

        to.Write(text);
        to.Write("\""u8);
    }
}
