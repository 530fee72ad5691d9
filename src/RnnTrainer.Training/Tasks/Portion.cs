using RnnTrainer.Data;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Training.Tasks;

/// <summary>The sequences of one part of the data.</summary>
/// <param name="Set">The sequences, as they were read.</param>
/// <param name="Targets">Of each sequence, the steps to forecast; a window may reach back to the steps before them. Null: all
/// steps.</param>
sealed record Portion(SequenceSet Set, IReadOnlyList<StepRange>? Targets)
{
    public static Portion All(SequenceSet set) => new(set, null);

    /// <summary>The steps of sequence <paramref name="n"/> to forecast.</summary>
    public StepRange RangeOf(int n) => Targets?[n] ?? new StepRange(0, Set.Sequences[n].Length);

    /// <summary>The sequences without the steps of other parts.</summary>
    public IReadOnlyList<Sequence> Own() => Targets is null
        ? Set.Sequences
        : [.. Set.Sequences.Select((s, n) => (s, Range: Targets[n])).Where(p => p.Range.Count > 0)
            .Select(p => p.s.Slice(p.Range.From, p.Range.Count))];
}

/// <summary>How a part of the data is used.</summary>
/// <param name="Stride">The number of steps from one window to the next.</param>
readonly record struct PortionUse(Portion Portion, int Stride = 1);
