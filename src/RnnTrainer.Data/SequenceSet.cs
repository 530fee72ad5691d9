namespace RnnTrainer.Data;

/// <summary>The sequences of one file.</summary>
/// <param name="File">The path as the user gave it.</param>
/// <param name="InputColumns">The names of the K columns of <see cref="Sequence.Inputs"/>, in that order.</param>
/// <param name="TargetColumns">The names of the columns of the labels or targets; empty for <see cref="TargetKind.None"/>.</param>
/// <param name="Sequences">In the order in which the file first names them.</param>
public sealed record SequenceSet(
    string File,
    IReadOnlyList<string> InputColumns,
    IReadOnlyList<string> TargetColumns,
    IReadOnlyList<Sequence> Sequences)
{
    /// <summary>The name of the one text column of running text, which holds a character per step.</summary>
    internal const string CharacterColumn = "text";

    /// <summary>The names of the W columns of <see cref="Sequence.Texts"/>: the categories, then the words. Running text has one.</summary>
    public IReadOnlyList<string> TextColumns { get; init; } = [];

    /// <summary>
    /// The names of the columns whose cells <see cref="Sequence.Id"/> joins, see <see cref="SequenceKey"/>; none if the file has none.
    /// </summary>
    public IReadOnlyList<string> IdColumns { get; init; } = [];

    /// <summary>The layout that the file was read in.</summary>
    public LayoutGuess Layout { get; init; } = new(Data.Layout.Long, "chosen by the caller");

    /// <summary>The SHA-256 of the file's bytes, in hexadecimal; empty if they did not come from a file.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>The number of lines that are comments, if reading counted them.</summary>
    internal long? CommentLines { get; init; }

    /// <summary>The columns that have no role, where the options do not name the inputs.</summary>
    internal IReadOnlyList<string> Unused { get; init; } = [];

    /// <summary>What a user should know, such as rows that were reordered and columns that were ignored.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
