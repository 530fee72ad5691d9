using RnnTrainer.Common;

namespace RnnTrainer.Data.Checks;

/// <summary>Inputs that look like something else: row numbers, names of sequences, and times that run backwards.</summary>
static class RoleFindings
{
    const int FewestRows = 10, FewestSequences = 10;

    /// <summary>The findings in one set.</summary>
    public static IEnumerable<DataFinding> In(NamedSequences set)
    {
        var columns = Enumerable.Range(0, set.Inputs.Count).ToList();
        string[] counters = [.. columns.Where(k => CountsRows(set, k)).Select(k => set.Inputs[k])];
        if (counters.Length > 0)
        {
            yield return new DataFinding(
                "counter", $"{Words.Agree(counters.Length, "this input counts", "these inputs count")} the rows: {Some(counters)}",
                "A row number says nothing, and never comes again: leave it out (inputs:), or name it as what orders the rows (step:).");
        }

        var isOrdered = set.Sequences.Any(s => s.Steps is not null);
        string[] falling = [.. isOrdered ? [] : columns.Where(k => Falls(set, k)).Select(k => set.Inputs[k])];
        if (falling.Length > 0)
        {
            yield return new DataFinding(
                "newest-first",
                $"{Words.Agree(falling.Length, "this input falls", "these inputs fall")} evenly from row to row: {Some(falling)}",
                "If it is a time, the newest row is the first: set order: falling, or name what orders the rows (step:).");
        }

        string[] names = [.. columns.Where(k => NamesSequences(set, k)).Select(k => set.Inputs[k])];
        if (names.Length > 0)
        {
            yield return new DataFinding(
                "id",
                $"{Words.Agree(names.Length, "this input is", "these inputs are")} another whole number in each sequence: {Some(names)}",
                "If it is an id, no other sequence has it: leave it out (inputs:).");
        }
    }

    static string Some(string[] names) => Words.FirstFew([.. names.Select(n => $"'{Printable.Cell(n)}'")], most: 5, shown: 4);

    /// <summary>Whether a whole number rises by 1 with each row, from sequence to sequence too; windows of a series overlap.</summary>
    static bool CountsRows(NamedSequences set, int k) =>
        set.Sequences.Sum(s => (long)s.Length) >= FewestRows
        && set.Sequences.All(s => s.Column(k) is var x && x.All(double.IsInteger) && Changes(x).All(d => d == 1))
        && set.Sequences.Zip(set.Sequences.Skip(1)).All(p => p.Second.Inputs[k] - p.First.Inputs[^(p.First.Width - k)] is var d
            && (d == 1 || (p.First.Series is not null && d <= 1 && p.Second.Inputs[k] > p.First.Inputs[k])));

    /// <summary>Whether a number falls by the same amount with each row of a sequence, as a time does where the newest is first.</summary>
    static bool Falls(NamedSequences set, int k)
    {
        double? change = null;
        foreach (var d in set.Sequences.SelectMany(s => Changes(s.Column(k))))
        {
            change ??= d;
            if (!(d < 0) || Math.Abs(d - change.Value) > 1e-9 * Math.Abs(change.Value))
            {
                return false;
            }
        }

        return change is not null && set.Sequences.Max(s => s.Length) >= FewestRows;
    }

    /// <summary>Whether a whole number is the same in all rows of a sequence, and another in each.</summary>
    static bool NamesSequences(NamedSequences set, int k) =>
        set.Sequences.Count >= FewestSequences
        && set.Sequences.Any(s => s.Length > 1)
        && set.Sequences.All(s => s.Column(k) is var x && double.IsInteger(x.First()) && Changes(x).All(d => d == 0))
        && set.Sequences.Select(s => s.Inputs[k]).Distinct().Count() == set.Sequences.Count;

    static IEnumerable<double> Changes(IEnumerable<double> x) => x.Zip(x.Skip(1), (before, after) => after - before);
}
