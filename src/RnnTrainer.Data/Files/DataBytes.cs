using RnnTrainer.Data.Layouts.Csv;

namespace RnnTrainer.Data.Files;

/// <summary>The bytes of a data file, if they fit into memory.</summary>
static class DataBytes
{
    /// <summary>Expanded if they were gzip.</summary>
    /// <exception cref="DataException">There is no such file, it cannot be read, or it is too large.</exception>
    public static byte[] Load(string path, DataOptions options) => Expanded(Stored(path, options), path, options);

    /// <summary>As they lie on the disk.</summary>
    /// <exception cref="DataException">There is no such file, it cannot be read, or it is too large.</exception>
    public static byte[] Stored(string path, DataOptions options)
    {
        MemoryLimit.CheckFile(path, MemoryLimit.Of(options));
        return CsvFile.Load(path);
    }

    /// <summary>Expanded, of a file or of a pipe, which nobody can read again.</summary>
    /// <exception cref="DataException">As <see cref="Load"/>.</exception>
    public static byte[] LoadOnce(string path, DataOptions options)
    {
        var limit = MemoryLimit.Of(options);
        MemoryLimit.CheckFile(path, limit);
        return Expanded(CsvFile.LoadOnce(path, limit), path, options);
    }

    /// <exception cref="DataException">The text is too large.</exception>
    public static byte[] Expanded(byte[] stored, string path, DataOptions options)
    {
        var limit = MemoryLimit.Of(options);
        var bytes = Gzip.Is(stored) ? Gzip.Expand(stored, path, limit) : stored;
        MemoryLimit.CheckText(bytes, path, limit);
        options.Progress?.Begin(bytes.Length);
        return bytes;
    }
}
