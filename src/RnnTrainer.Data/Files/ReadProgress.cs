namespace RnnTrainer.Data.Files;

/// <summary>How many bytes of text are to be read, and how many have been; whoever is curious looks while another thread reads.</summary>
sealed class ReadProgress
{
    long all, done;

    /// <summary>Of the files begun so far.</summary>
    public long All => Interlocked.Read(ref all);

    /// <summary>At most <see cref="All"/>.</summary>
    public long Done => Math.Min(All, Interlocked.Read(ref done));

    internal void Begin(long bytes) => Interlocked.Add(ref all, bytes);

    internal void Add(long bytes) => Interlocked.Add(ref done, bytes);
}
