using System.Text;

namespace RnnTrainer.Data;

/// <summary>Turns a file of any layout into the long one.</summary>
public static class Converted
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

    /// <summary>UTF-8 without a byte order mark and LF line ends; the file appears only when it is complete.</summary>
    /// <exception cref="DataException">The input cannot be read, or the output cannot be written.</exception>
    public static SequenceSet File(string input, string output, DataOptions options)
    {
        var set = Read(input, options);
        Write(output, to => Write(set, to));
        return set;
    }

    /// <exception cref="DataException">The output cannot be written.</exception>
    internal static void Write(string output, Action<TextWriter> write)
    {
        var draft = $"{output}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var to = new StreamWriter(draft, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
                write(to);
            System.IO.File.Move(draft, output, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException(new DataError(output, 0, 0, $"the file cannot be written: {e.Message}", "Check the folder, its permissions and its free space."));
        }
        finally
        {
            if (System.IO.File.Exists(draft))
                System.IO.File.Delete(draft);
        }
    }
}
