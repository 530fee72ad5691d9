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
    public static void AddTo(ErrorLog errors, ReadOnlySpan<byte> text, long stop, long record, string subject = "")
    {
        var (place, problem) = stop >= text.Length ? (LastOpened(text, (int)record) ?? stop, "a quoted field that is never closed")
            : text[(int)stop] == '"' && !IsAfterQuote(text, (int)stop) ? (stop, "a quote inside an unquoted field")
            : (stop, "text after the closing quote of a quoted field");
        errors.Add(place, $"{subject}{problem}", Hint);
    }

    static bool IsAfterQuote(ReadOnlySpan<byte> text, int at) => text[..at].TrimEnd(" \t"u8) is [.., (byte)'"'];

    /// <summary>Where the quote that is never closed opens.</summary>
    static long? LastOpened(ReadOnlySpan<byte> text, int from)
    {
        long? open = null;
        for (var at = from; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                continue;
            }

            if (open is null)
            {
                open = at;
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
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
