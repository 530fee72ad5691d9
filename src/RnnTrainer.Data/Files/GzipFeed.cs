namespace RnnTrainer.Data.Files;

/// <summary>Gives bytes to an inflater in small blocks, and remembers where the last one began: the compressed data ends in it.</summary>
sealed class GzipFeed(byte[] packed, int from) : Stream
{
    const int BlockLength = 512;

    /// <summary>The byte at which the last block begins.</summary>
    public int LastBlock { get; private set; } = from;

    /// <summary>Whether the inflater wanted more bytes than there are.</summary>
    public bool HasRunDry { get; private set; }

    /// <summary>The place in the file of the next byte.</summary>
    public int Next { get; private set; } = from;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var block = packed.AsSpan(Next, Math.Min(Math.Min(BlockLength, buffer.Length), packed.Length - Next));
        HasRunDry |= block.IsEmpty;
        LastBlock = block.IsEmpty ? LastBlock : Next;
        block.CopyTo(buffer);
        Next += block.Length;
        return block.Length;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
