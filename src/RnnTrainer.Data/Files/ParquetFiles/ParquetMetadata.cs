using System.Buffers.Binary;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>The types in which values are stored.</summary>
enum ParquetType
{
    Boolean,
    Int32,
    Int64,
    Int96,
    Float,
    Double,
    Bytes,
    FixedBytes,
}

/// <summary>How often a value or group occurs in its parent.</summary>
enum ParquetRepetition
{
    Required,
    Optional,
    Repeated,
}

/// <summary>How pages are compressed.</summary>
enum ParquetCodec
{
    None,
    Snappy,
    Gzip,
    Lzo,
    Brotli,
    Lz4,
    Zstd,
    Lz4Raw,
}

/// <summary>A group or value of a schema.</summary>
/// <param name="Type">Of a value how it is stored; null for a group.</param>
/// <param name="Length">Of <see cref="ParquetType.FixedBytes"/> their number.</param>
/// <param name="Meaning">What it stands for.</param>
sealed record ParquetElement(
    string Name, ParquetType? Type, int Length, ParquetRepetition Repetition, int Children, ParquetMeaning Meaning);

/// <summary>The values of a column in a row group.</summary>
/// <param name="Values">Their number, missing ones included.</param>
/// <param name="Offset">The byte of the file at which the first page begins.</param>
sealed record ParquetChunk(ParquetCodec Codec, long Values, long Offset);

/// <summary>Some rows: a chunk for each column.</summary>
sealed record ParquetRowGroup(long Rows, IReadOnlyList<ParquetChunk> Chunks);

/// <summary>What the end of a Parquet file says of the file, see parquet.thrift of the format.</summary>
/// <param name="Schema">The tree of groups and values: each is followed by its children.</param>
/// <param name="IsEncrypted">Whether some columns are encrypted.</param>
/// <param name="IsElsewhere">Whether some columns are in other files.</param>
sealed record ParquetMetadata(
    IReadOnlyList<ParquetElement> Schema, IReadOnlyList<ParquetRowGroup> Groups, bool IsEncrypted, bool IsElsewhere)
{
    const int TailLength = 8;

    /// <summary>Reads it.</summary>
    /// <exception cref="Exception">It is damaged.</exception>
    public static ParquetMetadata Read(Stream file)
    {
        Span<byte> tail = stackalloc byte[TailLength];
        file.Position = file.Length - TailLength;
        file.ReadExactly(tail);
        var bytes = new byte[BinaryPrimitives.ReadInt32LittleEndian(tail)];
        file.Position = file.Length - TailLength - bytes.Length;
        file.ReadExactly(bytes);
        var read = new ThriftReader(bytes).ReadStruct();
        var groups = read.Structs(4).ToList();
        var chunks = groups.SelectMany(g => g.Structs(1)).ToList();
        var isEncrypted = read.Has(8) || chunks.Exists(c => c.Has(8));
        return new(
            [.. read.Structs(2).Select(Element)], isEncrypted ? [] : [.. groups.Select(Group)], isEncrypted, chunks.Exists(c => c.Has(1)));
    }

    static ParquetElement Element(ThriftStruct from) => new(
        from.Text(4), (ParquetType?)from.Int(1), from.Int(2) ?? 0, (ParquetRepetition)(from.Int(3) ?? 0), from.Int(5) ?? 0,
        ParquetMeaning.Of(from.Struct(10), (ParquetConverted?)from.Int(6), from.Int(7) ?? 0));

    static ParquetRowGroup Group(ThriftStruct from) => new(from.Required(3), [.. from.Structs(1).Select(Chunk)]);

    static ParquetChunk Chunk(ThriftStruct from)
    {
        var data = from.Struct(3) ?? throw new InvalidDataException("a column has no description");
        var (first, dictionary) = (data.Required(9), data.Number(11) ?? 0);
        return new((ParquetCodec)data.Required(4), data.Required(5), dictionary > 0 && dictionary < first ? dictionary : first);
    }
}
