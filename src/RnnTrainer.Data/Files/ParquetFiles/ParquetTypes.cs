using System.Runtime.InteropServices;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>How the values of columns become cells.</summary>
sealed class ParquetTypes(string file, ParquetPages pages, bool isOnlyColumn)
{
    /// <summary>The column of a leaf.</summary>
    /// <exception cref="DataException">Values of its type are no cells.</exception>
    public ParquetColumn Column(ParquetLeaf leaf) => leaf.Element.Type switch
    {
        ParquetType.Boolean => Other<bool>(leaf, Decoders.Booleans, ParquetCells.Boolean),
        ParquetType.Int32 => Int32(leaf, leaf.Element.Meaning),
        ParquetType.Int64 => Int64(leaf, leaf.Element.Meaning),
        ParquetType.Int96 => Other<OldMoment>(leaf, Decoders.Numbers<OldMoment>, (to, x) => ParquetCells.Moment(to, x.Day, x.Nanoseconds)),
        ParquetType.Float => Number<float>(leaf, Decoders.Numbers<float>, ParquetCells.Real),
        ParquetType.Double => Number<double>(leaf, Decoders.Numbers<double>, ParquetCells.Real),
        ParquetType.Bytes => Bytes(leaf, leaf.Element.Meaning, Decoders.Bytes),
        ParquetType.FixedBytes => Bytes(leaf, leaf.Element.Meaning, Decoders.FixedBytes(leaf.Element.Length)),
        _ => throw new InvalidDataException($"there is no type {leaf.Element.Type}"),
    };

    ParquetColumn Int32(ParquetLeaf leaf, ParquetMeaning meaning) => meaning switch
    {
        { Scale: { } scale } => Number<int>(leaf, Decoders.Int32s, (to, x) => ParquetCells.Decimal(to, x, scale)),
        { IsDate: true } => Other<int>(leaf, Decoders.Int32s, ParquetCells.Date),
        { TimeDecimals: { } decimals } => Other<int>(leaf, Decoders.Int32s, (to, x) => ParquetCells.TimeOfDay(to, x, decimals)),
        { IsUnsigned: true } => Number<int>(leaf, Decoders.Int32s, (to, x) => ParquetCells.Integer(to, (uint)x)),
        _ => Number<int>(leaf, Decoders.Int32s, ParquetCells.Integer),
    };

    ParquetColumn Int64(ParquetLeaf leaf, ParquetMeaning meaning) => meaning switch
    {
        { Scale: { } scale } => Number<long>(leaf, Decoders.Int64s, (to, x) => ParquetCells.Decimal(to, x, scale)),
        { MomentDecimals: { } decimals, IsUtc: var isUtc } =>
            Other<long>(leaf, Decoders.Int64s, (to, x) => ParquetCells.Moment(to, x, decimals, isUtc)),
        { TimeDecimals: { } decimals } => Other<long>(leaf, Decoders.Int64s, (to, x) => ParquetCells.TimeOfDay(to, x, decimals)),
        { IsUnsigned: true } => Number<long>(leaf, Decoders.Int64s, (to, x) => ParquetCells.Integer(to, (ulong)x)),
        _ => Number<long>(leaf, Decoders.Int64s, ParquetCells.Integer),
    };

    ParquetColumn Bytes(ParquetLeaf leaf, ParquetMeaning meaning, DecoderOf<ReadOnlyMemory<byte>> decoder) => meaning switch
    {
        { Scale: { } scale } => Number<ReadOnlyMemory<byte>>(leaf, decoder, (to, x) => ParquetCells.Decimal(to, x, scale)),
        { IsHalf: true } => Number<ReadOnlyMemory<byte>>(leaf, decoder, ParquetCells.Half),
        { IsIdentifier: true } => Other<ReadOnlyMemory<byte>>(leaf, decoder, ParquetCells.Identifier),
        { IsInterval: true } => throw Refused(leaf, "spans of time", "Write them as a number of seconds."),
        _ => Other<ReadOnlyMemory<byte>>(leaf, decoder, (to, x) => ParquetCells.Text(to, x, isOnlyColumn)),
    };

    ParquetColumn<T> Number<T>(ParquetLeaf leaf, DecoderOf<T> decoder, CellWriter<T> write) => new(leaf, pages, decoder, write);

    ParquetColumn<T> Other<T>(ParquetLeaf leaf, DecoderOf<T> decoder, CellWriter<T> write) => !leaf.IsList
        ? new(leaf, pages, decoder, write)
        : throw Refused(leaf, "lists of other values than numbers", "Write a row for each of their values.");

    DataException Refused(ParquetLeaf leaf, string what, string hint) =>
        new(Diagnostic.OfFile(file, $"the column '{Printable.Cell(leaf.Name)}' holds {what}, which a cell cannot", hint));

    /// <summary>A moment as older programs write it: the nanoseconds of the day, and the day in the Julian calendar.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    readonly record struct OldMoment(long Nanoseconds, int Day);
}
