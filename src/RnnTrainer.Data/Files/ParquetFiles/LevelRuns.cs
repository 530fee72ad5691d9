namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>
/// Small whole numbers in runs: a number that repeats, or groups of eight numbers of a few bits each, the lowest first. Levels, places in a
/// dictionary and booleans are written so.
/// </summary>
sealed class LevelRuns(ReadOnlyMemory<byte> bytes, int bits)
{
    int _at, _left, _value;
    long _bit;
    bool _isPacked;

    /// <summary>The next number; with 0 bits it is 0.</summary>
    /// <exception cref="Exception">There is none.</exception>
    public int Next()
    {
        if (bits == 0)
        {
            return 0;
        }

        while (_left == 0)
        {
            Begin();
        }

        _left--;
        return _isPacked ? Packed() : _value;
    }

    void Begin()
    {
        var head = Head();
        _isPacked = (head & 1) == 1;
        _left = checked((int)(_isPacked ? 8 * (head >> 1) : head >> 1));
        _bit = 8L * _at;
        if (_isPacked)
        {
            _at = checked(_at + (int)(bits * (head >> 1)));
            return;
        }

        _value = 0;
        for (var shift = 0; shift < bits; shift += 8)
        {
            _value |= bytes.Span[_at++] << shift;
        }
    }

    int Packed()
    {
        var span = bytes.Span;
        var value = 0L;
        var (first, shift) = ((int)(_bit >> 3), (int)(_bit & 7));
        for (var n = 0; 8 * n < shift + bits; n++)
        {
            value |= (long)span[first + n] << (8 * n);
        }

        _bit += bits;
        return (int)((value >> shift) & ((1L << bits) - 1));
    }

    uint Head()
    {
        var head = 0UL;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var b = bytes.Span[_at++];
            head |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return checked((uint)head);
            }
        }

        throw new InvalidDataException("a run is too long");
    }
}
