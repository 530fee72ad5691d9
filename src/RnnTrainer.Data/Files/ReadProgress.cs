namespace RnnTrainer.Data.Files;

/// <summary>The number of bytes to be read, and of those that have been read. One thread reads files while another polls it.</summary>
sealed class ReadProgress
{
    long _total, _done;

    /// <summary>The bytes of the files that were begun so far.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>The bytes that were read, at most <see cref="Total"/>.</summary>
    public long Done => Math.Min(Total, Interlocked.Read(ref _done));

    /// <summary>A file is begun.</summary>
    public void Begin(long bytes) => Interlocked.Add(ref _total, bytes);

    /// <summary>Further bytes have been read.</summary>
    public void Add(long bytes) => Interlocked.Add(ref _done, bytes);
}
