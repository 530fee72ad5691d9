using RnnTrainer.Common;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>What a user should know about how a long file was read.</summary>
/// <param name="Reordered">The number of sequences whose rows were put into another order.</param>
/// <param name="Uneven">The least and the greatest distance of numbered steps that are not evenly spaced; null: they are.</param>
/// <param name="Reinterpreted">The first number of each column that was read without its unit or groups.</param>
sealed record LongNotes(int Reordered, string? Uneven, IReadOnlyDictionary<int, string> Reinterpreted)
{
    /// <summary>The notes of a file that was read in two halves.</summary>
    public static LongNotes Of(LongNotes first, LongNotes second) => new(
        first.Reordered + second.Reordered, first.Uneven ?? second.Uneven,
        first.Reinterpreted.Concat(second.Reinterpreted).DistinctBy(n => n.Key).ToDictionary());

    /// <summary>The notes as lines.</summary>
    public IReadOnlyList<string> Lines(LongColumns columns) =>
    [
        .. columns.Notes,
        .. Reordered == 0 ? []
            : new[] { $"the rows of {Words.Counted(Reordered, "sequence")} were put into the order of {columns.StepNames}" },
        .. Uneven is null ? [] : new[] { $"the steps in {columns.StepNames} are {Uneven} apart: the model takes all as equally long" },
        .. Reinterpreted.OrderBy(n => n.Key).Select(n => $"column '{columns.Header[n.Key]}': {n.Value}"),
    ];
}
