using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Profiling;

namespace RnnTrainer.Data.Summary;

/// <summary>Which rows form a sequence, and what orders them.</summary>
/// <param name="Keys">The columns that together name the sequence of a row; none: the file is one sequence.</param>
/// <param name="Time">The columns that order the rows; null: they are in order.</param>
/// <param name="Groups">The rows of each sequence.</param>
/// <param name="Score">How much evidence there is.</param>
sealed record SequenceChoice(IReadOnlyList<ColumnFacts> Keys, TimeCandidate? Time, RowGroups Groups, double Score)
{
    const int FewestRows = 3, MostPairs = 8, MostCandidates = 64, MostSmooth = 4, LargestFirst = 100;
    const double Even = 0.95, MostValues = 0.5, Smoother = 0.6;

    /// <summary>The choices for which there is evidence, the best first. There is at least one.</summary>
    /// <param name="columns">All columns.</param>
    /// <param name="given">The columns that the user named.</param>
    public static IReadOnlyList<SequenceChoice> In(IReadOnlyList<ColumnFacts> columns, DataOptions given)
    {
        var rows = columns.Count == 0 ? 0 : columns[0].Values.Length;
        ColumnFacts[] free = [.. columns.Where(c => !given.Target.Contains(c.Name) && c.Kind != ValueKind.Empty).Take(MostCandidates)];
        TimeCandidate[] times = given.Step.Count > 0 ? [Named(columns, given.Step)] : [.. TimeCandidate.In(free)];
        var one = given.Sequence.Count == 0 ? Best([], RowGroups.One(rows), times, columns, given) : null;
        ColumnFacts[][] keys = given.Sequence.Count > 0 ? [[.. given.Sequence.Select(name => columns.First(c => c.Name == name))]]
            : [.. free.Where(c => MayBeKey(c, rows, times)).Select(c => new[] { c })];
        var choices = keys.Select(k => Best(k, RowGroups.By(k), times, columns, given)).Prepend(one).OfType<SequenceChoice>().ToList();
        if (given.Sequence.Count == 0)
        {
            choices.AddRange(free.Where(NamesFirstRows).Select(c => Filled(c, times, columns, given)).OfType<SequenceChoice>());
        }

        if (given.Sequence.Count == 0 && !choices.Any(c => c.IsClean && (c.Keys.Count == 0 || c.Resolves)))
        {
            choices.AddRange(Pairs(keys, rows).Select(k => Best(k, RowGroups.By(k), times, columns, given)).OfType<SequenceChoice>());
        }

        return choices.Count == 0 ? [None(rows)]
            : [.. choices.OrderByDescending(c => c.Score).ThenByDescending(c => c.Keys.Count == 0).ThenBy(c => c.NameRank)
                .ThenBy(c => c.Keys.Count == 0 ? 0 : c.Keys[0].Index)];
    }

    /// <summary>No sequences and no order: all rows stand for themselves.</summary>
    public static SequenceChoice None(int rows) => new([], null, RowGroups.One(rows), 0);

    /// <summary>Whether only the first row of a sequence has its name.</summary>
    public bool IsFilled { get; private init; }

    /// <summary>Whether texts or whole numbers, each of them once, are names of the rows below them.</summary>
    static bool NamesFirstRows(ColumnFacts column) =>
        (column.IsText || column.IsWhole) && column.Missing >= column.Filled && column.Filled >= FewestRows
        && column.Distinct == column.Filled && !double.IsNaN(column.Values[0]);

    static SequenceChoice? Filled(ColumnFacts column, TimeCandidate[] times, IReadOnlyList<ColumnFacts> columns, DataOptions given)
    {
        var starts = Enumerable.Range(0, column.Values.Length).Where(n => !double.IsNaN(column.Values[n])).ToArray();
        var groups = RowGroups.From(starts, column.Values.Length);
        return Best([column], groups, times, columns, given with { Sequence = [column.Name] }) is { } choice
            ? choice with { IsFilled = true, Score = choice.Score + 1 } : null;
    }

    /// <summary>Whether the step has no duplicates within the sequences.</summary>
    public bool IsClean { get; private init; } = true;

    /// <summary>Whether there is a moment for each row that is unique only within the sequences.</summary>
    public bool Resolves { get; private init; }

    /// <summary>The names of the keys, joined by commas.</summary>
    public string Name => string.Join(',', Keys.Select(k => k.Name));

    int NameRank => Keys.Count == 0 ? 0 : SequenceNames.Rank(Keys[0].Name);

    static TimeCandidate Named(IReadOnlyList<ColumnFacts> columns, IReadOnlyList<string> names)
    {
        ColumnFacts[] named = [.. names.Select(name => columns.First(c => c.Name == name))];
        return TimeCandidate.In(named).FirstOrDefault(t => t.Columns.Count == named.Length)
            ?? new TimeCandidate(named, named[0].Values, IsCalendar: false);
    }

    /// <summary>Whether the cells of a column may name sequences: texts or whole numbers that come again, and no times.</summary>
    static bool MayBeKey(ColumnFacts column, int rows, TimeCandidate[] times) =>
        column.Missing == 0 && !column.HasStepName
        && (SequenceNames.IsUsual(column.Name) ? column.Distinct < rows : column.Distinct >= 2 && column.Distinct <= MostValues * rows)
        && (column.IsText || (column is { IsWhole: true } && !times.Any(t => t.Claims(column))));

    static IEnumerable<ColumnFacts[]> Pairs(ColumnFacts[][] singles, int rows)
    {
        ColumnFacts[] best = [
            .. singles.Select(s => s[0]).OrderBy(c => SequenceNames.Is(c.Name) ? 0 : 1).ThenBy(c => c.Distinct).Take(MostPairs)];
        return best.SelectMany((a, n) => best.Skip(n + 1).Select(b => a.Index < b.Index ? new[] { a, b } : [b, a]))
            .Where(p => p[0].Distinct * (long)p[1].Distinct <= 4L * rows);
    }

    /// <summary>The best step for a way to group the rows, with the evidence for both; null if the grouping has no evidence.</summary>
    static SequenceChoice? Best(
        ColumnFacts[] keys, RowGroups groups, TimeCandidate[] times, IReadOnlyList<ColumnFacts> columns, DataOptions given)
    {
        var isGiven = given.Sequence.Count > 0;
        if (keys.Length > 0 && !isGiven && !keys.Any(k => SequenceNames.IsUsual(k.Name)) && (groups.Count < 2 || groups.Size < 2))
        {
            return null;
        }

        var hasConstantTarget = keys.Length > 0 && KeyEvidence.HasConstantTarget(keys, groups, columns);
        SequenceChoice? best = null;
        foreach (var time in times.Where(t => !t.Columns.Intersect(keys).Any()).Cast<TimeCandidate?>().Append(null))
        {
            if (time is not null && given.Step.Count == 0 && !MayOrder(time, groups))
            {
                continue;
            }

            var order = time is null ? default : groups.OrderOf(time.Values);
            if (time is not null && given.Step.Count == 0 && !Orders(time, groups, order) && !IsShuffled(time, groups, columns))
            {
                continue;
            }

            var evidence = keys.Length == 0 ? KeyEvidence.None : KeyEvidence.Of(keys, groups, hasConstantTarget, time, order);
            if (!isGiven && !evidence.IsEnough)
            {
                continue;
            }

            var score = (time is null ? 0 : OfTime(time, groups, order, columns)) + evidence.Score;
            if (best is null || score > best.Score)
            {
                best = new SequenceChoice(keys, time, groups, score)
                {
                    IsClean = time is not null && !groups.AreMany(order.Duplicates),
                    Resolves = evidence.Resolves,
                };
            }
        }

        return best;
    }

    /// <summary>Whether a step may order the rows of each group, as far as can be seen without sorting them.</summary>
    static bool MayOrder(TimeCandidate time, RowGroups groups)
    {
        var changes = groups.ChangesOf(time.Values);
        var isKnown = time.IsCalendar || time.HasStepName;
        return changes.Missing == 0 && !groups.AreMany(changes.Duplicates)
            && (isKnown || (groups.Count > 1 ? time.Columns[0] is { IsWhole: true } whole && whole.Distinct >= groups.Size
                : changes.Rises == 0 || changes.Falls == 0 || TimeCandidate.IsShuffled(time.Columns[0])));
    }

    /// <summary>
    /// Whether each number of a column comes once, and the others change from row to row less in its order than in the file's.
    /// </summary>
    static bool IsShuffled(TimeCandidate time, RowGroups groups, IReadOnlyList<ColumnFacts> columns)
    {
        if (groups.Count > 1 || time is not { IsCalendar: false, Columns: [var column] } || !TimeCandidate.IsShuffled(column))
        {
            return false;
        }

        int[] rows = [.. Enumerable.Range(0, groups.Ids.Length)];
        ColumnFacts[] smooth = [.. columns.Where(c => c.IsNumber && c != column && c.Distinct > 2).Take(MostSmooth)];
        return smooth.Length > 0 && smooth.All(
            c => Roughness(c.Values, groups.Sorted(time.Values), groups.Ids) < Smoother * Roughness(c.Values, rows, groups.Ids)
                || TimeCandidate.IsShuffled(c) || Counts(c));

        static bool Counts(ColumnFacts c) => RowGroups.One(c.Values.Length).CountsBy(1, c.Values, FewestRows);
    }

    /// <summary>
    /// Whether a step can order the rows of each group: hardly any occurs twice, and numbers that only count rise or fall.
    /// </summary>
    static bool Orders(TimeCandidate time, RowGroups groups, Order order)
    {
        var isOrdered = order.IsRising || order.IsFalling;
        return order.Missing == 0 && !groups.AreMany(order.Duplicates) && order.Rises + order.Falls > 0
            && (time.IsUnnamed ? groups.IsNearlyEven(time.Values)
                : time.IsCalendar ? time.Columns[0].Kind != ValueKind.Clock || isOrdered
                : time.HasStepName ? groups.Count > 1 || isOrdered
                : groups.Count > 1 ? groups.Size >= FewestRows && Restarts(groups, time.Columns[0])
                : isOrdered && AreEven(time.Values));
    }

    /// <summary>
    /// Whether the values change by one distance from the first row to the last; a plain count of the rows orders nothing that is not in
    /// order.
    /// </summary>
    static bool AreEven(double[] values) => values.Length > FewestRows && values[1] - values[0] != 1
        && values.Zip(values.Skip(1), (a, b) => b - a).All(d => Math.Abs(d - (values[1] - values[0])) < 1e-9 * Math.Abs(d));

    /// <summary>Whether whole numbers count the steps of each group, beginning again in the next.</summary>
    static bool Restarts(RowGroups groups, ColumnFacts column) =>
        groups.Count > 1 && column.IsWhole && column.Distinct * 2 <= groups.Ids.Length && Math.Abs(column.Min) <= LargestFirst
        && IsEven(groups, column.Values);

    static bool IsEven(RowGroups groups, double[] values)
    {
        var distances = groups.Distances(values);
        return distances.Length > 0 && distances.CountBy(d => d).Max(p => p.Value) >= Even * distances.Length;
    }

    static double OfTime(TimeCandidate time, RowGroups groups, Order order, IReadOnlyList<ColumnFacts> columns)
    {
        var isNamed = time.Columns.Any(c => ColumnSample.IsTime(c.Name));
        var isOrdered = order.IsRising || order.IsFalling;
        return (time.Columns is [{ Name: "step" }] ? 5 : time.IsCalendar ? 4 : 1.5) + (isNamed ? 0.5 : 0) + (isOrdered ? 0.5 : 0)
            + (time.Columns.Count > 1 ? -0.1 : time.Columns[0].Kind == ValueKind.Clock ? -1 : 0)
                + (groups.Count > 1 && !time.IsCalendar ? 1.5 * Smoothness(groups, time, columns) : 0);
    }

    /// <summary>How little other columns change from step to step, compared with how much they change in all: 0 to 1.</summary>
    static double Smoothness(RowGroups groups, TimeCandidate time, IReadOnlyList<ColumnFacts> columns)
    {
        var rows = groups.Sorted(time.Values);
        return columns.Where(c => c.IsNumber && !c.IsWhole && !time.Columns.Contains(c)).Take(MostSmooth)
            .Select(c => Math.Clamp(1 - Roughness(c.Values, rows, groups.Ids), 0, 1)).DefaultIfEmpty(0).Average();
    }

    /// <summary>The mean square of the change from step to step, over twice the variance: 1 if the order means nothing.</summary>
    static double Roughness(double[] values, int[] rows, int[] ids)
    {
        double[] known = [.. values.Where(v => !double.IsNaN(v))];
        var mean = known.Length == 0 ? 0 : known.Average();
        var variance = known.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, known.Length);
        double[] changes = [
            .. rows.Zip(rows.Skip(1)).Where(p => ids[p.First] == ids[p.Second]).Select(p => values[p.Second] - values[p.First])
            .Where(d => !double.IsNaN(d))];
        return variance == 0 || changes.Length == 0 ? 1 : changes.Sum(d => d * d) / changes.Length / (2 * variance);
    }
}
