using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>One string for each distinct text, so that a column of repeated words takes little room.</summary>
sealed class StringPool
{
    readonly HashSet<string> texts = new(StringComparer.Ordinal);

    public string Of(ReadOnlySpan<byte> utf8)
    {
        Span<char> room = stackalloc char[256];
        if (utf8.Length > room.Length)
            return Encoding.UTF8.GetString(utf8);
        ReadOnlySpan<char> chars = room[..Encoding.UTF8.GetChars(utf8, room)];
        var known = texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(chars, out var text))
            return text;
        text = chars.ToString();
        texts.Add(text);
        return text;
    }
}
