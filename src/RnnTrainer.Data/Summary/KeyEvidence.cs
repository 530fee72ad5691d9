using RnnTrainer.Data.Profiling;

namespace RnnTrainer.Data.Summary;

/// <summary>What shows that columns name the sequences of the rows.</summary>
/// <param name="Score">How much evidence there is.</param>
/// <param name="IsEnough">Whether columns that the user did not name may be taken for names.</param>
/// <param name="Resolves">Whether the time of a row occurs in other rows too, so that it takes the columns to tell the rows apart.</param>
readonly record struct KeyEvidence(double Score, bool IsEnough, bool Resolves)
{
    const int FewestRows = 3, MostTargets = 20, SomeNames = 10, MostRepeats = 3;
    const double FewestPairs = 0.3;

    /// <summary>The file is one sequence, which has no name.</summary>
    public static KeyEvidence None => new(0, IsEnough: true, Resolves: false);

    /// <param name="keys">One column at least.</param>
    /// <param name="groups">The rows with equal cells in them.</param>
    /// <param name="hasConstantTarget">See <see cref="HasConstantTarget"/>.</param>
    /// <param name="time">The time that orders the rows; null if none does.</param>
    /// <param name="order">The order of its values in the groups.</param>
    public static KeyEvidence Of(ColumnFacts[] keys, RowGroups groups, bool hasConstantTarget, TimeCandidate? time, Order order)
    {
        var resolves = time is not null && groups.AreMany(time.Repeats);
        var density = resolves ? Density(groups, time!) : 0;
        var areTimeBlocks = time is not null && AreTimeBlocks(groups, time, order);
        var areNames = keys is [{ IsText: true } or { IsPadded: true }] && groups.AreBlocks && groups.Count >= SomeNames;
        var areNamed = Array.TrueForAll(keys, k => SequenceNames.Is(k.Name));
        var score = (keys is [var one] && SequenceNames.IsUsual(one.Name) ? 6 : 0) + (areNamed ? 1.5 : 0) + (groups.AreBlocks ? 0.5 : 0)
            + (areTimeBlocks ? 3 : 0) + (hasConstantTarget ? 3 : 0) + (!areTimeBlocks && !hasConstantTarget && areNames ? 1 : 0)
            + (resolves ? 2 + (2 * density) : 0) - (keys.Length - 1) - (keys.Any(k => k.IsBinary) ? 1.5 : 0)
            - (keys.Any(k => k.IsNumber && !SequenceNames.Is(k.Name)) && !groups.AreBlocks ? 0.5 : 0);
        var isEnough = keys.Any(k => SequenceNames.IsUsual(k.Name)) || (areNamed && groups.Size >= 2)
            || (groups.Size >= FewestRows && (areTimeBlocks || hasConstantTarget || areNames || density > FewestPairs));
        return new KeyEvidence(score, isEnough, resolves);
    }

    /// <summary>
    /// Whether a column changes at the borders of the groups only, as targets do: a measured number; the target, if each of its values
    /// occurs in several groups, or there are many; or a column that is written once in each.
    /// </summary>
    /// <param name="columns">All columns.</param>
    public static bool HasConstantTarget(ColumnFacts[] keys, RowGroups groups, IReadOnlyList<ColumnFacts> columns)
    {
        if (!groups.AreBlocks || groups.Size < FewestRows)
        {
            return false;
        }

        var target = columns.FirstOrDefault(c => TargetNames.IsLabel(c.Name)) ?? columns[^1];
        return (groups.Count >= SomeNames && columns.Any(c => IsMeasured(c) || IsLabel(c)))
            || (!keys.Contains(target) && target.Distinct > 1 && groups.Count >= Math.Min(2 * target.Distinct, MostTargets)
                && groups.AreConstantIn(target))
            || columns.Except(keys).Any(IsWrittenOnce);

        // Of a larger unit than the group, such as a month of days, the values would not come again.
        bool IsLabel(ColumnFacts c) => !keys.Contains(c) && c is { HasClasses: true, Missing: 0, Distinct: > 1 }
            && groups.Count >= MostRepeats * c.Distinct && groups.AreConstantIn(c) && !RowGroups.By([c]).AreBlocks;

        bool IsMeasured(ColumnFacts c) =>
            c is { IsNumber: true, IsWhole: false } && 2 * c.Distinct >= groups.Count && groups.AreConstantIn(c);

        bool IsWrittenOnce(ColumnFacts c) =>
            c.Missing > 0 && c.Filled == groups.Count && groups.AreConstantIn(c) && groups.HasOneEach(c);
    }

    /// <summary>The share of the pairs of a group and a moment that are there.</summary>
    static double Density(RowGroups groups, TimeCandidate time) =>
        groups.Ids.Length / ((double)groups.Count * Math.Max(1, time.Moments));

    /// <summary>Whether the time turns back where another group begins, and nowhere else.</summary>
    static bool AreTimeBlocks(RowGroups groups, TimeCandidate time, Order order)
    {
        if (!groups.AreBlocks || groups.Count < 2 || !(order.IsRising || order.IsFalling))
        {
            return false;
        }

        var turns = Enumerable.Range(1, groups.Ids.Length - 1).Where(
            n => order.IsFalling ? time.Values[n] > time.Values[n - 1] : time.Values[n] < time.Values[n - 1]);
        return groups.Borders().SetEquals(turns);
    }
}
