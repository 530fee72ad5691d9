using RnnTrainer.Common;
using static System.FormattableString;

namespace RnnTrainer.Data.Checks;

/// <summary>Classes that are rare, unseen in training, or the only one, and inputs that give the label away.</summary>
static class LabelFindings
{
    /// <summary>Classes with fewer examples are rare.</summary>
    const int FewExamples = 5;

    /// <summary>A class with a larger share of the labels outweighs the others.</summary>
    const double LargeShare = 0.95;

    /// <summary>The findings in one set.</summary>
    public static IEnumerable<DataFinding> In(SetTally set)
    {
        var counts = set.Labels.Counts;
        return counts.Count == 0 ? [] : [.. Shares(counts), .. Telltales(set), .. Alike([], counts.Keys)];
    }

    /// <summary>The findings between training and a held-out part.</summary>
    public static IEnumerable<DataFinding> Between(SetTally train, SetTally held)
    {
        var (known, labels) = (train.Labels.Counts.Keys, held.Labels.Counts.Keys);
        string[] unseen = [.. labels.Except(known).Order(StringComparer.Ordinal).Select(Printable.Cell)];
        if (unseen.Length > 0)
        {
            yield return new DataFinding(
                "unseen-class",
                $"in {held.Name} but never in {train.Name}: {Words.FirstFew(unseen, most: 5, shown: 4)}",
                "A class that is not in the training part is never predicted: split differently, or leave it out.");
        }

        foreach (var finding in Alike(known, labels))
        {
            yield return finding;
        }
    }

    static IEnumerable<DataFinding> Shares(Dictionary<string, int> counts)
    {
        var all = counts.Values.Sum();
        var (most, count) = counts.MaxBy(c => c.Value);
        string[] rare = [
            .. counts.Where(c => c.Value < FewExamples).OrderBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => $"{Printable.Cell(c.Key)} ({c.Value})")];
        if (counts.Count == 1)
        {
            yield return new DataFinding(
                "one-class", $"every label is '{Printable.Cell(most)}': there is nothing to learn", "Is it the right column (target:)?");
        }
        else if (count > LargeShare * all)
        {
            yield return new DataFinding(
                "unequal-classes",
                Invariant($"{100.0 * count / all:0.#} % of the labels are '{Printable.Cell(most)}': always predicting it is ")
                    + "nearly as good as any model",
                "Look at macro_f1 rather than at accuracy.");
        }

        if (rare.Length > 0 && counts.Count > 1)
        {
            yield return new DataFinding(
                "rare-class", $"fewer than {FewExamples} times: {Words.FirstFew(rare, most: 5, shown: 4)}",
                "Add examples of them, or merge rare classes.");
        }
    }

    /// <summary>
    /// Labels that differ only in the white space at their ends, or only in upper and lower case, where at least one of them is not among
    /// those that are known.
    /// </summary>
    static IEnumerable<DataFinding> Alike(IEnumerable<string> known, IEnumerable<string> labels)
    {
        var seen = known.ToHashSet(StringComparer.Ordinal);
        string[] all = [.. labels.Union(seen)];
        foreach (var (code, form, where) in new (string, Func<string, string>, string)[]
        {
            ("label-spaces", l => l.Trim(), "in spaces at their ends"),
            ("label-case", l => l.ToUpperInvariant(), "in upper and lower case"),
        })
        {
            string[] groups = [
                .. all.GroupBy(form).Where(g => g.Skip(1).Any() && g.Any(l => !seen.Contains(l)))
                .Select(g => string.Join(" and ", g.Order(StringComparer.Ordinal).Select(l => $"'{Printable.Cell(l)}'")))];
            if (groups.Length > 0)
            {
                yield return new DataFinding(
                    code, $"labels differ only {where}: {Words.FirstFew(groups, most: 5, shown: 4)}",
                    "Write them the same way: to a model they are different classes.");
            }
        }
    }

    static IEnumerable<DataFinding> Telltales(SetTally set) => set.Labels.Telltales.Select(k => new DataFinding(
        "telltale",
        $"'{set.Inputs[k].Values.Name}' alone determines the class",
        "If it is not known when a prediction is made, leave it out (inputs:): it gives the label away."));
}
