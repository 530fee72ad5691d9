namespace RnnTrainer.Data;

/// <summary>What one file held.</summary>
/// <param name="File">The path as the user gave it.</param>
/// <param name="InputColumns">The K columns of <see cref="Sequence.Inputs"/>, in that order.</param>
/// <param name="TargetColumns">The columns of <see cref="Sequence.Label"/> or <see cref="Sequence.Target"/>; empty for <see cref="TargetKind.None"/>.</param>
/// <param name="Sequences">In the order in which the file first names them.</param>
public sealed record SequenceSet(
    string File,
    IReadOnlyList<string> InputColumns,
    IReadOnlyList<string> TargetColumns,
    IReadOnlyList<Sequence> Sequences);
