using System.Collections;
using System.Text;

namespace RnnTrainer.Data.Storage;

/// <summary>
/// Texts in UTF-8, one behind the other: a date-time of 16 characters takes 16 bytes, as a string it takes 64. A slice is a view, and
/// each text becomes a string when it is asked for.
/// </summary>
sealed class PackedTexts : IReadOnlyList<string>
{
    readonly IReadOnlyList<PackedChunk> _chunks;
    readonly long _from;

    internal PackedTexts(IReadOnlyList<PackedChunk> chunks, long from, int count) => (_chunks, _from, Count) = (chunks, from, count);

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public string this[int n] => Encoding.UTF8.GetString(Bytes(n));

    /// <summary>Packs some texts.</summary>
    public static PackedTexts Of(IEnumerable<string> texts)
    {
        var builder = new PackedTextsBuilder();
        foreach (var text in texts)
        {
            builder.Add(text);
        }

        return builder.ToTexts();
    }

    /// <summary>The text in UTF-8.</summary>
    public ReadOnlySpan<byte> Bytes(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(n, Count);
        var place = _from + n;
        return _chunks[(int)(place / PackedChunk.Length)].Text((int)(place % PackedChunk.Length));
    }

    /// <summary>A view of <paramref name="count"/> texts.</summary>
    public PackedTexts Slice(int from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - from);
        return new PackedTexts(_chunks, _from + from, count);
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator()
    {
        for (var n = 0; n < Count; n++)
        {
            yield return this[n];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>The bytes of up to <see cref="Length"/> texts.</summary>
/// <param name="Bytes">The texts, one behind the other; null: they are in a file.</param>
/// <param name="Width">The number of bytes of each; −1 if they differ.</param>
/// <param name="Ends">Where each text ends, if they differ.</param>
readonly record struct PackedChunk(byte[]? Bytes, int Width, int[] Ends)
{
    public const int Length = 1024;

    /// <summary>The file, and the byte in it at which the texts begin.</summary>
    public (Spill Spill, long At)? File { get; init; }

    public ReadOnlySpan<byte> Text(int n)
    {
        var start = Width >= 0 ? n * Width : n == 0 ? 0 : Ends[n - 1];
        var length = (Width >= 0 ? start + Width : Ends[n]) - start;
        if (File is not { } file)
        {
            return Bytes.AsSpan(start, length);
        }

        var bytes = new byte[length];
        file.Spill.Read(file.At + start, bytes.AsSpan());
        return bytes;
    }
}

/// <summary>Packs texts as they come.</summary>
/// <param name="spill">Where they are put; null: in memory.</param>
sealed class PackedTextsBuilder(Spill? spill = null)
{
    readonly List<PackedChunk> _chunks = [];
    byte[] _bytes = [];
    int[] _ends = [];
    int _open, _used; // the texts of the chunk that is not full, and their bytes
    int _rest; // those of the last chunk, once it is closed

    /// <summary>The number of texts.</summary>
    public long Count => ((long)_chunks.Count * PackedChunk.Length) + (_rest > 0 ? _rest - PackedChunk.Length : _open);

    public void Add(string text)
    {
        Span<byte> utf8 = stackalloc byte[256];
        Add(Encoding.UTF8.TryGetBytes(text, utf8, out var length) ? utf8[..length] : Encoding.UTF8.GetBytes(text));
    }

    /// <param name="utf8">The text.</param>
    public void Add(ReadOnlySpan<byte> utf8) => AddRange(utf8, [utf8.Length]);

    /// <summary>Adds several texts.</summary>
    /// <param name="utf8">The texts, one behind the other.</param>
    /// <param name="ends">Where each ends.</param>
    public void AddRange(ReadOnlySpan<byte> utf8, ReadOnlySpan<int> ends)
    {
        for (var start = 0; !ends.IsEmpty;)
        {
            var count = Math.Min(ends.Length, PackedChunk.Length - _open);
            var end = ends[count - 1];
            Grow(count, end - start);
            utf8[start..end].CopyTo(_bytes.AsSpan(_used));
            for (var n = 0; n < count; n++)
            {
                _ends[_open + n] = _used + ends[n] - start;
            }

            (_open, _used, start) = (_open + count, _used + end - start, end);
            ends = ends[count..];
            if (_open == PackedChunk.Length)
            {
                _chunks.Add(Chunk());
                (_open, _used) = (0, 0);
            }
        }
    }

    void Grow(int texts, int bytes)
    {
        if (_open + texts > _ends.Length)
        {
            Array.Resize(ref _ends, Math.Clamp(Math.Max(2 * _open, _open + texts), 4, PackedChunk.Length));
        }

        if (_used + bytes > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_used + bytes, 2 * _bytes.Length));
        }
    }

    /// <summary>All texts; none may be added after it.</summary>
    public PackedTexts ToTexts() => Texts(0, checked((int)Count));

    /// <summary>Some of the texts; none may be added after it.</summary>
    public PackedTexts Texts(long from, int count)
    {
        if (_open > 0)
        {
            _rest = _open;
            _chunks.Add(Chunk());
            (_bytes, _ends, _open, _used) = ([], [], 0, 0);
        }

        return new PackedTexts(_chunks, from, count);
    }

    PackedChunk Chunk()
    {
        var width = _used / _open;
        for (var n = 0; n < _open && width >= 0; n++)
        {
            width = _ends[n] == (n + 1) * width ? width : -1;
        }

        var chunk = new PackedChunk(null, width, width >= 0 ? [] : _ends.AsSpan(0, _open).ToArray());
        return spill?.TryTake(_used) == false ? chunk with { File = (spill, spill.Write<byte>(_bytes.AsSpan(0, _used))) }
            : chunk with { Bytes = _bytes.AsSpan(0, _used).ToArray() };
    }
}
