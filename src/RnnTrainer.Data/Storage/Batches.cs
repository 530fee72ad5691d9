using RnnTrainer.Common;

namespace RnnTrainer.Data.Storage;

/// <summary>Cuts sequences into batches.</summary>
static class Batches
{
    const int WindowBatches = 32;

    /// <summary>In the given order, B = <paramref name="size"/> at a time; the last batch may be smaller.</summary>
    /// <exception cref="ArgumentOutOfRangeException">B is below 1.</exception>
    public static IReadOnlyList<Batch> Of(IReadOnlyList<Sequence> sequences, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return [.. sequences.Chunk(size).Select(chunk => new Batch(chunk))];
    }

    /// <summary>In an order that depends on (seed, epoch) only, so that there is nothing to save.</summary>
    /// <exception cref="ArgumentOutOfRangeException">B is below 1.</exception>
    public static IReadOnlyList<Batch> Shuffled(IReadOnlyList<Sequence> sequences, int size, int seed, int epoch)
    {
        Sequence[] order = [.. sequences];
        Shuffle(order, new RandomStream(seed, "shuffle", epoch));
        return Of(order, size);
    }

    /// <summary>
    /// Batches of similar lengths: the shuffled order is sorted by length within windows of 32 batches, and the batches are shuffled once more.
    /// It depends on (seed, epoch) only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">B is below 1.</exception>
    public static IReadOnlyList<Batch> Bucketed(IReadOnlyList<Sequence> sequences, int size, int seed, int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        Sequence[] order = [.. sequences];
        Shuffle(order, new RandomStream(seed, "shuffle", epoch));
        Batch[] batches = [.. order.Chunk(WindowBatches * size).SelectMany(window => Of([.. window.OrderBy(s => s.Length)], size))];
        return Reordered(batches, seed, epoch);
    }

    /// <summary>The same batches in an order that depends on (seed, epoch) only.</summary>
    public static IReadOnlyList<Batch> Reordered(IReadOnlyList<Batch> batches, int seed, int epoch)
    {
        Batch[] order = [.. batches];
        Shuffle(order, new RandomStream(seed, "shuffle batches", epoch));
        return order;
    }

    // Fisher–Yates.
    static void Shuffle<T>(T[] items, RandomStream random)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = random.Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
