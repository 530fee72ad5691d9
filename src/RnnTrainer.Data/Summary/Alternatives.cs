using RnnTrainer.Data.Profiling;

namespace RnnTrainer.Data.Summary;

/// <summary>Other ways to understand a table, each with the option that chooses it.</summary>
static class Alternatives
{
    const int Most = 4, MostClasses = 200;

    // Of the evidence for sequences: less than a name of its own gives.
    const double Close = 4;

    public static IEnumerable<Alternative> Of(TableFacts table, IReadOnlyList<SequenceChoice> choices, ColumnRoles roles, TaskGuess task) =>
        Sequences(table, choices).Concat(Targets(table, roles, task)).Take(Most);

    static IEnumerable<Alternative> Sequences(TableFacts table, IReadOnlyList<SequenceChoice> choices)
    {
        if (!table.HasSteps)
        {
            yield break;
        }

        foreach (var other in choices.Where(c => !c.Keys.SequenceEqual(table.Sequences.Keys) && c.Score >= choices[0].Score - Close
            && !(c.Keys.Count == 1 && c.Groups.Count == table.Sequences.Groups.Count))
            .DistinctBy(c => c.Name).Take(2))
        {
            yield return other.Keys.Count == 0 ? new Alternative("--layout series", "all rows are one series")
                : new Alternative(
                    $"--sequence {other.Name}",
                    $"a sequence for each {other.Name.Replace(",", " and ", StringComparison.Ordinal)}: {other.Groups.Count}");
        }

        if (table.IsSeries && table.Sequences.Time is null && table.Columns.FirstOrDefault(CountsBlocks) is { } counter)
        {
            yield return new Alternative($"--sequence {counter.Name}", $"a sequence for each {counter.Name}: {counter.Distinct}");
        }
    }

    /// <summary>Whether whole numbers are the same in several rows and then one more, as the numbers of sequences are.</summary>
    static bool CountsBlocks(ColumnFacts column) =>
        column is { IsWhole: true, Missing: 0, IsBinary: false, Distinct: > 2 } && column.Max - column.Min + 1 == column.Distinct
        && RowGroups.By([column]) is { AreBlocks: true, Size: >= 2 } && column.Values[0] == column.Min && column.Values[^1] == column.Max;

    static IEnumerable<Alternative> Targets(TableFacts table, ColumnRoles roles, TaskGuess task)
    {
        var columns = table.HasSteps ? table.Columns : WideSteps.Others(table.Columns, new DataOptions());
        if (task.Task is "tag" or "regress" && table.Columns.Any(c => c.IsNumber && roles.IsUsable(c) && !table.IsOrder(c)))
        {
            yield return new Alternative("--task forecast", "predict later values of the numbers");
        }

        if (table.HasSteps && task is { Task: "classify" or "regress", Target: [var name] } && table.Named(name) is { } target
            && target is { IsWhole: true, IsBinary: false, Distinct: > 2 and <= MostClasses }
            && !TargetNames.IsLabel(name))
        {
            yield return task.Task == "classify" ? new Alternative($"--task regress --target {name}", $"'{name}' is a number")
                : new Alternative($"--task classify --target {name}", $"'{name}' is one of {target.Distinct} classes");
        }

        if (task.Task == "forecast")
        {
            foreach (var column in columns.Where(
                c => c.IsNumber && !c.HasCodes && c.Distinct > 1 && roles.IsUsable(c) && !table.IsOrder(c)
                && table.HasSteps && table.IsOfSequence(c)).Take(2))
            {
                yield return new Alternative($"--task regress --target {column.Name}", $"'{column.Name}' is one number for each sequence");
            }

            foreach (var column in columns.Where(
                c => c.HasClasses && c.Distinct > 1 && roles.IsUsable(c) && !table.IsOrder(c)
                && !roles.IsKnown(c)).Take(2))
            {
                yield return new Alternative(
                    $"--task {(table.IsOfSequence(column) ? "classify" : "tag")} --target {column.Name}",
                    $"'{column.Name}' is one of {column.Distinct} classes");
            }
        }
    }
}
