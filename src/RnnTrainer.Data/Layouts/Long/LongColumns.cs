using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>The roles of the columns of a long CSV.</summary>
/// <param name="Header">The names of all columns.</param>
/// <param name="Keys">The columns that together name the sequences; none: the file is one sequence, or blank lines separate them.</param>
/// <param name="Steps">The columns that together order the rows; none: they are in order.</param>
/// <param name="Inputs">The numeric inputs.</param>
/// <param name="Dates">The date-times whose calendar features are inputs.</param>
/// <param name="Texts">The categories, then the words.</param>
/// <param name="Targets">The targets; empty if there are none.</param>
sealed record LongColumns(
    string[] Header, int[] Keys, int[] Steps, int[] Inputs, int[] Dates, int[] Texts, int[] Targets, DataOptions Options)
{
    /// <summary>The header, which knows what a user should know of it.</summary>
    public required HeaderNames Names { get; init; }

    /// <summary>The column that names the group of a sequence, which may have another role as well; −1: none.</summary>
    public int Group { get; init; } = -1;

    /// <summary>What is to be predicted.</summary>
    public TargetKind TargetKind => Options.TargetKind;

    /// <summary>Whether sequences are series, whose steps only rise.</summary>
    public required bool IsSeries { get; init; }

    /// <summary>Whether a blank line begins a new sequence; sequences are then numbered from 0.</summary>
    public bool SplitsAtBlankLines => Options.BlankLines == BlankLines.Split;

    /// <summary>Whether a sequence has one target, the same in all its rows.</summary>
    public bool HasSequenceTargets => Options.TargetLevel == TargetLevel.Sequence;

    /// <summary>Whether targets are numbers.</summary>
    public bool HasNumberTargets => TargetKind is TargetKind.Number or TargetKind.Binary;

    /// <summary>Whether each step has all inputs, and nothing else, as targets.</summary>
    public bool TargetsAreAllInputs { get; } = Options.TargetLevel != TargetLevel.Sequence && Options.TargetKind == TargetKind.Number
        && Dates.Length == 0 && Targets.AsSpan().SequenceEqual(Inputs);

    /// <summary>Whether the target of a row is in the row after it.</summary>
    public bool HasNextTargets => Options.TargetLevel == TargetLevel.Next && TargetKind != TargetKind.None;

    /// <summary>Whether the step counts the rows from one to the next, as its usual name says.</summary>
    public bool StepsAreCounted => Steps is [var step] && Header[step] == "step";

    /// <summary>K, calendar features included.</summary>
    public int Width { get; } = Inputs.Length + (Dates.Length * CalendarColumns.Count(Options.Calendar));

    /// <summary>The names of the K inputs.</summary>
    public string[] InputNames =>
        [.. Inputs.Select(i => Header[i]), .. Dates.SelectMany(i => CalendarColumns.Names(Header[i], Options.Calendar))];

    /// <summary>The names of the columns that name the sequences.</summary>
    public string[] KeyNames => [.. Keys.Select(i => Header[i])];

    /// <summary>The columns that order the rows, for messages.</summary>
    public string StepNames => $"{(Steps.Length == 1 ? "column" : "columns")} {string.Join(", ", Steps.Select(i => $"'{Header[i]}'"))}";

    /// <summary>What a user should know about the choice of columns.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The columns that have no role, where the options do not name the inputs.</summary>
    public IReadOnlyList<string> Unused { get; init; } = [];

    /// <summary>The names of the targets.</summary>
    public string[] TargetNames => [.. Targets.Select(i => Header[i])];

    /// <summary>The names of the text columns.</summary>
    public string[] TextNames => [.. Texts.Select(i => Header[i])];

    /// <summary>Assigns the roles by the options and, where they name no columns, by the header and the first rows.</summary>
    /// <exception cref="DataException">The header has errors, so that no row could be read.</exception>
    public static LongColumns Find(TextSource text, DataOptions options, bool isSeries, ErrorLog errors)
    {
        using var reader = CsvFile.Open(text);
        var names = HeaderNames.Read(reader, text, errors, options);
        int[] keys = isSeries || options.BlankLines == BlankLines.Split ? [] : names.FindSequence(options.Sequence);
        var sample = new ColumnSample(reader, names.Header.Length, CellFormat.Of(options, reader.Separator));
        int[] steps = FindSteps(names, options, isSeries ? sample : null);
        string[] textNames = [.. options.Categories, .. options.Tokens ?? []];
        int[] texts = [.. textNames.Select(names.Find)];
        int[] dates = [.. options.Dates.Select(names.Find)];
        var targetsAreInputs = options.TargetsAreInputs
            ?? (options.TargetLevel == TargetLevel.Next || (isSeries && options.TargetKind == TargetKind.Number));
        var group = names.FindGroup(options);
        HashSet<int> taken = [
            .. names.Empty, group, .. keys, .. steps, .. texts, .. dates, .. targetsAreInputs ? [] : options.Target.Select(names.IndexOf)];
        if (options.Inputs is null)
        {
            taken.UnionWith(WithoutValues(text, sample, taken, names, options));
        }

        int[] inputs = options.Inputs is null ? sample.Numeric(names.Header, taken)
            : [.. options.Inputs.Except(textNames).Select(names.Find)];
        if (inputs.Length + texts.Length + (dates.Length * CalendarColumns.Count(options.Calendar)) == 0)
        {
            errors.Add(
                0, "no column holds numbers that could be inputs",
                sample.WithUnits(names.Header, taken) is [var units, ..] ? units : $"Name the input columns (inputs:); the columns are {names}.");
        }

        var targets = FindTargets(names, options, targetsAreInputs ? inputs : [], errors);
        var shared = targetsAreInputs ? inputs.ToHashSet() : [];
        names.CheckRoles([.. keys, .. steps, .. inputs, .. texts, .. dates.Except(steps), .. targets.Where(t => !shared.Contains(t))]);
        errors.ThrowIfAny();
        return new LongColumns(names.Header, keys, steps, inputs, dates, texts, targets, options)
        {
            IsSeries = isSeries,
            Group = group,
            Names = names,
            Notes =
            [
                .. options.Inputs is null ? sample.WithUnits(names.Header, taken) : [],
                .. isSeries && options.Sequence.Count > 0
                    ? [$"layout series is one sequence, so '{string.Join("', '", options.Sequence)}' names none: for a sequence each, layout: long"]
                    : Array.Empty<string>(),
            ],
            Unused = options.Inputs is null ? [.. names.Header.Where((name, i) => !taken.Contains(i) && !inputs.Contains(i)
                && !targets.Contains(i) && !options.Target.Contains(name))] : [],
        };
    }

    /// <summary>The columns without any value, which are no inputs.</summary>
    static IEnumerable<int> WithoutValues(
        TextSource text, ColumnSample sample, IReadOnlySet<int> taken, HeaderNames names, DataOptions options)
    {
        var open = sample.Empty.Except(taken).Except(options.Target.Select(names.IndexOf)).ToList();
        if (open.Count > 0)
        {
            open = [.. open.Except(CsvFile.Filled(text, open, options))];
            names.AddEmpty(open);
        }

        return open;
    }

    /// <summary>The columns that are named. If none is and targets are inputs too: all inputs.</summary>
    static int[] FindTargets(HeaderNames names, DataOptions options, int[] inputs, ErrorLog errors)
    {
        var isLabel = options.TargetKind == TargetKind.Label;
        int[] targets = options.TargetKind == TargetKind.None ? []
            : options.Target.Count == 0 && !isLabel ? inputs
            : [.. options.Target.Select(names.Find)];
        if (isLabel ? targets.Length != 1 : options.TargetKind != TargetKind.None && targets.Length == 0)
        {
            errors.Add(
                0, $"{targets.Length} target columns are named",
                "Name one column to classify or tag, one or more to regress or forecast (target:).");
        }

        return targets;
    }

    static int[] FindSteps(HeaderNames names, DataOptions options, ColumnSample? series)
    {
        if (options.Step.Count > 0)
        {
            return [.. options.Step.Select(names.Find)];
        }

        var named = names.IndexOf(options.Inputs?.Contains("step") == true ? null : "step");
        var found = named >= 0 || series is null ? named : series.Time(names.Header, (options.Inputs ?? []).ToHashSet());
        return found >= 0 ? [found] : [];
    }
}
