using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Checks;

/// <summary>Classes that are rare, missing or all there is, and inputs that are the answer in other words.</summary>
static class LabelFindings
{
    const int Few = 5;
    const double Nearly = 0.95;

    public static IEnumerable<DataFinding> In(NamedSequences set)
    {
        var counts = Counts(set.Sequences);
        if (counts.Count == 0)
        {
            yield break;
        }

        var all = counts.Values.Sum();
        var (most, count) = counts.MaxBy(c => c.Value);
        string[] few = [.. counts.Where(c => c.Value < Few).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{Printable.Cell(c.Key)} ({c.Value})")];
        if (counts.Count == 1)
        {
            yield return new DataFinding("one-class", $"every answer is '{Printable.Cell(most)}': there is nothing to tell apart", "Is it the right column (target:)?");
        }
        else if (count > Nearly * all)
        {
            yield return new DataFinding("unequal-classes", string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / all:0.#} % of the answers are '{Printable.Cell(most)}': saying so always is nearly as good as any model"), "Look at macro_f1 rather than at accuracy.");
        }

        if (few.Length > 0 && counts.Count > 1)
        {
            yield return new DataFinding("rare-class", $"fewer than {Few} times: {Words.FirstFew(few, most: 5, shown: 4)}", "Give more of them, or take rare classes together.");
        }

        foreach (var finding in Telltales(set).Concat(Spaced([], counts.Keys)))
        {
            yield return finding;
        }
    }

    public static IEnumerable<DataFinding> Between(NamedSequences train, NamedSequences held)
    {
        string[] unseen = [.. Counts(held.Sequences).Keys.Except(Counts(train.Sequences).Keys).Order(StringComparer.Ordinal).Select(Printable.Cell)];
        if (unseen.Length > 0)
        {
            yield return new DataFinding("unseen-class", $"in {held.Name} but never in {train.Name}: {Words.FirstFew(unseen, most: 5, shown: 4)}", "A class that training never sees is never answered: split otherwise, or leave it out.");
        }

        foreach (var finding in Spaced(Counts(train.Sequences).Keys, Counts(held.Sequences).Keys))
        {
            yield return finding;
        }
    }

    /// <summary>Labels that look the same: they differ in the white space at their ends, among these or between them and those that are known.</summary>
    static IEnumerable<DataFinding> Spaced(IEnumerable<string> known, IEnumerable<string> labels)
    {
        var seen = known.ToHashSet(StringComparer.Ordinal);
        string[] alike =
        [
            .. labels.Union(seen).GroupBy(l => l.Trim()).Where(g => g.Skip(1).Any() && g.Any(l => !seen.Contains(l)))
                .Select(g => string.Join(" and ", g.Order(StringComparer.Ordinal).Select(l => $"'{Printable.Cell(l)}'"))),
        ];
        if (alike.Length > 0)
        {
            yield return new DataFinding("label-spaces", $"labels differ only in spaces at their ends: {Words.FirstFew(alike, most: 5, shown: 4)}", "Write them alike: to a model they are different classes.");
        }
    }

    /// <summary>An input of few values each of which goes with one class only.</summary>
    static IEnumerable<DataFinding> Telltales(NamedSequences set)
    {
        var classes = Counts(set.Sequences).Count;
        for (var k = 0; k < set.Inputs.Count && classes > 1; k++)
        {
            if (Tells(set, k, 2 * classes))
            {
                yield return new DataFinding("telltale", $"'{set.Inputs[k]}' tells the class by itself", "If it is not known when a prediction is made, leave it out (inputs:): it is the answer in other words.");
            }
        }
    }

    static bool Tells(NamedSequences set, int k, int most)
    {
        var classOf = new Dictionary<double, string>();
        foreach (var sequence in set.Sequences)
        {
            for (var t = 0; t < sequence.Length; t++)
            {
                var x = sequence.Inputs[(t * set.Inputs.Count) + k];
                var label = sequence.StepLabels?[t] ?? sequence.Label!;
                if (!classOf.TryAdd(x, label) && classOf[x] != label)
                {
                    return false;
                }

                if (classOf.Count > most)
                {
                    return false;
                }
            }
        }

        return classOf.Count > 1 && set.Sequences.Sum(s => (long)s.Length) > 2 * classOf.Count;
    }

    static Dictionary<string, int> Counts(IReadOnlyList<Sequence> sequences) =>
        sequences.SelectMany(s => s.StepLabels ?? (s.Label is null ? Array.Empty<string>() : [s.Label])).CountBy(l => l).ToDictionary(StringComparer.Ordinal);
}
