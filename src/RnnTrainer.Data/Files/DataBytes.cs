namespace RnnTrainer.Data;

/// <summary>The bytes of a data file, expanded if they were gzip, if they fit into memory.</summary>
static class DataBytes
{
    /// <exception cref="DataException">There is no such file, it cannot be read, or it is too large.</exception>
    public static byte[] Load(string path, DataOptions options)
    {
        var limit = MemoryLimit.Of(options);
        MemoryLimit.CheckFile(path, limit);
        var bytes = CsvFile.Load(path);
        if (Gzip.Is(bytes))
            bytes = Gzip.Expand(bytes, path, limit);
        MemoryLimit.CheckText(bytes, path, limit);
        options.Progress?.Begin(bytes.Length);
        return bytes;
    }
}
