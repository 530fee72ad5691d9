using RnnTrainer.Common;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>What a user should know about how a long file was read.</summary>
/// <param name="Reordered">The number of sequences whose rows were put into another order.</param>
/// <param name="Uneven">The least and the greatest distance of numbered steps that are not evenly spaced; null: they are.</param>
/// <param name="Reinterpreted">The first number of each column that was read without its unit or groups.</param>
sealed record LongNotes(int Reordered, string? Uneven, IReadOnlyDictionary<int, string> Reinterpreted)
{
    /// <summary>The number of sequences that have their label or target in some of their rows only.</summary>
    public int PartlyLabelled { get; init; }

    /// <summary>The number of blank lines between rows.</summary>
    public int BlankLines { get; init; }

    /// <summary>The notes as lines.</summary>
    public IReadOnlyList<string> Lines(LongColumns columns) =>
    [
        .. columns.Notes,
        .. new[] { Order(columns), Direction(columns), Labels(columns), Blanks(columns) }.OfType<string>(),
        .. Uneven is null ? [] : new[] { $"the steps in {columns.StepNames} are {Uneven} apart: the model takes all as equally long" },
        .. Reinterpreted.OrderBy(n => n.Key).Select(n => $"column '{columns.Header[n.Key]}': {n.Value}"),
    ];

    string? Order(LongColumns columns) => Reordered == 0 ? null
        : $"the rows of {Words.Counted(Reordered, "sequence")} were " + (columns.Steps.Length == 0
            ? "reversed: the newest row came first (data.order: falling)" : $"put into the order of {columns.StepNames}");

    static string? Direction(LongColumns columns) => columns.Steps.Length == 0 || columns.Options.Order == RowOrder.Rising ? null
        : $"numbers in {columns.StepNames} fall as time passes (data.order: falling); dates and times always rise";

    string? Labels(LongColumns columns) => PartlyLabelled == 0 ? null
        : $"{Words.Counted(PartlyLabelled, "sequence")} {Words.Agree(PartlyLabelled, "has", "have")} the "
            + $"{(columns.TargetKind == TargetKind.Label ? "label" : "target")} in some rows only: it counts for the whole sequence";

    string? Blanks(LongColumns columns) => BlankLines == 0 || columns.SplitsAtBlankLines ? null
        : $"{Words.Counted(BlankLines, "blank line")} between rows {Words.Agree(BlankLines, "was", "were")} passed over "
            + "(data.blank_lines: skip)";
}
