using System.Buffers.Binary;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>How the values of a page are written.</summary>
enum ParquetEncoding
{
    Plain = 0,
    PlainDictionary = 2,
    Runs = 3,
    PackedBits = 4,
    DeltaIntegers = 5,
    DeltaLengths = 6,
    DeltaBytes = 7,
    Dictionary = 8,
    SplitBytes = 9,
}

/// <summary>A page of values.</summary>
/// <param name="Count">The number of values, missing ones included.</param>
/// <param name="Repetitions">The levels of repetition in runs; empty if there are none.</param>
/// <param name="Definitions">The levels of definition in runs; empty if there are none.</param>
/// <param name="Values">The values that are not missing.</param>
/// <param name="IsDictionary">Whether it holds the values that later pages refer to.</param>
sealed record ParquetPage(
    int Count, ReadOnlyMemory<byte> Repetitions, ReadOnlyMemory<byte> Definitions, ParquetEncoding Encoding, ReadOnlyMemory<byte> Values,
    bool IsDictionary = false);

/// <summary>Reads the pages of a file from its bytes; each is valid until the next of its column is read.</summary>
/// <param name="limit">The largest number of bytes that a page may have.</param>
sealed class ParquetPages(Stream file, long limit)
{
    /// <summary>The bytes that are first taken for a header, which may be longer.</summary>
    const int UsualHeader = 256;

    const int DataPage = 0, DictionaryPage = 2, DataPage2 = 3;

    byte[] _packed = [];

    /// <summary>Reads the page at a byte of the file; pages without values are passed over.</summary>
    /// <param name="offset">It is then that of the page after it.</param>
    /// <param name="buffer">Holds the page afterwards, and is replaced where it is too short.</param>
    /// <exception cref="Exception">The page is damaged.</exception>
    public ParquetPage Next(ref long offset, ParquetLeaf leaf, ParquetCodec codec, ref byte[] buffer)
    {
        while (true)
        {
            var header = Header(ref offset);
            var (packed, length) = (header.Required(3), header.Required(2));
            if (packed < 0 || packed > file.Length - offset || length < 0 || length > Math.Min(limit, Array.MaxLength))
            {
                throw new InvalidDataException($"a page of {packed} bytes that expand to {length}");
            }

            var from = Read(offset, (int)packed);
            offset += packed;
            if (header.Int(4) is { } checksum && checksum != (int)Crc32.Of(from.Span, 0))
            {
                throw new InvalidDataException("the checksum of a page is wrong");
            }

            buffer = buffer.Length >= length ? buffer : new byte[length];
            if (Page(header, leaf, codec, from, buffer.AsMemory(0, (int)length)) is { } page)
            {
                return page;
            }
        }
    }

    ParquetPage? Page(ThriftStruct header, ParquetLeaf leaf, ParquetCodec codec, ReadOnlyMemory<byte> from, Memory<byte> to)
    {
        switch (header.Required(1))
        {
            case DataPage:
                PageBytes.Expand(codec, from, to.Span);
                return First(header.Struct(5)!, leaf, to);
            case DictionaryPage:
                PageBytes.Expand(codec, from, to.Span);
                return new(Count(header.Struct(7)!), default, default, ParquetEncoding.Plain, to, IsDictionary: true);
            case DataPage2:
                return Second(header.Struct(8)!, codec, from, to);
            default:
                return null; // an index
        }
    }

    /// <summary>A page of the first version: levels have their lengths before them.</summary>
    ParquetPage First(ThriftStruct data, ParquetLeaf leaf, ReadOnlyMemory<byte> bytes)
    {
        var (definition, repetition) = leaf.Bits;
        if (definition > 0 && data.Int(3) == (int)ParquetEncoding.PackedBits)
        {
            throw new NotSupportedException("levels are written in the outdated encoding BIT_PACKED");
        }

        var repetitions = repetition > 0 ? WithLength(ref bytes) : default;
        var definitions = definition > 0 ? WithLength(ref bytes) : default;
        return new(Count(data), repetitions, definitions, (ParquetEncoding)data.Required(2), bytes);
    }

    /// <summary>A page of the second version: levels are not compressed, and the header has their lengths.</summary>
    ParquetPage Second(ThriftStruct data, ParquetCodec codec, ReadOnlyMemory<byte> from, Memory<byte> to)
    {
        var (repetition, definition) = (checked((int)data.Required(6)), checked((int)data.Required(5)));
        var levels = checked(repetition + definition);
        from[..levels].CopyTo(to);
        PageBytes.Expand(data.Number(7) == 0 ? ParquetCodec.None : codec, from[levels..], to.Span[levels..]);
        return new(
            Count(data), to[..repetition], to[repetition..levels], (ParquetEncoding)data.Required(4), to[levels..]);
    }

    int Count(ThriftStruct data) => data.Required(1) is var count && count >= 0 && count <= Math.Min(limit / sizeof(long), int.MaxValue)
        ? (int)count : throw new InvalidDataException($"a page of {count} values");

    static ReadOnlyMemory<byte> WithLength(ref ReadOnlyMemory<byte> bytes)
    {
        var end = checked(sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(bytes.Span));
        var taken = bytes[sizeof(int)..end];
        bytes = bytes[end..];
        return taken;
    }

    ThriftStruct Header(ref long offset)
    {
        for (var length = UsualHeader; ; length *= 4)
        {
            var bytes = Read(offset, (int)Math.Clamp(file.Length - offset, 0, length));
            var reader = new ThriftReader(bytes.Span);
            try
            {
                var header = reader.ReadStruct();
                offset += reader.Count;
                return header;
            }
            catch (EndOfStreamException) when (bytes.Length == length && length < limit)
            {
                // The header is longer.
            }
        }
    }

    ReadOnlyMemory<byte> Read(long offset, int count)
    {
        _packed = _packed.Length >= count ? _packed : new byte[count];
        file.Position = offset;
        file.ReadExactly(_packed, 0, count);
        return _packed.AsMemory(0, count);
    }
}
