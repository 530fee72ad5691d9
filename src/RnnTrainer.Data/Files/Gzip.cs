using System.IO.Compression;

namespace RnnTrainer.Data;

/// <summary>gzip files are read as what they hold; one that explodes is refused.</summary>
static class Gzip
{
    /// <summary>Text shrinks to a tenth, columns of equal cells to a hundredth; what shrinks further was made to do harm.</summary>
    const int MostExpansion = 400;

    /// <summary>A ratio says nothing below this size.</summary>
    const int Harmless = 16 << 20;

    public static bool Is(ReadOnlySpan<byte> bytes) => bytes.Length > 2 && bytes[0] == 0x1F && bytes[1] == 0x8B;

    /// <exception cref="DataException">It is damaged, or would grow beyond the limits.</exception>
    public static byte[] Expand(byte[] packed, string path, long limit)
    {
        using var from = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var to = new MemoryStream();
        var block = new byte[1 << 16];
        try
        {
            for (int n; (n = from.Read(block)) > 0;)
            {
                to.Write(block, 0, n);
                Check(to.Length, packed.Length, path, limit);
            }
        }
        catch (InvalidDataException)
        {
            throw Refused(path, "the gzip data is damaged", "Make the archive again, or unpack it first.");
        }

        return to.Length > 0 || packed.Length <= 32 ? to.ToArray() : throw Refused(path, "the gzip data is damaged", "Make the archive again, or unpack it first.");
    }

    static void Check(long size, long packed, string path, long limit)
    {
        if (size > limit)
            throw Refused(path, $"its {MemoryLimit.Shown(packed)} unpack to more than {MemoryLimit.Shown(limit)}, all the memory that may be used", "Unpack it and cut it into smaller files.");
        if (size > Harmless && size / packed > MostExpansion)
            throw Refused(path, $"its {MemoryLimit.Shown(packed)} unpack to more than {MostExpansion} times as much, as no data does", "If you trust the file, unpack it first.");
    }

    static DataException Refused(string path, string message, string hint) => new(new DataError(path, 0, 0, message, hint));
}
