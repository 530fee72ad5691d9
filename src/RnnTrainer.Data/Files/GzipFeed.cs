namespace RnnTrainer.Data.Files;

/// <summary>Gives bytes to an inflater in small blocks, and remembers the last one: the compressed data ends in it.</summary>
sealed class GzipFeed(Stream packed) : ReadStream
{
    const int BlockLength = 512, Buffered = 1 << 16;

    readonly byte[] _bytes = new byte[Buffered];
    int _last, _next, _count; // places in the buffer: of the last block, of the next byte, behind the last byte
    long _start; // of the buffer in the file
    bool _isEnd;

    /// <summary>Whether the inflater wanted more bytes than there are.</summary>
    public bool HasRunDry { get; private set; }

    /// <summary>The place in the file of the next byte.</summary>
    public long Next => _start + _next;

    /// <summary>The next bytes, at least as many as asked for unless the file ends before.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (_count - _next < count)
        {
            Fill();
        }

        return _bytes.AsSpan(_next, _count - _next);
    }

    /// <summary>Passes over bytes. False if the file ends before.</summary>
    public bool Skip(int count)
    {
        for (; count > 0; count--)
        {
            if (Peek(1).IsEmpty)
            {
                return false;
            }

            _last = ++_next;
        }

        return true;
    }

    /// <summary>Goes back to the byte that follows these in the last block or right behind it. False if they are not there.</summary>
    public bool GoBehind(ReadOnlySpan<byte> bytes)
    {
        Peek(bytes.Length);
        var end = Math.Min(_count, _next + bytes.Length);
        var at = _bytes.AsSpan(_last..end).IndexOf(bytes);
        if (at >= 0)
        {
            _last = _next = _last + at + bytes.Length;
        }

        return at >= 0;
    }

    public override int Read(Span<byte> buffer)
    {
        var ready = Peek(1);
        var block = ready[..Math.Min(Math.Min(BlockLength, buffer.Length), ready.Length)];
        HasRunDry |= block.IsEmpty;
        block.CopyTo(buffer);
        _last = block.IsEmpty ? _last : _next;
        _next += block.Length;
        return block.Length;
    }

    /// <summary>Reads further bytes, and keeps the last block.</summary>
    void Fill()
    {
        _bytes.AsSpan(_last, _count - _last).CopyTo(_bytes);
        (_start, _next, _count, _last) = (_start + _last, _next - _last, _count - _last, 0);
        while (!_isEnd && _count < _bytes.Length)
        {
            var n = packed.Read(_bytes, _count, _bytes.Length - _count);
            (_count, _isEnd) = (_count + n, n == 0);
        }
    }

    protected override void Dispose(bool disposing)
    {
        packed.Dispose();
        base.Dispose(disposing);
    }
}
