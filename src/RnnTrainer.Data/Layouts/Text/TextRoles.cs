using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Text;

/// <summary>The roles of the columns of a CSV with a text in each row.</summary>
/// <param name="Header">The names of all columns.</param>
/// <param name="Keys">The columns that together name the rows; empty: they have no names.</param>
/// <param name="AreKeysGiven">Whether the options name them.</param>
/// <param name="Text">The column of the texts.</param>
/// <param name="Targets">The targets; empty if there are none.</param>
/// <param name="Others">The names of the columns without a role.</param>
sealed record TextRoles(string[] Header, int[] Keys, bool AreKeysGiven, int Text, int[] Targets, string[] Others)
{
    /// <summary>The column that names the group of a row; −1: none.</summary>
    public int Group { get; init; } = -1;

    /// <summary>The names of the targets.</summary>
    public string[] TargetNames => [.. Targets.Select(i => Header[i])];

    /// <summary>Assigns the roles by the options.</summary>
    /// <exception cref="DataException">The header has errors, so that no row could be read.</exception>
    public static TextRoles Find(HeaderNames names, DataOptions options, ErrorLog errors)
    {
        var text = names.Find(options.Tokens![0]);
        int[] targets = options.TargetKind == TargetKind.None ? [] : [.. options.Target.Select(names.Find)];
        HashSet<int> unread = [text, .. options.Target.Select(names.IndexOf)];
        var areGiven = options.Sequence.Count > 0;
        int[] keys = areGiven ? [.. options.Sequence.Select(names.Find)]
            : [.. new[] { names.UsualSequence() }.Where(i => i >= 0 && !unread.Contains(i))];
        if (options.TargetKind == TargetKind.Label ? targets.Length != 1 : options.TargetKind != TargetKind.None && targets.Length == 0)
        {
            errors.Add(0, $"{targets.Length} target columns are named", "Name one column to classify, one or more to regress (target:).");
        }

        if (options.TargetLevel != TargetLevel.Sequence && options.TargetKind != TargetKind.None)
        {
            errors.Add(
                0, "a text in a row has no target for each of its steps",
                "Use targets of the whole text (target_level: sequence), or write a row per word (`rnn data convert --words`).");
        }

        names.CheckRoles([text, .. keys, .. targets]);
        errors.ThrowIfAny();
        var group = names.FindGroup(options);
        errors.ThrowIfAny();
        unread.UnionWith([group, .. keys]);
        return new TextRoles(
            names.Header, keys, areGiven, text, targets, [.. names.Header.Where((_, i) => !unread.Contains(i))])
        { Group = group };
    }
}
