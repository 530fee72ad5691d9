namespace RnnTrainer.Data;

/// <summary>Reads the long layout: a header, then a row per time step.</summary>
public static class LongCsv
{
    /// <summary>Reads the file at <paramref name="path"/>; errors name it as it is written here.</summary>
    /// <exception cref="DataException">The file cannot be read, or has mistakes; it lists them.</exception>
    public static SequenceSet Read(string path, DataOptions options) => throw new NotImplementedException();

    /// <summary>Reads UTF-8 text that is already in memory, such as standard input; errors call it <paramref name="file"/>.</summary>
    /// <exception cref="DataException">The text has mistakes; it lists them.</exception>
    public static SequenceSet Parse(byte[] text, string file, DataOptions options) => throw new NotImplementedException();
}
