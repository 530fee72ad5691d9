using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Lines;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>
/// Makes a <see cref="DataSummary"/>: scans the file, guesses what is in it, then reads it with these options to see whether that works.
/// </summary>
static class Summarizer
{
    /// <summary>Summarizes a file. What <paramref name="options"/> already set is kept; the rest is guessed.</summary>
    /// <param name="task">The task as configs name it; null: it is guessed too.</param>
    /// <exception cref="DataException">The file cannot be read at all.</exception>
    public static DataSummary Of(string path, DataOptions options, string? task = null) =>
        Of(DataBytes.Load(path, options), path, options, task);

    /// <summary>The same for the bytes of a file, text or gzip.</summary>
    /// <exception cref="DataException">The text has no header that can be understood.</exception>
    public static DataSummary Of(byte[] bytes, string file, DataOptions options, string? task = null)
    {
        var text = Gzip.Is(bytes) ? Gzip.Expand(bytes, file, MemoryLimit.Of(options)) : bytes;
        ErrorLog.OfValid(text, file);
        var layout = LayoutDetection.Of(text, file, options);
        if (layout.Layout is not (Layout.Text or Layout.Ts))
        {
            options = FormatDetection.Of(text, options);
        }

        if (layout.Layout is Layout.Long or Layout.Series or Layout.Wide)
        {
            layout = Corrected(text, file, layout, options);
        }

        if (layout.Layout is Layout.Text or Layout.Ts or Layout.Ucr)
        {
            return OfForeign(text, file, layout, options, task);
        }

        (layout, options) = Grouped(text, file, layout, options);
        return OfTable(text, file, layout, options, task);
    }

    /// <summary>Text instead of a series if the file has one column, which holds words.</summary>
    /// <exception cref="DataException">There are numbers in the header, so there is no header.</exception>
    static LayoutGuess Corrected(byte[] text, string file, LayoutGuess layout, DataOptions options)
    {
        var errors = new ErrorLog(file, text);
        using var reader = CsvFile.Open(text);
        var header = HeaderNames.Read(reader, text, errors).Header;
        if (layout.Layout != Layout.Wide
            && header.Count(name => NumberText.TryRead(System.Text.Encoding.UTF8.GetBytes(name), out _)) * 2 >= header.Length)
        {
            errors.Add(
                0, "there are numbers where the column names should be",
                "Write a first line that names the columns, for example seq,step,x0,label.");
        }

        errors.ThrowIfAny();
        return layout.Layout == Layout.Series && options.Layout == Layout.Auto && header.Length == 1
            && new ColumnSample(reader, 1, CellFormat.Of(options, reader.Separator)).Numeric(header, new HashSet<int>()).Length == 0
            ? new LayoutGuess(
                Layout.Text,
                $"there is one column, and it holds text (including its first line, '{header[0]}': remove it if it is a header)")
            : layout;
    }

    /// <summary>
    /// If no column has a usual name for sequences, another may name them. A column called id that is different in each row does not name
    /// them.
    /// </summary>
    static (LayoutGuess Layout, DataOptions Options) Grouped(byte[] text, string file, LayoutGuess layout, DataOptions options)
    {
        if (options.Layout != Layout.Auto || options.Sequence.Count > 0 || layout.Layout is not (Layout.Long or Layout.Series))
        {
            return (layout, options);
        }

        using var reader = CsvFile.Open(text);
        var errors = new ErrorLog(file, text);
        var header = HeaderNames.Read(reader, text, errors).Header;
        var usual = HeaderNames.SequenceNames.FirstOrDefault(header.Contains);
        if (usual is not null && TableScan.Of(text, file, options, Layout.Long).Lengths is { Count: > 1 } lengths
            && lengths.All(l => l == 1))
        {
            layout = new LayoutGuess(Layout.Series, $"the column '{usual}' is different in each row, so the rows are one long series");
        }
        else if (usual is not null)
        {
            return (layout, options);
        }

        return SequenceDetection.Of(text, header, options) is { Count: > 0 } found
            ? (new LayoutGuess(Layout.Long, $"the column '{found[0].Name}' names the sequence of each row{Others([.. found.Skip(1)])}"),
                options with { Sequence = [found[0].Name] })
            : (layout, options);
    }

    static string Others(SequenceColumn[] others) => others.Length == 0 ? ""
        : $"; --sequence {others[0].Name} would make " +
            $"{others[0].Count}{string.Concat(others.Skip(1).Take(2).Select(o => $", {o.Name} {o.Count}"))}";

    static DataSummary OfTable(byte[] text, string file, LayoutGuess layout, DataOptions given, string? asked)
    {
        var scan = TableScan.Of(text, file, given, layout.Layout);
        if (Marks(scan, given) is { Length: > 0 } marks)
        {
            given = given with { MissingMarkers = [.. given.MissingMarkers, .. marks] };
            scan = TableScan.Of(text, file, given, layout.Layout);
        }

        var (task, options) = TaskDetection.Of(scan, layout.Layout, given, asked);
        var inputsOnly = task.Task == "forecast" && options.Target.Count == 0 ? options with { TargetKind = TargetKind.None } : options;
        inputsOnly = task.Task == "forecast" ? inputsOnly with { KeepSteps = true } : inputsOnly;
        var (step, read) = TaskDetection.Steps(scan, layout.Layout, options)
            .Select(s => (Step: s, Read: Attempt(text, file, inputsOnly with { Step = [s] }))).FirstOrDefault(a => a.Read.Set is not null);
        options = step is null ? options : options with { Step = [step] };
        read = step is null ? Attempt(text, file, inputsOnly) : read;
        if (task.Task == "forecast" && options.Target.Count == 0 && read.Set is { } series)
        {
            task = task with { Target = series.InputColumns };
            options = options with { Target = series.InputColumns };
        }

        IReadOnlyCollection<int> lengths = read.Set is null
            || layout.Layout == Layout.Long ? scan.Lengths : [.. read.Set.Sequences.Select(s => s.Length)];
        var targets = options.TargetsAreInputs
            ?? ((layout.Layout == Layout.Series && options.TargetKind != TargetKind.Binary) || options.TargetLevel == TargetLevel.Next)
            ? [] : options.Target.ToHashSet();
        ColumnSummary[] columns = [
            .. scan.Columns.Select(c => c.Summary(targets.Contains(c.Name) ? ColumnKind.Label : Role(c, layout.Layout, options)))];
        return new DataSummary(
            file, layout, scan.Rows, columns, Lengths(lengths), ClassCounts(read.Set), task, options, read.Problems, read.Count,
            [.. read.Set?.Notes
            ?? [], .. Grouped(scan, CellFormat.Of(given, ',')), .. Ambiguous(scan), .. Timeless(layout, task, scan, options)])
        {
            Inputs = read.Set?.InputColumns ?? [],
            Spacing = StepSpacing.Of(read.Set?.Sequences.MaxBy(s => s.Length)?.Steps ?? [], CellFormat.Of(options)),
        };
    }

    /// <summary>Further missing-value markers that occur in columns of numbers.</summary>
    static string[] Marks(TableScan scan, DataOptions given) =>
        [.. scan.Columns.ExceptBy(given.Target, c => c.Name).SelectMany(c => c.Marks).Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal)];

    static IEnumerable<string> Timeless(LayoutGuess layout, TaskGuess task, TableScan scan, DataOptions options) =>
        layout.Layout == Layout.Series && task.Task == "tag" && options.Step.Count == 0
            && !scan.Header.Any(h => h == "step" || ColumnSample.IsTime(h))
            ? ["no column tells the time, so the rows are used in the order of the file; if that order means nothing, the rows are not " +
                "a sequence"]
            : [];

    static IEnumerable<string> Ambiguous(TableScan scan) => scan.Columns.Where(c => c.IsAmbiguousDate)
        .Select(
            c => $"column '{c.Name}' has dates in which day and month can be confused, since no number above 12 shows which is the day: " +
                $"it is ignored until you set date_order: day-first or month-first, or write the year first, as in 2016-07-31");

    static IEnumerable<string> Grouped(TableScan scan, CellFormat form) => scan.Columns.Where(c => c.HasNumbers && c.Grouped is not null)
        .Select(
            c => $"column '{c.Name}' has groups of digits: '{c.Grouped}' is read as {Read(c.Grouped!, form)}, a " +
                $"{(form.Decimal == DecimalSign.Comma ? "comma" : "point")} is the decimal sign");

    static string Read(string cell, CellFormat form) =>
        NumberText.TryRead(System.Text.Encoding.UTF8.GetBytes(cell), form, out var x)
        ? x.ToString(System.Globalization.CultureInfo.InvariantCulture) : cell;

    static DataSummary OfForeign(byte[] text, string file, LayoutGuess layout, DataOptions given, string? asked)
    {
        var isText = layout.Layout == Layout.Text;
        CheckForeign(text, file, layout, given);
        var options = given with
        {
            Layout = layout.Layout,
            TargetKind = isText ? TargetKind.None : HasNumberTarget(text) ? TargetKind.Number : TargetKind.Label,
            Missing = !isText && given.Missing == MissingPolicy.Error ? MissingPolicy.Mean : given.Missing,
        };
        var read = Attempt(text, file, options);
        if (layout.Layout == Layout.Ucr && given.Layout == Layout.Auto && read.Set is { Sequences.Count: > 5 } rows
            && 2 * rows.Sequences.DistinctBy(s => s.Label).Count() > rows.Sequences.Count)
        {
            throw new DataException(
                new Diagnostic(
                    file, 1, 1, "there is no header, and the first cell of each row, which should be its label, is nearly always different",
                    "Write a first line that names the columns, such as t0,t1,t2,label if the label is the last."));
        }

        IReadOnlyCollection<int> lengths = [.. read.Set?.Sequences.Select(s => s.Length) ?? []];
        var isList = isText && read.Set is { Sequences: [{ Id: ['l', 'i', 'n', 'e', ' ', ..] }, ..] };
        var task = isText
            ? new TaskGuess("language", [], isList ? "it is text, and each line is a sequence" : "it is text, one long sequence")
            : options.TargetKind == TargetKind.Number ? new TaskGuess("regress", ["target"], "the file says @targetLabel")
            : new TaskGuess("classify", ["label"], "every sequence of such a file has a label");
        task = asked is null || asked == task.Task ? task : new TaskGuess(
            null, [], $"the file is for task {task.Task}, and task {asked} was asked for") { Hint = "Leave out --task." };
        options = options with { Target = task.Target, Text = isList ? TextMode.Lines : isText ? TextMode.Stream : options.Text };
        return new DataSummary(
            file, layout, lengths.Sum(l => (long)l), [], Lengths(lengths), ClassCounts(read.Set), task, options, read.Problems, read.Count,
            read.Set?.Notes ?? [])
        { Inputs = read.Set?.InputColumns ?? [] };
    }

    /// <summary>Refuses numbers with spaces between them: they are not a text to be learned by its characters.</summary>
    static void CheckForeign(byte[] text, string file, LayoutGuess layout, DataOptions given)
    {
        var line = new TextLine(text);
        if (layout.Layout != Layout.Text || given.Layout != Layout.Auto || !line.Next())
        {
            return;
        }

        var cells = Encoding.UTF8.GetString(line.Span[..Math.Min(line.Span.Length, 10_000)])
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (cells.Length > 1 && cells.All(c => NumberText.TryRead(System.Text.Encoding.UTF8.GetBytes(c), out _)))
        {
            throw new DataException(
                new Diagnostic(
                    file, 1, 1, "rows of numbers with spaces between them, and no header",
                    "Put commas between them and write a first line that names the columns, such as seq,step,x0,x1; or, if a row is a " +
                    "label and then its values, name the file .tsv and put tabs."));
        }
    }

    static (SequenceSet? Set, IReadOnlyList<Diagnostic> Problems, int Count) Attempt(byte[] text, string file, DataOptions options)
    {
        try
        {
            return (DataFile.Parse(text, file, options), [], 0);
        }
        catch (DataException e)
        {
            return (null, e.Errors, e.Total);
        }
    }

    static ColumnKind? Role(ColumnScan column, Layout layout, DataOptions options) =>
        layout is Layout.Long or Layout.Series && (options.Step.Contains(column.Name) || (options.Step.Count == 0 && column.Name == "step")) ? ColumnKind.Step
        : layout != Layout.Series
            && (options.Sequence.Contains(column.Name) || (options.Sequence.Count == 0 && HeaderNames.SequenceNames.Contains(column.Name)))
            ? ColumnKind.Id
        : options.Categories.Contains(column.Name) ? ColumnKind.Category
        : null;

    static LengthSummary Lengths(IReadOnlyCollection<int> lengths)
    {
        if (lengths.Count == 0)
        {
            return new LengthSummary(0, 0, 0, 0);
        }

        int[] order = [.. lengths.Order()];
        var middle = order.Length / 2;
        return new LengthSummary(
            order.Length, order[0], order.Length % 2 == 1 ? order[middle] : (order[middle - 1] + order[middle]) / 2.0, order[^1]);
    }

    static ClassCount[] ClassCounts(SequenceSet? set) =>
    [
        .. (set?.Sequences ?? []).SelectMany(Classes.LabelsOf).CountBy(l => l)
            .Select(p => new ClassCount(p.Key, p.Value)).OrderByDescending(c => c.Count).ThenBy(c => c.Name, StringComparer.Ordinal),
    ];

    static bool HasNumberTarget(byte[] text)
    {
        for (var line = new TextLine(text); line.Next();)
        {
            var words = Encoding.UTF8.GetString(line.Span[..Math.Min(line.Span.Length, 60)]).Split(' ', '\t');
            if (words[0].Equals("@targetLabel", StringComparison.OrdinalIgnoreCase))
            {
                return words.Length < 2 || !words[1].Equals("false", StringComparison.OrdinalIgnoreCase);
            }

            if (words[0].Equals("@data", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return false;
    }
}
