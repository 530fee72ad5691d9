using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>Keeps one string for each distinct text, so that a column of repeated words takes little memory.</summary>
sealed class StringPool
{
    readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>The string of these bytes.</summary>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        Span<char> buffer = stackalloc char[256];
        if (utf8.Length > buffer.Length)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        return Of(buffer[..Encoding.UTF8.GetChars(utf8, buffer)]);
    }

    /// <summary>The string of these characters.</summary>
    public string Of(ReadOnlySpan<char> chars)
    {
        var known = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(chars, out var text))
        {
            return text;
        }

        text = chars.ToString();
        _texts.Add(text);
        return text;
    }
}
