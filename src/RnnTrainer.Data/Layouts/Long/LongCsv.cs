using RnnTrainer.Common;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Reads the long layout: a header, then a row per time step; and the series layout, which is one such sequence without a name.</summary>
static class LongCsv
{
    /// <summary>Reads the file at <paramref name="path"/>; errors name it as it is written here.</summary>
    /// <exception cref="DataException">The file cannot be read, or has mistakes; it lists them.</exception>
    public static SequenceSet Read(string path, DataOptions options) => Parse(DataBytes.Load(path, options), path, options);

    /// <summary>Reads UTF-8 text that is already in memory, such as standard input; errors call it <paramref name="file"/>.</summary>
    /// <exception cref="DataException">The text has mistakes; it lists them.</exception>
    public static SequenceSet Parse(byte[] text, string file, DataOptions options) => Parse(text, file, options, series: options.Layout == Layout.Series);

    internal static SequenceSet Parse(byte[] text, string file, DataOptions options, bool series)
    {
        var errors = new ErrorLog(file, text);
        CsvFile.CheckText(text, errors);
        var columns = LongColumns.Find(text, options, series, errors);
        if (LongHalves.TryRead(text, columns) is { } halves)
            return Set(file, columns, halves.Sequences, halves.Reordered);
        using var reader = CsvFile.Open(text);
        reader.Read(); // the header, which LongColumns has checked
        var rows = new LongRows(reader, columns, text, errors, Path.GetFileNameWithoutExtension(file));
        var sequences = rows.ReadAll();
        if (sequences.Count == 0 && errors.Total == 0)
            errors.Add(0, "there is a header but no row below it", "Write a row for each time step.");
        errors.ThrowIfAny();
        return Set(file, columns, errors.WithLines(sequences), rows.Reordered);
    }

    static SequenceSet Set(string file, LongColumns columns, IReadOnlyList<Sequence> sequences, int reordered) =>
        new(file, columns.InputNames, columns.TargetNames, sequences)
        {
            TextColumns = columns.TextNames,
            IdColumn = columns.Sequence < 0 ? null : columns.Header[columns.Sequence],
            Notes = reordered == 0 ? [] : [$"the rows of {Words.Counted(reordered, "sequence")} were put into the order of column '{columns.Header[columns.Step]}'"],
        };
}
