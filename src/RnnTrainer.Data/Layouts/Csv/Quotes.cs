using CsvHelper;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>What CsvHelper says about bad quoting, in our words.</summary>
static class Quotes
{
    public const string Hint = "Close every quote in its field; inside a quoted field a quote is written twice.";

    /// <summary>From <c>Malformed CSV in record 2: a quote … (byte offset 33).</c> the middle.</summary>
    public static string Complaint(CsvFormatException e)
    {
        var from = e.Message.IndexOf(": ", StringComparison.Ordinal) + 2;
        var to = e.Message.LastIndexOf(" (", StringComparison.Ordinal);
        return to > from ? e.Message[from..to] : e.Message;
    }

    /// <summary>Where the trouble is, in a record that begins at or after <paramref name="from"/>: a quote that is never closed is found at the end of the text, but stands where it opens.</summary>
    public static long Place(CsvFormatException e, ReadOnlySpan<byte> text, long from)
    {
        if (e.ByteOffset < text.Length)
            return e.ByteOffset;
        var open = -1L;
        for (var at = (int)from; at < text.Length; at++)
        {
            if (text[at] != '"')
                continue;
            if (open < 0)
                open = at;
            else if (at + 1 < text.Length && text[at + 1] == '"')
                at++;
            else
                open = -1;
        }

        return open < 0 ? e.ByteOffset : open;
    }
}
