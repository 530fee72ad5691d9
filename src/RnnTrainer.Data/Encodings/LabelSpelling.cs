using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Encodings;

/// <summary>Labels that are one boolean value or number in different spellings: True and TRUE, 1 and 1.0. They are one class.</summary>
static partial class LabelSpelling
{
    /// <summary>From here on neighbouring whole numbers are the same float64.</summary>
    const double TooLarge = 1L << 53;

    /// <summary>Whether two labels are one class.</summary>
    public static bool AreSame(string a, string b) => Meaning(a) is { } meaning && meaning == Meaning(b);

    /// <summary>Whether one of the classes has several spellings.</summary>
    /// <param name="known">The classes of a model.</param>
    public static bool AreSeveral(IEnumerable<string> labels, IReadOnlyList<string> known) => ClassesOf([.. labels], known).Count > 0;

    /// <summary>
    /// Writes each class in one spelling: that of the model, if there is one and it knows the class in one spelling, otherwise the first in
    /// ordinal order.
    /// </summary>
    public static SequenceSet Unified(SequenceSet set, IReadOnlyList<string> known)
    {
        var classes = ClassesOf([.. Labels(set.Sequences)], known);
        return classes.Count == 0 ? set : set with
        {
            Sequences = [.. set.Sequences.Select(s => Unified(s, classes))],
            Notes = [.. set.Notes, Note(classes)],
        };
    }

    static HashSet<string> Labels(IReadOnlyList<Sequence> sequences)
    {
        var labels = new HashSet<string>(StringComparer.Ordinal);
        string? last = null;
        foreach (var sequence in sequences)
        {
            foreach (var label in sequence.StepLabels ?? [])
            {
                if (!ReferenceEquals(label, last)) // steps often have the label of the step before, as the same string
                {
                    labels.Add(last = label);
                }
            }

            labels.UnionWith(sequence.LabelSpellings);
            if (sequence.Label is not null)
            {
                labels.Add(sequence.Label);
            }
        }

        return labels;
    }

    /// <summary>The class of each label that is written otherwise.</summary>
    static Dictionary<string, string> ClassesOf(IReadOnlyList<string> labels, IReadOnlyList<string> known)
    {
        var classes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (labels.Count + known.Count < 2)
        {
            return classes;
        }

        var ofMeaning = known.Where(c => Meaning(c) is not null).ToLookup(c => Meaning(c)!);
        foreach (var group in labels.Except(known).Where(l => Meaning(l) is not null).GroupBy(l => Meaning(l)!))
        {
            string[] ofModel = [.. ofMeaning[group.Key]];
            var name = ofModel.Length == 1 ? ofModel[0] : group.Min(StringComparer.Ordinal)!;
            foreach (var label in group.Where(l => l != name && ofModel.Length < 2))
            {
                classes.Add(label, name);
            }
        }

        return classes;
    }

    static Sequence Unified(Sequence sequence, Dictionary<string, string> classes) => sequence with
    {
        Label = sequence.Label is null ? null : classes.GetValueOrDefault(sequence.Label, sequence.Label),
        LabelSpellings = [],
        StepLabels = sequence.StepLabels?.Changed(label => classes.GetValueOrDefault(label, label)),
    };

    static string Note(Dictionary<string, string> classes)
    {
        string[] groups = [
            .. classes.GroupBy(c => c.Value, c => c.Key).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => string.Join(
                " = ", g.Order(StringComparer.Ordinal).Prepend(g.Key).Select(label => $"'{Printable.Cell(label)}'")))];
        return $"labels in different spellings are one class: {Words.FirstFew(groups, most: 5, shown: 4)}";
    }

    /// <summary>The boolean value or number of a label; null: it is a word. 01 is one, too: leading zeros are part of a name.</summary>
    static string? Meaning(string label) =>
        label.Equals("true", StringComparison.OrdinalIgnoreCase) ? "true"
        : label.Equals("false", StringComparison.OrdinalIgnoreCase) ? "false"
        : Number().IsMatch(label) && NumberText.TryRead(Encoding.UTF8.GetBytes(label), out var x) && Math.Abs(x) < TooLarge
            ? (x == 0 ? 0 : x).ToString("R", CultureInfo.InvariantCulture) : null;

    /// <summary>A number with a decimal point if it has an exponent: 1E5 may be a name.</summary>
    [GeneratedRegex(@"^[+-]?(0|[1-9][0-9]*)(\.[0-9]*([eE][+-]?[0-9]+)?)?$")]
    private static partial Regex Number();
}
