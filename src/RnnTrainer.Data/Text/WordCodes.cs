using System.Buffers.Binary;
using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>A number for each distinct text, so that a column of repeated words takes little memory. Several threads may ask.</summary>
sealed class WordCodes
{
    readonly Lock _lock = new();
    readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    readonly List<string> _words = [];

    public WordCodes() => TextOf = code => _words[code];

    /// <summary>The text of a number.</summary>
    public string this[int code] => _words[code];

    /// <summary>The same as a function.</summary>
    public Func<int, string> TextOf { get; }

    /// <summary>The number of a text.</summary>
    public int Of(ReadOnlySpan<byte> utf8)
    {
        Span<char> buffer = stackalloc char[256];
        var chars = utf8.Length > buffer.Length ? Encoding.UTF8.GetString(utf8).AsSpan() : buffer[..Encoding.UTF8.GetChars(utf8, buffer)];
        lock (_lock)
        {
            var known = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!known.TryGetValue(chars, out var code))
            {
                code = _words.Count;
                _words.Add(chars.ToString());
                _codes.Add(_words[^1], code);
            }

            return code;
        }
    }
}

/// <summary>The numbers that one thread asked for last, by their bytes, so that most are found at once.</summary>
sealed class RecentCodes(WordCodes all)
{
    const int Most = 1 << 12;

    readonly (byte[]? Utf8, int Code)[] _recent = new (byte[]?, int)[Most]; // in pairs: two texts with the same hash find room

    /// <summary>The number of a text.</summary>
    public int Of(ReadOnlySpan<byte> utf8)
    {
        var place = (int)(Hash(utf8) % Most) & ~1;
        var (first, second) = (_recent[place], _recent[place + 1]);
        if (first.Utf8 is not null && utf8.SequenceEqual(first.Utf8))
        {
            return first.Code;
        }

        if (second.Utf8 is not null && utf8.SequenceEqual(second.Utf8))
        {
            return second.Code;
        }

        var code = all.Of(utf8);
        (_recent[place], _recent[place + 1]) = ((utf8.ToArray(), code), first);
        return code;
    }

    /// <summary>By the first and the last eight bytes.</summary>
    static uint Hash(ReadOnlySpan<byte> utf8)
    {
        ulong hash = (uint)utf8.Length;
        if (utf8.Length >= sizeof(ulong))
        {
            hash += BinaryPrimitives.ReadUInt64LittleEndian(utf8) + (31 * BinaryPrimitives.ReadUInt64LittleEndian(utf8[^sizeof(ulong)..]));
        }
        else
        {
            foreach (var b in utf8)
            {
                hash = (hash * 257) + b;
            }
        }

        return (uint)((hash * 0x9E3779B97F4A7C15) >> 40);
    }
}
