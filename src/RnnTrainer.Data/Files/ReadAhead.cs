using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace RnnTrainer.Data.Files;

/// <summary>Reads a stream on a thread of its own, a few blocks ahead.</summary>
sealed class ReadAhead : ReadStream
{
    const int BlockLength = 1 << 18, Blocks = 8;

    readonly Stream _from;
    readonly BlockingCollection<byte[]> _free = [];
    readonly BlockingCollection<(byte[] Bytes, int Length)> _full = [];
    readonly Task _reading;
    ExceptionDispatchInfo? _failure;
    byte[] _block = [];
    int _at, _length;

    public ReadAhead(Stream from)
    {
        _from = from;
        for (var n = 0; n < Blocks; n++)
        {
            _free.Add(new byte[BlockLength]);
        }

        _reading = Task.Factory.StartNew(Fill, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at == _length && !TryNext())
        {
            return 0;
        }

        var n = Math.Min(buffer.Length, _length - _at);
        _block.AsSpan(_at, n).CopyTo(buffer);
        _at += n;
        return n;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_free.IsAddingCompleted)
        {
            _free.CompleteAdding(); // the thread ends when it finds no block to fill
            _reading.Wait();
            _from.Dispose();
            _free.Dispose();
            _full.Dispose();
        }

        base.Dispose(disposing);
    }

    bool TryNext()
    {
        if (_block.Length > 0)
        {
            _free.Add(_block);
        }

        (_block, _at, _length) = ([], 0, 0);
        if (!_full.TryTake(out var next, Timeout.Infinite))
        {
            _failure?.Throw();
            return false;
        }

        (_block, _length) = next;
        return true;
    }

    void Fill()
    {
        try
        {
            foreach (var block in _free.GetConsumingEnumerable())
            {
                var length = _free.IsAddingCompleted ? 0 : _from.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
                if (length == 0)
                {
                    break;
                }

                _full.Add((block, length));
            }
        }
        catch (Exception e) // is thrown on the thread that reads
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        _full.CompleteAdding();
    }
}
