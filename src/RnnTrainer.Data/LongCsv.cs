namespace RnnTrainer.Data;

/// <summary>Reads the long layout: a header, then a row per time step.</summary>
public static class LongCsv
{
    /// <summary>Reads the file at <paramref name="path"/>; errors name it as it is written here.</summary>
    /// <exception cref="DataException">The file cannot be read, or has mistakes; it lists them.</exception>
    public static SequenceSet Read(string path, DataOptions options) => Parse(CsvFile.Load(path), path, options);

    /// <summary>Reads UTF-8 text that is already in memory, such as standard input; errors call it <paramref name="file"/>.</summary>
    /// <exception cref="DataException">The text has mistakes; it lists them.</exception>
    public static SequenceSet Parse(byte[] text, string file, DataOptions options)
    {
        if (options.Missing != MissingPolicy.Error)
            throw new DataException(new DataError(file, 0, 0, "missing values can only be errors so far", "Set missing: error."));
        var errors = new ErrorLog(file, text);
        CsvFile.CheckText(text, errors);
        var columns = LongColumns.Find(text, options, errors);
        using var reader = CsvFile.Open(text);
        reader.Read(); // the header, which LongColumns has checked
        var sequences = new LongRows(reader, columns, text, errors).ReadAll();
        if (sequences.Count == 0 && errors.Total == 0)
            errors.Add(0, "there is a header but no row below it", "Write a row for each time step.");
        errors.ThrowIfAny();
        return new SequenceSet(file, columns.InputNames, columns.TargetNames, errors.WithLines(sequences));
    }
}
