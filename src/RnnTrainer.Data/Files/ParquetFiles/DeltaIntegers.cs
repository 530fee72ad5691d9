namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>
/// Whole numbers as differences from one to the next, in blocks of miniblocks, each with the least difference of its block and the bits
/// that it needs (DELTA_BINARY_PACKED).
/// </summary>
sealed class DeltaIntegers
{
    readonly ReadOnlyMemory<byte> _bytes;
    readonly int _perMiniblock, _miniblocks;
    readonly long _count;
    long _read, _value, _least, _bit;
    int _at, _bits, _widths, _miniblock, _left;

    /// <exception cref="Exception">The bytes are damaged.</exception>
    public DeltaIntegers(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        var perBlock = checked((int)Variable());
        _miniblocks = checked((int)Variable());
        _perMiniblock = perBlock / _miniblocks;
        (_count, _value) = (checked((long)Variable()), ZigZag());
        _miniblock = _miniblocks;
        if (_perMiniblock <= 0 || _perMiniblock % 8 != 0)
        {
            throw new InvalidDataException($"blocks of {perBlock} numbers in {_miniblocks} parts");
        }
    }

    /// <summary>The next number.</summary>
    /// <exception cref="Exception">There is none.</exception>
    public long Next()
    {
        if (_read++ >= _count)
        {
            throw new InvalidDataException("there are fewer numbers than rows");
        }

        if (_read > 1)
        {
            if (_left == 0)
            {
                BeginMiniblock();
            }

            _left--;
            _value += _least + Packed();
        }

        return _value;
    }

    /// <summary>All numbers, and the byte behind them.</summary>
    /// <param name="count">The number of those that are needed; there have to be as many.</param>
    /// <exception cref="Exception">The bytes are damaged.</exception>
    public (int[] Numbers, int End) All(int count)
    {
        if (count != _count)
        {
            throw new InvalidDataException($"there are {_count} numbers for {count} rows");
        }

        var numbers = new int[count];
        foreach (ref var number in numbers.AsSpan())
        {
            number = checked((int)Next());
        }

        return (numbers, _at);
    }

    void BeginMiniblock()
    {
        if (_miniblock == _miniblocks)
        {
            (_least, _widths, _miniblock) = (ZigZag(), _at, 0);
            _at += _miniblocks;
        }

        _bits = _bytes.Span[_widths + _miniblock++];
        (_bit, _left) = (8L * _at, _perMiniblock);
        _at = checked(_at + (_bits * _perMiniblock / 8));
    }

    long Packed()
    {
        var span = _bytes.Span;
        var value = UInt128.Zero;
        var (first, shift) = ((int)(_bit >> 3), (int)(_bit & 7));
        for (var n = 0; 8 * n < shift + _bits; n++)
        {
            value |= (UInt128)span[first + n] << (8 * n);
        }

        _bit += _bits;
        return (long)(ulong)((value >> shift) & (((UInt128)1 << _bits) - 1));
    }

    long ZigZag()
    {
        var value = Variable();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    ulong Variable()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = _bytes.Span[_at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number is too long");
    }
}
