using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Files;

/// <summary>
/// Expands gzip files (RFC 1952) of one or several members, and checks the checksum and length of each. A file that is cut off, damaged, or
/// expands beyond measure is refused. Zeros after a member are padding.
/// </summary>
static class Gzip
{
    /// <summary>
    /// Text shrinks to a tenth, columns of equal cells to a hundredth; a file that shrinks further was made to exhaust memory.
    /// </summary>
    const int MostExpansion = 400;

    /// <summary>Below this size, in bytes, any ratio is accepted.</summary>
    const int Harmless = 16 << 20;

    const int HeaderLength = 10, TrailerLength = 8;
    const int HasCrc = 2, HasExtra = 4, HasName = 8, HasComment = 16, Reserved = 0xE0;

    /// <summary>Whether bytes begin as gzip data does.</summary>
    public static bool Is(ReadOnlySpan<byte> bytes) => bytes.Length > 1 && bytes[0] == 0x1F && bytes[1] == 0x8B;

    /// <summary>The expanded bytes.</summary>
    /// <param name="path">The name of the file in errors.</param>
    /// <param name="limit">The largest size, in bytes.</param>
    /// <exception cref="DataException">The data is damaged, or would grow beyond the limits.</exception>
    public static byte[] Expand(byte[] packed, string path, long limit)
    {
        using var to = new MemoryStream();
        for (var at = 0; at >= 0; at = NextOf(packed, at))
        {
            at = ExpandMember(packed, at, to, path, limit);
        }

        return to.ToArray();
    }

    /// <summary>The byte at which the next member begins, after padding; −1 if there is none.</summary>
    static int NextOf(byte[] packed, int end) => packed.AsSpan(end).IndexOfAnyExcept((byte)0) is >= 0 and var padding ? end + padding : -1;

    /// <returns>The byte at which the member ends.</returns>
    static int ExpandMember(byte[] packed, int from, MemoryStream to, string path, long limit)
    {
        var feed = new GzipFeed(packed, DataOf(packed, from, path));
        using var inflated = new DeflateStream(feed, CompressionMode.Decompress);
        var (crc, length) = (0u, 0u);
        var block = new byte[1 << 16];
        try
        {
            for (int n; (n = inflated.Read(block)) > 0;)
            {
                (crc, length) = (Crc32.Of(block.AsSpan(0, n), crc), unchecked(length + (uint)n));
                to.Write(block, 0, n);
                Check(to.Length, packed.Length, path, limit);
            }
        }
        catch (InvalidDataException)
        {
            throw Damaged(path, $"the data cannot be decompressed near byte {feed.Next:N0}");
        }

        return feed.HasRunDry ? throw Damaged(path, $"it is cut off at byte {packed.Length:N0}") : EndOf(packed, feed, crc, length, path);
    }

    /// <summary>The byte at which the compressed data begins, after the header.</summary>
    static int DataOf(byte[] packed, int from, string path)
    {
        var header = packed.AsSpan(from);
        if (from > 0 && !Is(header))
        {
            throw Damaged(path, $"what begins at byte {from:N0} is not gzip data");
        }

        if (header.Length < HeaderLength)
        {
            throw Damaged(path, $"it is cut off at byte {packed.Length:N0}");
        }

        if (header[2] != 8 || (header[3] & Reserved) != 0)
        {
            throw Damaged(path, $"the header at byte {from:N0} is not one of gzip");
        }

        var flags = header[3];
        long at = from + HeaderLength;
        if ((flags & HasExtra) != 0)
        {
            at += at + 2 <= packed.Length ? 2 + BinaryPrimitives.ReadUInt16LittleEndian(packed.AsSpan((int)at)) : packed.Length;
        }

        at = (flags & HasName) != 0 ? AfterText(packed, at) : at;
        at = (flags & HasComment) != 0 ? AfterText(packed, at) : at;
        at += (flags & HasCrc) != 0 ? 2 : 0;
        return at < packed.Length ? (int)at : throw Damaged(path, $"it is cut off at byte {packed.Length:N0}");
    }

    /// <summary>A text ends with a zero.</summary>
    static long AfterText(byte[] packed, long at) =>
        at < packed.Length && Array.IndexOf(packed, (byte)0, (int)at) is >= 0 and var end ? end + 1 : packed.Length;

    /// <summary>
    /// The byte at which a member ends. Inflating does not report how many bytes of the last block it took, but they are followed by the
    /// checksum and the length of the data, which are searched for in the block. If the data is empty they may be found one zero too early;
    /// the last zero is then padding.
    /// </summary>
    static int EndOf(byte[] packed, GzipFeed feed, uint crc, uint length, string path)
    {
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], length);
        var window = packed.AsSpan(feed.LastBlock, Math.Min(packed.Length, feed.Next + TrailerLength) - feed.LastBlock);
        var at = window.IndexOf(trailer);
        return at >= 0 ? feed.LastBlock + at + TrailerLength
            : throw Damaged(path, $"no checksum near byte {feed.Next:N0} matches the data");
    }

    static void Check(long size, long packed, string path, long limit)
    {
        if (size > limit)
        {
            throw Refused(
                path, $"its {MemoryLimit.Shown(packed)} unpack to more than {MemoryLimit.Shown(limit)}, all the memory that may be used",
                "Unpack it and cut it into smaller files.");
        }

        if (size > Harmless && size / packed > MostExpansion)
        {
            throw Refused(
                path, $"its {MemoryLimit.Shown(packed)} unpack to more than {MostExpansion} times as much, which no real data does",
                "If you trust the file, unpack it first.");
        }
    }

    static DataException Damaged(string path, FormattableString how) =>
        Refused(
            path, $"the gzip data is damaged: {how.ToString(CultureInfo.InvariantCulture)}",
            "Download or pack the file again; `gzip -t` tests it.");

    static DataException Refused(string path, string message, string hint) => new(Diagnostic.OfFile(path, message, hint));
}
