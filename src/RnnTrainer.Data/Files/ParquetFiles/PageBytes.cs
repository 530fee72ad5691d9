using System.IO.Compression;
using K4os.Compression.LZ4;
using Snappier;
using ZstdSharp;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>Expands the bytes of a page.</summary>
static class PageBytes
{
    /// <summary>Expands bytes to as many as there have to be.</summary>
    /// <exception cref="Exception">They are damaged: they expand to fewer or more bytes, or to none.</exception>
    public static void Expand(ParquetCodec codec, ReadOnlyMemory<byte> packed, Span<byte> to)
    {
        if (to.IsEmpty)
        {
            return; // of no bytes some programs write none
        }

        var count = codec switch
        {
            ParquetCodec.None => Copied(packed.Span, to),
            ParquetCodec.Snappy => Snappy.Decompress(packed.Span, to),
            ParquetCodec.Gzip => Inflated(new GZipStream(StreamOf(packed), CompressionMode.Decompress), to),
            ParquetCodec.Brotli => Inflated(new BrotliStream(StreamOf(packed), CompressionMode.Decompress), to),
            ParquetCodec.Zstd => Unwrapped(packed.Span, to),
            ParquetCodec.Lz4Raw => LZ4Codec.Decode(packed.Span, to),
            _ => throw new NotSupportedException($"the compression {codec} is not supported"),
        };
        if (count != to.Length)
        {
            throw new InvalidDataException($"a page has {count} bytes instead of {to.Length}");
        }
    }

    static int Copied(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        return from.Length;
    }

    static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) => new(bytes.ToArray());

    static int Inflated(Stream from, Span<byte> to)
    {
        using (from)
        {
            return from.ReadAtLeast(to, to.Length, throwOnEndOfStream: false);
        }
    }

    static int Unwrapped(ReadOnlySpan<byte> packed, Span<byte> to)
    {
        using var zstd = new Decompressor();
        return zstd.Unwrap(packed, to);
    }
}
