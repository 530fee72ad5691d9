using System.Buffers.Binary;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>Reads Thrift's compact protocol. It ends at the end of the bytes, whatever they are.</summary>
ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    const int MostDepth = 32, LongList = 15;

    const int True = 1, False = 2, Byte = 3, Int16 = 4, Int32 = 5, Int64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11,
        Struct = 12, Uuid = 13;

    readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The number of bytes that were read.</summary>
    public int Count { get; private set; }

    /// <summary>Reads a struct.</summary>
    /// <exception cref="InvalidDataException">The bytes are none.</exception>
    /// <exception cref="EndOfStreamException">the struct continues behind their end.</exception>
    public ThriftStruct ReadStruct(int depth = 0)
    {
        if (depth > MostDepth)
        {
            throw new InvalidDataException("structs are nested too deep");
        }

        var read = new ThriftStruct();
        for (int id = 0, head; (head = Take(1)[0]) != 0;)
        {
            id = head >> 4 == 0 ? (int)ReadZigZag() : id + (head >> 4);
            read.Set(id, (head & 0xF) is True or False ? (head & 0xF) == True ? 1L : 0L : ReadValue(head & 0xF, depth));
        }

        return read;
    }

    object ReadValue(int type, int depth) => type switch
    {
        True or False => Take(1)[0] == True ? 1L : 0L, // in a list
        Byte => (long)(sbyte)Take(1)[0],
        Int16 or Int32 or Int64 => ReadZigZag(),
        Double => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double))),
        Binary => Take(ReadCount()).ToArray(),
        List or Set => ReadList(depth),
        Map => ReadMap(depth),
        Struct => ReadStruct(depth + 1),
        Uuid => Take(16).ToArray(),
        _ => throw new InvalidDataException($"there is no type {type}"),
    };

    List<object> ReadList(int depth)
    {
        var head = Take(1)[0];
        var count = head >> 4 == LongList ? ReadCount() : head >> 4;
        var items = new List<object>();
        for (var n = 0; n < count; n++)
        {
            items.Add(ReadValue(head & 0xF, depth + 1));
        }

        return items;
    }

    List<object> ReadMap(int depth)
    {
        var count = ReadCount();
        var types = count == 0 ? 0 : Take(1)[0];
        var items = new List<object>();
        for (var n = 0; n < count; n++)
        {
            items.Add(ReadValue(types >> 4, depth + 1));
            items.Add(ReadValue(types & 0xF, depth + 1));
        }

        return items;
    }

    int ReadCount() => (int)Math.Min(ReadVariable(), int.MaxValue);

    long ReadZigZag()
    {
        var value = ReadVariable();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    ulong ReadVariable()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Take(1)[0];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number is too long");
    }

    ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - Count)
        {
            throw new EndOfStreamException("it is cut off");
        }

        Count += count;
        return _bytes.Slice(Count - count, count);
    }
}
