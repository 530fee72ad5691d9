using RnnTrainer.Data.Files;

namespace RnnTrainer.Data;

/// <summary>What one file held.</summary>
/// <param name="File">The path as the user gave it.</param>
/// <param name="InputColumns">The K columns of <see cref="Sequence.Inputs"/>, in that order.</param>
/// <param name="TargetColumns">The columns of the labels or targets; empty for <see cref="TargetKind.None"/>.</param>
/// <param name="Sequences">In the order in which the file first names them.</param>
public sealed record SequenceSet(
    string File,
    IReadOnlyList<string> InputColumns,
    IReadOnlyList<string> TargetColumns,
    IReadOnlyList<Sequence> Sequences)
{
    /// <summary>The W columns of <see cref="Sequence.Texts"/>: the categories, then the words. A text of characters has one.</summary>
    public IReadOnlyList<string> TextColumns { get; init; } = [];

    /// <summary>The column of <see cref="Sequence.Id"/>; null where the file has none.</summary>
    public string? IdColumn { get; init; }

    /// <summary>How the file was understood.</summary>
    public LayoutGuess Layout { get; init; } = new(Data.Layout.Long, "the caller said so");

    /// <summary>The SHA-256 of the file's bytes, in hexadecimal; empty where they came from elsewhere than a file.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>What a user should know: rows put into order, columns passed over.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
