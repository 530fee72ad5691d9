namespace RnnTrainer.Data;

/// <summary>Cuts sequences into batches.</summary>
public static class Batches
{
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
        var random = new RandomStream(seed, "shuffle", epoch);
        for (var last = order.Length - 1; last > 0; last--) // Fisher–Yates
        {
            var other = random.Next(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }

        return Of(order, size);
    }
}
