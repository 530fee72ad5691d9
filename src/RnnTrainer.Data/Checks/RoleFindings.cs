using RnnTrainer.Common;

namespace RnnTrainer.Data.Checks;

/// <summary>Inputs that look like something else: row numbers, names of sequences, and times that run backwards.</summary>
static class RoleFindings
{
    const int FewestRows = 10, FewestSequences = 10;

    /// <summary>The findings in one set.</summary>
    public static IEnumerable<DataFinding> In(SetTally set)
    {
        var isLong = set.Rows >= FewestRows;
        string[] counters = [.. set.Inputs.Where(c => isLong && c.CountsRows).Select(c => c.Values.Name)];
        if (counters.Length > 0)
        {
            yield return new DataFinding(
                "counter", $"{Words.Agree(counters.Length, "this input counts", "these inputs count")} the rows: {Some(counters)}",
                "A row number says nothing, and never comes again: leave it out (inputs:), or name it as what orders the rows (step:).");
        }

        var mayFall = !set.HasSteps && set.Lengths.Exists(length => length >= FewestRows);
        string[] falling = [.. set.Inputs.Where(c => mayFall && c.Falls).Select(c => c.Values.Name)];
        if (falling.Length > 0)
        {
            yield return new DataFinding(
                "newest-first",
                $"{Words.Agree(falling.Length, "this input falls", "these inputs fall")} evenly from row to row: {Some(falling)}",
                "If it is a time, the newest row is the first: set order: falling, or name what orders the rows (step:).");
        }

        var haveRows = set.Lengths.Count >= FewestSequences && set.Lengths.Exists(length => length > 1);
        string[] names = [.. set.Inputs.Where(c => haveRows && c.NamesSequences).Select(c => c.Values.Name)];
        if (names.Length > 0)
        {
            yield return new DataFinding(
                "id",
                $"{Words.Agree(names.Length, "this input is", "these inputs are")} another whole number in each sequence: {Some(names)}",
                "If it is an id, no other sequence has it: leave it out (inputs:).");
        }
    }

    static string Some(string[] names) => Words.FirstFew([.. names.Select(n => $"'{Printable.Cell(n)}'")], most: 5, shown: 4);
}
