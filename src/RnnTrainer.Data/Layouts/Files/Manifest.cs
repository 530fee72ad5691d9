using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Files;

/// <summary>
/// Reads a manifest <c>path,label[,split]</c> (the target columns as configured): each path, relative to the manifest, is a CSV with the
/// rows of one sequence, whose id is the path.
/// </summary>
static class Manifest
{
    /// <summary>Reads the manifest and the files that it names.</summary>
    /// <param name="read">Reads a file.</param>
    /// <exception cref="DataException">The manifest or one of the files has errors; it lists them.</exception>
    public static SequenceSet Parse(TextSource text, string file, DataOptions options, Func<string, DataOptions, SequenceSet> read)
    {
        var errors = ErrorLog.OfValid(text, file);
        using var window = new TextWindow(text);
        using var reader = CsvFile.Open(text, window);
        var named = Header(text, options);
        var names = HeaderNames.Read(reader, text, errors, named);
        var (path, split) = (named.HasHeader ? names.Find("path") : 0, names.IndexOf("split"));
        var hasTargets = options.TargetLevel == TargetLevel.Sequence && options.TargetKind != TargetKind.None;
        int[] targets = hasTargets ? [.. options.Target.Select(names.Find)] : [];
        var group = names.FindGroup(options);
        errors.ThrowIfAny();
        var entries = new List<Entry>();
        var rows = new CsvRows(reader, window, errors);
        while (rows.Next())
        {
            if (rows.Fits(names.Header.Length))
            {
                var part = split < 0 ? null : reader.GetString(split);
                entries.Add(
                    new Entry(reader.GetString(path), part, [.. targets.Select(reader.GetString)], errors.LineOf(reader.ByteOffset))
                    {
                        Group = group < 0 ? null : reader.GetString(group),
                    });
            }
        }

        errors.ThrowIfAny();
        return entries.Count > 0 ? Combined(entries, file, options, hasTargets, read, names.Notes(rows.Longer))
            : throw new DataException(new Diagnostic(file, 1, 1, "there is a header but no row below it", "Write a row for each file."));
    }

    /// <summary>The files that a manifest names; none if the text is not a manifest.</summary>
    /// <exception cref="DataException">The text is not CSV.</exception>
    public static IReadOnlyList<string> Files(TextSource text, string file)
    {
        var errors = ErrorLog.OfValid(text, file);
        using var window = new TextWindow(text);
        using var reader = CsvFile.Open(text, window);
        var path = HeaderNames.Read(reader, text, errors, new DataOptions()).IndexOf("path");
        var files = new List<string>();
        for (var rows = new CsvRows(reader, window, errors); path >= 0 && rows.Next();)
        {
            if (path < reader.FieldCount)
            {
                files.Add(Resolved(file, reader.GetString(path)));
            }
        }

        return files;
    }

    /// <summary>
    /// The options for the manifest itself: a header that names the paths is one, even if the files that it names have none. Without a
    /// header the paths are in the first column.
    /// </summary>
    static DataOptions Header(TextSource text, DataOptions options)
    {
        using var reader = CsvFile.Open(text);
        var isNamed = CsvFile.TryRead(reader) && Enumerable.Range(0, reader.FieldCount).Any(i => reader.GetSpan(i).SequenceEqual("path"u8));
        return options with { HasHeader = options.HasHeader || isNamed };
    }

    static string Resolved(string manifest, string path) => Path.Combine(Path.GetDirectoryName(manifest) ?? "", path);

    static SequenceSet Combined(
        List<Entry> entries, string file, DataOptions options, bool hasTargets, Func<string, DataOptions, SequenceSet> read,
        IReadOnlyList<string> notes)
    {
        options = options with { Group = null };
        var inner = hasTargets
            ? options with { Layout = Layout.Series, Target = [], TargetKind = TargetKind.None }
            : options with { Layout = Layout.Series };
        var errors = new List<Diagnostic>();
        var total = 0;
        SequenceSet? first = null, last = null;
        var sequences = new List<Sequence>();
        var inFiles = new List<(string Note, string Path)>();
        foreach (var entry in entries)
        {
            try
            {
                // What the first file takes as inputs, the others must have.
                last = read(Resolved(file, entry.Path), last is null ? inner : inner with { Inputs = NumericInputs(last) });
                sequences.Add(entry.Complete(last.Sequences[0], options, file));
                first ??= last;
                inFiles.AddRange(last.Notes.Select(n => (n, entry.Path)));
            }
            catch (DataException e)
            {
                errors.AddRange(e.Errors);
                total += e.Total;
            }
        }

        return total > 0 ? throw new DataException(errors, total)
            : new SequenceSet(
                file, first!.InputColumns, hasTargets ? options.Target
                : last!.TargetColumns, sequences)
            { TextColumns = last!.TextColumns, Notes = [.. notes, .. inFiles.GroupBy(n => n.Note, n => n.Path).Select(InFiles)] };
    }

    /// <summary>A note that several files share is said once.</summary>
    static string InFiles(IGrouping<string, string> note) =>
        $"{note.First()}{(note.Count() == 1 ? "" : $" and {Words.Counted(note.Count() - 1, "other file")}")}: {note.Key}";

    static string[] NumericInputs(SequenceSet set) => [.. set.InputColumns.Where(n => !CalendarColumns.IsFeature(n))];

    /// <summary>A row of the manifest.</summary>
    sealed record Entry(string Path, string? Part, string[] Targets, long Line)
    {
        public string? Group { get; init; }

        /// <summary>The sequence of the file with the row's label or targets.</summary>
        public Sequence Complete(Sequence sequence, DataOptions options, string file) => sequence with
        {
            Id = Path,
            Line = Line,
            Part = Part,
            Group = Group is not "" ? Group
                : throw new DataException(Diagnostic.OfLine(file, Line, "the group is empty (split.by)", "Give every row a group.")),
            Label = Targets.Length > 0 && options.TargetKind == TargetKind.Label ? RequiredLabel(Targets[0], file) : null,
            Target = Targets.Length > 0
            && options.TargetKind != TargetKind.Label ? [.. Targets.Select(t => Number(t, CellFormat.Of(options), file))] : null,
        };

        string RequiredLabel(string label, string file) => label.Length > 0
            ? label
            : throw new DataException(Diagnostic.OfLine(file, Line, "the label is empty", "Give every row a label."));

        double Number(string target, CellFormat format, string file) =>
            NumberText.TryRead(Encoding.UTF8.GetBytes(target), format, out var y)
            ? y
            : throw new DataException(
                Diagnostic.OfLine(file, Line, $"the target '{Printable.Cell(target)}' is not a number", "Write a number such as 2.5."));
    }
}
