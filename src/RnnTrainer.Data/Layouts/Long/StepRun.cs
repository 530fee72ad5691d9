using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Steps that follow each other, and whether they are in order.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Count">How many there are.</param>
/// <param name="IsValid">Whether all cells are steps.</param>
/// <param name="Rises">Whether each is above the one before.</param>
/// <param name="Falls">Whether each is below the one before.</param>
/// <param name="CountsByOnes">Whether each is one above the one before.</param>
readonly record struct StepRun(
    StepValue First, StepValue Last, int Count, bool IsValid, bool Rises, bool Falls, bool CountsByOnes)
{
    /// <summary>Some steps, at least one; a key is NaN if the cell is no step.</summary>
    /// <param name="order">Whether numbers rise or fall as time passes.</param>
    public static StepRun Of(ReadOnlySpan<double> keys, ReadOnlySpan<StepKind> kinds, RowOrder order)
    {
        if (kinds.ContainsAnyExcept(kinds[0]))
        {
            var half = keys.Length / 2;
            return Of(keys[..half], kinds[..half], order).With(Of(keys[half..], kinds[half..], order), order);
        }

        var (first, last) = (new StepValue(kinds[0], keys[0]), new StepValue(kinds[0], keys[^1]));
        var sign = Rank(new StepValue(kinds[0], 1), order);
        var (isValid, rises, falls, countsByOnes) = (!double.IsNaN(keys[0]), true, true, true);
        for (var t = 1; t < keys.Length; t++)
        {
            var distance = sign * (keys[t] - keys[t - 1]);
            isValid &= !double.IsNaN(distance);
            rises &= distance > 0;
            falls &= distance < 0;
            countsByOnes &= distance == 1;
        }

        return new StepRun(first, last, keys.Length, isValid, rises, falls, countsByOnes);
    }

    /// <summary>These steps with others behind them.</summary>
    /// <param name="order">Whether numbers rise or fall as time passes.</param>
    public StepRun With(StepRun next, RowOrder order)
    {
        if (Count == 0)
        {
            return next;
        }

        var distance = Rank(next.First, order) - Rank(Last, order);
        return new StepRun(
            First, next.Last, Count + next.Count, IsValid & next.IsValid, Rises & next.Rises & (distance > 0),
            Falls & next.Falls & (distance < 0), CountsByOnes & next.CountsByOnes & (distance == 1));
    }

    /// <summary>What rises from row to row: the step, or a number that falls as time passes.</summary>
    public static double Rank(StepValue step, RowOrder order) =>
        order == RowOrder.Falling && step.Kind is StepKind.Whole or StepKind.Number ? -step.Key : step.Key;
}
