using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>The roles in a file with a row per sequence.</summary>
/// <param name="Header">The names of all columns.</param>
/// <param name="Keys">The columns that together name the rows; none: they have no names.</param>
/// <param name="Targets">The columns of the targets of the sequence; empty if there are none.</param>
/// <param name="Inputs">The features that are inputs.</param>
/// <param name="StepTargets">The features that are targets of the steps; empty if there are none.</param>
sealed record RowColumns(string[] Header, int[] Keys, int[] Targets, string[] Inputs, string[] StepTargets)
{
    /// <summary>The columns that hold no steps.</summary>
    public required IReadOnlySet<int> Taken { get; init; }

    /// <summary>The column that names the group of a row; −1: none.</summary>
    public int Group { get; init; } = -1;

    /// <summary>The features that are read: the inputs, then the targets of steps that are no inputs.</summary>
    public string[] All { get; } = [.. Inputs.Union(StepTargets)];

    /// <summary>The places of <see cref="StepTargets"/> in <see cref="All"/>.</summary>
    public int[] Places => Array.ConvertAll(StepTargets, name => Array.IndexOf(All, name));

    /// <summary>The names of the targets.</summary>
    public string[] TargetNames => [.. Targets.Select(i => Header[i]), .. StepTargets];

    /// <summary>The number of fields that a row has at least.</summary>
    public int Needed => Targets.Concat(Keys).Append(Group).Max() + 1;

    /// <summary>Finds the columns that belong to whole sequences.</summary>
    public static RowColumns Find(HeaderNames names, DataOptions options, ErrorLog errors)
    {
        string[] used = [.. options.Inputs ?? [], .. options.Tokens ?? []];
        int[] keys = options.Sequence.Count > 0 || names.UsualSequence(used) >= 0 ? names.FindSequence(options.Sequence, used) : [];
        var isPerStep = options.TargetLevel != TargetLevel.Sequence;
        int[] targets = isPerStep || options.TargetKind == TargetKind.None ? [] : [.. options.Target.Select(names.Find)];
        if (isPerStep && options.TargetKind == TargetKind.Label)
        {
            errors.Add(
                0, "a row per sequence has no label for each step",
                "Write a row per step (layout: long), or use one label per sequence.");
        }
        else if (!isPerStep && (options.TargetKind == TargetKind.Label ? targets.Length != 1
            : options.TargetKind != TargetKind.None && targets.Length == 0))
        {
            errors.Add(
                0, $"{targets.Length} target columns are named", "Name one column to classify, one or more to regress (target:).");
        }

        var group = names.FindGroup(options);
        return new RowColumns(names.Header, keys, targets, [], [])
        {
            Group = group,
            Taken = new HashSet<int>([.. names.Empty, group, .. keys, .. isPerStep ? [] : options.Target.Select(names.IndexOf)]),
        };
    }

    /// <summary>The same with the features that are inputs and targets of the steps: by default all.</summary>
    public RowColumns With(IReadOnlyList<string> features, DataOptions options)
    {
        string[] targets = options.TargetLevel == TargetLevel.Sequence || options.TargetKind == TargetKind.None ? []
            : options.Target.Count > 0 ? [.. options.Target]
            : [.. features];
        var inputs = options.Inputs ?? (options.TargetsAreInputs == false ? [.. features.Except(targets)] : features);
        return new RowColumns(Header, Keys, Targets, [.. inputs], targets) { Group = Group, Taken = Taken };
    }

    /// <summary>The sequences of a file with these columns.</summary>
    public SequenceSet Set(string file, IReadOnlyList<Sequence> sequences, IReadOnlyList<string> notes) =>
        new(file, Inputs, TargetNames, sequences) { IdColumns = [.. Keys.Select(i => Header[i])], Notes = notes };
}
