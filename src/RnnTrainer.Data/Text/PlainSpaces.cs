using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>Writes plain spaces for the non-breaking and narrow ones that programs put before AM and PM.</summary>
static class PlainSpaces
{
    /// <summary>The text in ASCII; a character of any other kind becomes a question mark.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="ascii">As long as the text at least.</param>
    public static ReadOnlySpan<byte> In(ReadOnlySpan<byte> text, Span<byte> ascii)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var length = 0;
        while (!text.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(text, out var rune, out var used);
            ascii[length++] = (byte)(rune.IsAscii ? rune.Value : Rune.IsWhiteSpace(rune) ? ' ' : '?');
            text = text[used..];
        }

        return ascii[..length];
    }

    /// <summary>The same of a string.</summary>
    public static string In(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Encoding.ASCII.GetString(In(utf8, new byte[utf8.Length]));
    }
}
