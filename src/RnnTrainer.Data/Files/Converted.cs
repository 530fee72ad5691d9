namespace RnnTrainer.Data.Files;

/// <summary>Turns a file of any layout into the long one.</summary>
static class Converted
{
    /// <summary>Reads <paramref name="input"/>; missing numbers become empty cells.</summary>
    /// <exception cref="DataException">The input cannot be read, or has mistakes.</exception>
    public static SequenceSet Read(string input, DataOptions options) =>
        DataFile.Read(input, options.Missing == MissingPolicy.Error ? options with { Missing = MissingPolicy.Mean } : options);

    /// <summary>Writes what was read.</summary>
    public static void Write(SequenceSet set, TextWriter to)
    {
        var writer = new LongCsvWriter(to, set.InputColumns, set.TextColumns, set.TargetColumns);
        foreach (var sequence in set.Sequences)
            writer.Write(sequence);
    }
}
