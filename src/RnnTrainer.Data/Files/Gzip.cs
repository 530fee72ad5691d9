namespace RnnTrainer.Data.Files;

/// <summary>Knows and expands gzip files.</summary>
static class Gzip
{
    /// <summary>Whether bytes begin as gzip data does.</summary>
    public static bool Is(ReadOnlySpan<byte> bytes) => bytes.Length > 1 && bytes[0] == 0x1F && bytes[1] == 0x8B;

    /// <summary>The expanded bytes.</summary>
    /// <param name="path">The name of the file in errors.</param>
    /// <param name="limit">The largest size, in bytes.</param>
    /// <exception cref="DataException">The data is damaged, or would grow beyond the limits.</exception>
    public static byte[] Expand(byte[] packed, string path, long limit)
    {
        using var from = new GzipReader(new MemoryStream(packed, writable: false), packed.Length, path, limit);
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }
}
