using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>Takes the values of a page one by one, without those that are missing. Damaged pages throw.</summary>
abstract class ValueDecoder<T>
{
    /// <summary>The next value. Bytes are valid until the one after it.</summary>
    public abstract T Next();
}

/// <summary>A decoder of a page for a type of values; null if these are never written so.</summary>
/// <param name="count">The number of values, missing ones included.</param>
delegate ValueDecoder<T>? DecoderOf<T>(ParquetEncoding encoding, ReadOnlyMemory<byte> values, int count);

/// <summary>Values one behind the other.</summary>
sealed class PlainNumbers<T>(ReadOnlyMemory<byte> values) : ValueDecoder<T>
    where T : unmanaged
{
    int _at;

    public override T Next()
    {
        var value = MemoryMarshal.Read<T>(values.Span[_at..]);
        _at += Unsafe.SizeOf<T>();
        return value;
    }
}

/// <summary>Eight booleans in a byte, the first in the lowest bit.</summary>
sealed class PlainBooleans(ReadOnlyMemory<byte> values) : ValueDecoder<bool>
{
    long _at;

    public override bool Next()
    {
        var isSet = (values.Span[(int)(_at >> 3)] >> (int)(_at & 7) & 1) == 1;
        _at++;
        return isSet;
    }
}

/// <summary>Booleans in runs, with their length before them.</summary>
sealed class BooleanRuns(ReadOnlyMemory<byte> values) : ValueDecoder<bool>
{
    readonly LevelRuns _runs = new(values[sizeof(int)..], 1);

    public override bool Next() => _runs.Next() == 1;
}

/// <summary>Bytes one behind the other, each with its length before it.</summary>
sealed class PlainBytes(ReadOnlyMemory<byte> values) : ValueDecoder<ReadOnlyMemory<byte>>
{
    int _at;

    public override ReadOnlyMemory<byte> Next()
    {
        var start = _at + sizeof(int);
        _at = checked(start + BinaryPrimitives.ReadInt32LittleEndian(values.Span[_at..]));
        return values[start.._at];
    }
}

/// <summary>Bytes of one length, one behind the other.</summary>
sealed class PlainFixedBytes(ReadOnlyMemory<byte> values, int length) : ValueDecoder<ReadOnlyMemory<byte>>
{
    int _at;

    public override ReadOnlyMemory<byte> Next()
    {
        var value = values.Slice(_at, length);
        _at += length;
        return value;
    }
}

/// <summary>Places in a dictionary: their bits, then runs.</summary>
sealed class DictionaryValues<T>(ReadOnlyMemory<byte> values, T[] dictionary) : ValueDecoder<T>
{
    const int MostBits = 32;

    readonly LevelRuns _runs = values.Span[0] <= MostBits ? new(values[1..], values.Span[0])
        : throw new InvalidDataException($"places in a dictionary of {values.Span[0]} bits");

    public override T Next() => dictionary[_runs.Next()];
}

/// <summary>Differences of whole numbers.</summary>
sealed class DeltaNumbers<T>(ReadOnlyMemory<byte> values, Func<long, T> convert) : ValueDecoder<T>
{
    readonly DeltaIntegers _numbers = new(values);

    public override T Next() => convert(_numbers.Next());
}

/// <summary>The first bytes of all values, then the second bytes, and so on.</summary>
sealed class SplitBytes(ReadOnlyMemory<byte> values, int length) : ValueDecoder<ReadOnlyMemory<byte>>
{
    readonly byte[] _value = new byte[length];
    readonly int _count = values.Length / length;
    int _at;

    public override ReadOnlyMemory<byte> Next()
    {
        var span = values.Span;
        for (var n = 0; n < _value.Length; n++)
        {
            _value[n] = span[(n * _count) + _at];
        }

        _at++;
        return _value;
    }
}

/// <summary>The same of numbers.</summary>
sealed class SplitNumbers<T>(ReadOnlyMemory<byte> values) : ValueDecoder<T>
    where T : unmanaged
{
    readonly SplitBytes _bytes = new(values, Unsafe.SizeOf<T>());

    public override T Next() => MemoryMarshal.Read<T>(_bytes.Next().Span);
}

/// <summary>The lengths of all values, then their bytes.</summary>
sealed class DeltaLengthBytes : ValueDecoder<ReadOnlyMemory<byte>>
{
    readonly ReadOnlyMemory<byte> _values;
    readonly int[] _lengths;
    int _at, _next;

    public DeltaLengthBytes(ReadOnlyMemory<byte> values, int count)
    {
        _values = values;
        (_lengths, _at) = new DeltaIntegers(values).All(count);
    }

    public override ReadOnlyMemory<byte> Next()
    {
        var value = _values.Slice(_at, _lengths[_next++]);
        _at += value.Length;
        return value;
    }
}

/// <summary>How many bytes each value shares with the one before, then the others of all values.</summary>
sealed class DeltaBytes : ValueDecoder<ReadOnlyMemory<byte>>
{
    readonly int[] _shared;
    readonly DeltaLengthBytes _others;
    byte[] _value = [];
    int _length, _next;

    public DeltaBytes(ReadOnlyMemory<byte> values, int count)
    {
        (_shared, var end) = new DeltaIntegers(values).All(count);
        _others = new(values[end..], count);
    }

    public override ReadOnlyMemory<byte> Next()
    {
        var (shared, others) = (_shared[_next++], _others.Next());
        if (shared < 0 || shared > _length)
        {
            throw new InvalidDataException($"a text shares {shared} bytes with one of {_length}");
        }

        _length = checked(shared + others.Length);
        if (_length > _value.Length)
        {
            Array.Resize(ref _value, Math.Max(_length, (int)Math.Min(2L * _value.Length, Array.MaxLength)));
        }

        others.CopyTo(_value.AsMemory(shared));
        return _value.AsMemory(0, _length);
    }
}
