using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>
/// Describes misplaced quotes. The CSV reader says only at which byte it stopped; what is wrong there follows from the bytes around it.
/// </summary>
static class QuotingError
{
    const string Hint = "Close every quote in its field; inside a quoted field a quote is written twice.";

    /// <summary>Records the error.</summary>
    /// <param name="stop">The byte at which the reader stopped.</param>
    /// <param name="record">The beginning of the record, or a byte before it up to which all quotes are closed.</param>
    /// <param name="subject">The beginning of the message, such as "the header has ".</param>
    public static void AddTo(ErrorLog errors, TextWindow text, long stop, long record, string subject = "")
    {
        var (place, problem) = !text.Has(stop) || text.IsTooLong(record)
            ? (LastOpened(text, record) ?? stop, "a quoted field that is never closed")
            : text[stop, stop + 1][0] == '"' && !IsAfterQuote(text, stop) ? (stop, "a quote inside an unquoted field")
            : (stop, "text after the closing quote of a quoted field");
        errors.Add(place, $"{subject}{problem}", Hint);
    }

    static bool IsAfterQuote(TextWindow text, long at) => text[text.Start, at].TrimEnd(" \t"u8) is [.., (byte)'"'];

    /// <summary>Where the quote that is never closed opens.</summary>
    static long? LastOpened(TextWindow text, long from)
    {
        var bytes = text[from, text.End];
        long? open = null;
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] != '"')
            {
                continue;
            }

            if (open is null)
            {
                open = from + at;
            }
            else if (at + 1 < bytes.Length && bytes[at + 1] == '"')
            {
                at++;
            }
            else
            {
                open = null;
            }
        }

        return open;
    }
}
