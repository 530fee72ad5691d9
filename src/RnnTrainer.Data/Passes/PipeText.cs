using RnnTrainer.Data.Files;
using RnnTrainer.Data.Storage;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Passes;

/// <summary>
/// The text of a pipe, which can be read only once: what was read is kept, in a temporary file if it is much, so that it can be read
/// again from the beginning. One reader at a time reads on.
/// </summary>
sealed class PipeText : TextSource
{
    /// <summary>The fewest bytes that show what the text is; they are waited for.</summary>
    public const int LeastHead = 1 << 16;

    readonly Stream _pipe;
    readonly string _name;
    readonly DataOptions _options;
    readonly StoredList<byte> _read;

    PipeText(Stream pipe, string name, DataOptions options)
    {
        (_pipe, _name, _options) = (pipe, name, options);
        _read = new StoredList<byte>(new Spill(MemoryLimit.OfRows(options) / 2));
        var block = new byte[LeastHead];
        while (_read.Count < LeastHead && ReadOn(block) > 0)
        {
        }

        var head = _read.ToArray(0, (int)_read.Count);
        IsSmall = head.Length < LeastHead;
        var lines = head.AsSpan().LastIndexOf((byte)'\n') + 1;
        Head = head[..(IsSmall || lines == 0 ? head.Length : lines)];
    }

    public override byte[] Head { get; }

    public override bool IsWhole => false;

    /// <summary>Whether the text is no larger than its head.</summary>
    public bool IsSmall { get; }

    /// <summary>Waits for the first bytes of a pipe, which is closed with the text.</summary>
    /// <param name="name">The name of the pipe in errors.</param>
    public static PipeText Open(Stream pipe, string name, DataOptions options) => new(pipe, name, options);

    public override Stream Open() => new Reader(this);

    /// <summary>Closes the pipe.</summary>
    protected override void Dispose(bool isDisposing)
    {
        _pipe.Dispose();
        base.Dispose(isDisposing);
    }

    /// <summary>All bytes, to the end of the pipe.</summary>
    /// <exception cref="DataException">There are more than may be held in memory.</exception>
    public byte[] ToEnd()
    {
        var limit = MemoryLimit.Of(_options);
        for (var block = new byte[1 << 16]; ReadOn(block) > 0;)
        {
            MemoryLimit.CheckBytes(_name, _read.Count, limit);
        }

        MemoryLimit.CheckBytes(_name, _read.Count, limit);
        return _read.ToArray(0, (int)_read.Count);
    }

    int ReadOn(Span<byte> block)
    {
        var n = _pipe.Read(block);
        _read.AddRange(block[..n]);
        return n;
    }

    sealed class Reader(PipeText text) : ReadStream
    {
        long _position;

        public override int Read(Span<byte> buffer)
        {
            var known = (int)Math.Min(buffer.Length, text._read.Count - _position);
            if (known > 0)
            {
                text._read.CopyTo(_position, buffer[..known]);
            }

            var n = known > 0 ? known : text.ReadOn(buffer);
            _position += n;
            return n;
        }
    }
}
