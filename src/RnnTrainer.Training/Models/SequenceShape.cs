using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>What a graph over sequences is built for.</summary>
/// <param name="B">Sequences.</param>
/// <param name="T">Steps of the longest.</param>
/// <param name="Ragged">Whether some are shorter: their states stay as they were after their end, so that padding has no effect.</param>
public readonly record struct SequenceShape(int B, int T, bool Ragged)
{
    public static SequenceShape Of(Batch batch) =>
        new(batch.Size, batch.MaxLength, batch.TotalSteps < (long)batch.Size * batch.MaxLength);
}
