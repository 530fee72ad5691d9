namespace RnnTrainer.Data.Storage;

/// <summary>B sequences that are trained on together.</summary>
sealed record Batch(IReadOnlyList<Sequence> Sequences)
{
    /// <summary>B.</summary>
    public int Size => Sequences.Count;

    /// <summary>T, the length of the longest.</summary>
    public int MaxLength { get; } = Sequences.Max(s => s.Length);

    /// <summary>The time steps of all, without padding.</summary>
    public int TotalSteps { get; } = Sequences.Sum(s => s.Length);
}
