using RnnTrainer.Data.Storage;

namespace RnnTrainer.Training.Models;

/// <summary>What a graph over sequences is built for.</summary>
/// <param name="B">Sequences.</param>
/// <param name="T">Steps of the longest that it takes.</param>
/// <param name="Trains">Whether the backward pass will run.</param>
readonly record struct SequenceShape(int B, int T, bool Trains)
{
    /// <summary>The shape for a batch: lengths are rounded up to a power of two, so that few graphs serve batches of many lengths.</summary>
    public static SequenceShape Of(Batch batch, bool trains) =>
        new(batch.Size, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)batch.MaxLength), trains);
}
