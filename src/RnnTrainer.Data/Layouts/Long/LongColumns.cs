using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>
/// Which field of a row plays which part. <c>Sequence</c> is −1 where the file is one sequence, <c>Step</c> is −1 if the rows are taken as they come;
/// <c>Targets</c> is empty if nothing is to be predicted. <c>Texts</c> are the categories, then the words.
/// </summary>
sealed record LongColumns(string[] Header, int Sequence, int Step, int[] Inputs, int[] Dates, int[] Texts, int[] Targets, DataOptions Options)
{
    public TargetKind TargetKind => Options.TargetKind;

    public bool IsSeries => Sequence < 0;

    /// <summary>K, with the calendar features.</summary>
    public int Width { get; } = Inputs.Length + (Dates.Length * CalendarColumns.Count(Options.Calendar));

    public string[] InputNames => [.. Inputs.Select(i => Header[i]), .. Dates.SelectMany(i => CalendarColumns.Names(Header[i], Options.Calendar))];

    public string[] TargetNames => [.. Targets.Select(i => Header[i])];

    public string[] TextNames => [.. Texts.Select(i => Header[i])];

    /// <exception cref="DataException">The header has mistakes: no row could be understood.</exception>
    public static LongColumns Find(byte[] text, DataOptions options, bool series, ErrorLog errors)
    {
        using var reader = CsvFile.Open(text);
        var names = HeaderNames.Read(reader, text, errors);
        var sequence = series ? -1 : names.Sequence(options.Sequence);
        var sample = new ColumnSample(reader, names.Header.Length, CellFormat.Of(options, reader.Separator));
        var step = FindStep(names, options, series ? sample : null);
        int[] texts = [.. options.Categories.Select(names.Find), .. options.Tokens is null ? Array.Empty<int>() : [names.Find(options.Tokens)]];
        int[] dates = [.. options.Dates.Select(names.Find)];
        var targetsToo = options.TargetsAreInputs ?? (options.TargetLevel == TargetLevel.Next || (series && options.TargetKind == TargetKind.Number));
        HashSet<int> taken = [sequence, step, .. texts, .. dates, .. targetsToo ? [] : options.Target.Select(names.Silently)];
        int[] inputs = options.Inputs is null
            ? sample.Numeric(names.Header, taken)
            : [.. options.Inputs.Except([.. options.Categories, .. options.Tokens is null ? Array.Empty<string>() : [options.Tokens]]).Select(names.Find)];
        if (inputs.Length + texts.Length + (dates.Length * CalendarColumns.Count(options.Calendar)) == 0)
            errors.Add(0, "no column holds numbers that could be inputs", $"Name the input columns (inputs:); the columns are {names}.");
        var targets = FindTargets(names, options, targetsToo ? inputs : [], errors);
        var shared = targetsToo ? inputs.ToHashSet() : [];
        names.CheckParts([sequence, step, .. inputs, .. texts, .. dates.Except([step]), .. targets.Where(t => !shared.Contains(t))]);
        errors.ThrowIfAny();
        return new LongColumns(names.Header, sequence, step, inputs, dates, texts, targets, options);
    }

    /// <summary>The columns named; none named where targets are inputs too, all inputs.</summary>
    static int[] FindTargets(HeaderNames names, DataOptions options, int[] inputs, ErrorLog errors)
    {
        var isLabel = options.TargetKind == TargetKind.Label;
        int[] targets = options.TargetKind == TargetKind.None ? []
            : options.Target.Count == 0 && !isLabel ? inputs
            : [.. options.Target.Select(names.Find)];
        if (isLabel ? targets.Length != 1 : options.TargetKind != TargetKind.None && targets.Length == 0)
            errors.Add(0, $"{targets.Length} target columns are named", "Name one column to classify or tag, one or more to regress or forecast (target:).");
        return targets;
    }

    static int FindStep(HeaderNames names, DataOptions options, ColumnSample? series)
    {
        if (options.Step is not null)
            return names.Find(options.Step);
        var named = names.Silently(options.Inputs?.Contains("step") == true ? null : "step");
        return named >= 0 || series is null ? named : series.Time(names.Header, (options.Inputs ?? []).ToHashSet());
    }
}
