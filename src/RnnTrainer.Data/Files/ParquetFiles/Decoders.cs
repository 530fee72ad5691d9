namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>The encodings of each type of values.</summary>
static class Decoders
{
    public static ValueDecoder<bool>? Booleans(ParquetEncoding encoding, ReadOnlyMemory<byte> values, int count) => encoding switch
    {
        ParquetEncoding.Plain => new PlainBooleans(values),
        ParquetEncoding.Runs => new BooleanRuns(values),
        _ => null,
    };

    public static ValueDecoder<int>? Int32s(ParquetEncoding encoding, ReadOnlyMemory<byte> values, int count) =>
        encoding == ParquetEncoding.DeltaIntegers ? new DeltaNumbers<int>(values, x => (int)x) : Numbers<int>(encoding, values, count);

    public static ValueDecoder<long>? Int64s(ParquetEncoding encoding, ReadOnlyMemory<byte> values, int count) =>
        encoding == ParquetEncoding.DeltaIntegers ? new DeltaNumbers<long>(values, x => x) : Numbers<long>(encoding, values, count);

    public static ValueDecoder<T>? Numbers<T>(ParquetEncoding encoding, ReadOnlyMemory<byte> values, int count)
        where T : unmanaged => encoding switch
        {
            ParquetEncoding.Plain => new PlainNumbers<T>(values),
            ParquetEncoding.SplitBytes => new SplitNumbers<T>(values),
            _ => null,
        };

    public static ValueDecoder<ReadOnlyMemory<byte>>? Bytes(ParquetEncoding encoding, ReadOnlyMemory<byte> values, int count) =>
        encoding switch
        {
            ParquetEncoding.Plain => new PlainBytes(values),
            ParquetEncoding.DeltaLengths => new DeltaLengthBytes(values, count),
            ParquetEncoding.DeltaBytes => new DeltaBytes(values, count),
            _ => null,
        };

    public static DecoderOf<ReadOnlyMemory<byte>> FixedBytes(int length) => (encoding, values, count) => encoding switch
    {
        ParquetEncoding.Plain => new PlainFixedBytes(values, length),
        ParquetEncoding.DeltaBytes => new DeltaBytes(values, count),
        ParquetEncoding.SplitBytes => new SplitBytes(values, length),
        _ => null,
    };
}
