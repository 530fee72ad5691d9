using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Splits;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Files;

/// <summary>
/// Reads a manifest <c>path,label[,split]</c> (the target columns as configured): each path, relative to the manifest, is a CSV that holds the rows of one
/// sequence, which has its path as id.
/// </summary>
static class Manifest
{
    public static SequenceSet Parse(byte[] text, string file, DataOptions options)
    {
        var errors = new ErrorLog(file, text);
        CsvFile.CheckText(text, errors);
        using var reader = CsvFile.Open(text);
        var names = HeaderNames.Read(reader, text, errors);
        var (path, split) = (names.Find("path"), names.Silently("split"));
        var steady = options.TargetLevel == TargetLevel.Sequence && options.TargetKind != TargetKind.None;
        int[] targets = steady ? [.. options.Target.Select(names.Find)] : [];
        errors.ThrowIfAny();
        var rows = new CsvRows(reader, text, errors);
        var entries = new List<Entry>();
        while (rows.Next())
        {
            if (reader.FieldCount != names.Header.Length)
                rows.ReportRagged(names.Header.Length);
            else
                entries.Add(new Entry(reader.GetString(path), split < 0 ? null : reader.GetString(split), [.. targets.Select(reader.GetString)], errors.LineOf(reader.ByteOffset)));
        }

        errors.ThrowIfAny();
        return Read(entries, file, options, steady);
    }

    /// <summary>The files that a manifest names; none where the text is another one.</summary>
    /// <exception cref="DataException">The text is no CSV.</exception>
    public static IReadOnlyList<string> Files(byte[] text, string file)
    {
        var errors = new ErrorLog(file, text);
        CsvFile.CheckText(text, errors);
        using var reader = CsvFile.Open(text);
        var path = HeaderNames.Read(reader, text, errors).Silently("path");
        var files = new List<string>();
        for (var rows = new CsvRows(reader, text, errors); path >= 0 && rows.Next();)
        {
            if (path < reader.FieldCount)
                files.Add(Place(file, reader.GetString(path)));
        }

        return files;
    }

    static string Place(string file, string path) => Path.Combine(Path.GetDirectoryName(file) ?? "", path);

    static SequenceSet Read(List<Entry> entries, string file, DataOptions options, bool steady)
    {
        var inner = options with { Layout = Layout.Series, Target = steady ? [] : options.Target, TargetKind = steady ? TargetKind.None : options.TargetKind };
        var problems = new List<Diagnostic>();
        var total = 0;
        var (inputs, texts, targets) = (options.Inputs, (IReadOnlyList<string>)[], (IReadOnlyList<string>)(steady ? options.Target : []));
        IReadOnlyList<string> columns = [];
        var sequences = new List<Sequence>();
        foreach (var entry in entries)
        {
            try
            {
                var set = DataFile.Read(Place(file, entry.Path), inner with { Inputs = inputs });
                (inputs, texts) = ([.. set.InputColumns.Where(n => !CalendarColumns.IsFeature(n))], set.TextColumns);
                targets = steady ? targets : set.TargetColumns;
                sequences.Add(entry.Complete(set.Sequences[0], options, file));
                if (sequences.Count == 1)
                    columns = set.InputColumns;
            }
            catch (DataException e)
            {
                problems.AddRange(e.Errors);
                total += e.Total;
            }
        }

        return total > 0 ? throw new DataException(problems, total)
            : entries.Count == 0 ? throw new DataException(new Diagnostic(file, 1, 1, "there is a header but no row below it", "Write a row for each file."))
            : new SequenceSet(file, columns, targets, sequences) { TextColumns = texts };
    }

    /// <summary>A row of the manifest.</summary>
    sealed record Entry(string Path, string? Split, string[] Targets, int Line)
    {
        public Sequence Complete(Sequence sequence, DataOptions options, string file) => sequence with
        {
            Id = Path,
            Line = Line,
            Part = Split,
            Label = Targets.Length > 0 && options.TargetKind == TargetKind.Label ? Required(Targets[0], file) : null,
            Target = Targets.Length > 0 && options.TargetKind != TargetKind.Label ? [.. Targets.Select(t => Number(t, CellFormat.Of(options), file))] : null,
        };

        string Required(string label, string file) => label.Length > 0
            ? label
            : throw new DataException(Diagnostic.OfLine(file, Line, "the label is empty", "Give every row a label."));

        double Number(string target, CellFormat form, string file) => form.TryNumber(System.Text.Encoding.UTF8.GetBytes(target), out var y)
            ? y
            : throw new DataException(Diagnostic.OfLine(file, Line, $"the target '{Printable.Cell(target)}' is not a number", "Write a number such as 2.5."));
    }
}
