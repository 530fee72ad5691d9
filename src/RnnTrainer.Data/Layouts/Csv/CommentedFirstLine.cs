using RnnTrainer.Data.Files;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>A text whose first line reads as a comment.</summary>
/// <param name="at">The place of its first character.</param>
sealed class CommentedFirstLine(Stream text, int at) : ReadStream
{
    long _position;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var n = text.Read(buffer);
        if (_position <= at && at < _position + n)
        {
            buffer[(int)(at - _position)] = (byte)'#';
        }

        _position += n;
        return n;
    }

    protected override void Dispose(bool disposing)
    {
        text.Dispose();
        base.Dispose(disposing);
    }
}
