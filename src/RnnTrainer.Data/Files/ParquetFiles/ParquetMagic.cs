using System.Buffers.Binary;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>Tells Parquet files from others by their bytes, whatever their names are.</summary>
static class ParquetMagic
{
    /// <summary>Of the mark at each end, and of the tail: the length of the metadata, and the mark.</summary>
    const int MarkLength = 4, TailLength = 8;

    static ReadOnlySpan<byte> Mark => "PAR1"u8;

    /// <summary>Whether bytes are a Parquet file: the mark is at both ends, and the metadata fits between them.</summary>
    public static bool Is(ReadOnlySpan<byte> file) =>
        file.Length > MarkLength + TailLength && file.StartsWith(Mark) && IsTail(file[^TailLength..], file.Length);

    /// <summary>The same of a file that can be read from any place; it is at its beginning afterwards.</summary>
    public static bool Is(Stream file)
    {
        Span<byte> bytes = stackalloc byte[MarkLength + TailLength];
        if (!file.CanSeek || file.Length <= bytes.Length)
        {
            return false;
        }

        file.Position = 0;
        file.ReadExactly(bytes[..MarkLength]);
        file.Position = file.Length - TailLength;
        file.ReadExactly(bytes[MarkLength..]);
        file.Position = 0;
        return bytes.StartsWith(Mark) && IsTail(bytes[MarkLength..], file.Length);
    }

    static bool IsTail(ReadOnlySpan<byte> tail, long length) =>
        tail.EndsWith(Mark)
        && BinaryPrimitives.ReadInt32LittleEndian(tail) is > 0 and var metadata && metadata <= length - MarkLength - TailLength;
}
