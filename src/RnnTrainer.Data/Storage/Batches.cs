using RnnTrainer.Common;

namespace RnnTrainer.Data.Storage;

/// <summary>B sequences that are trained on together.</summary>
sealed record Batch(IReadOnlyList<Sequence> Sequences)
{
    /// <summary>B.</summary>
    public int Size => Sequences.Count;

    /// <summary>T, the length of the longest sequence.</summary>
    public int MaxLength { get; } = Sequences.Max(s => s.Length);

    /// <summary>The time steps of all sequences, without padding.</summary>
    public int TotalSteps { get; } = Sequences.Sum(s => s.Length);

    /// <summary>Whether a sequence misses some of its targets.</summary>
    public bool HasGaps { get; } = Sequences.Any(s => s.Target?.HasNaN() == true);
}

/// <summary>Groups sequences into batches.</summary>
static class Batches
{
    /// <summary>The number of batches within which sequences are sorted by length.</summary>
    const int BucketWindow = 32;

    /// <summary>Batches of B = <paramref name="size"/> sequences in the given order; the last batch may be smaller.</summary>
    /// <exception cref="ArgumentOutOfRangeException">B is below 1.</exception>
    public static IReadOnlyList<Batch> Of(IReadOnlyList<Sequence> sequences, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return new MadeList<Batch>(
            (int)(((long)sequences.Count + size - 1) / size),
            n => new Batch([.. Enumerable.Range(n * size, Math.Min(size, sequences.Count - (n * size))).Select(i => sequences[i])]));
    }

    /// <summary>Batches in an order that depends on (seed, epoch) only, so that there is no state to save.</summary>
    /// <exception cref="ArgumentOutOfRangeException">B is below 1.</exception>
    public static IReadOnlyList<Batch> Shuffled(IReadOnlyList<Sequence> sequences, int size, int seed, int epoch)
    {
        return Of(InOrder(sequences, Shuffled(sequences.Count, seed, epoch)), size);
    }

    /// <summary>
    /// Batches of similar lengths: the shuffled order is sorted by length within windows of 32 batches, and the batches are shuffled again.
    /// The order depends on (seed, epoch) only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">B is below 1.</exception>
    public static IReadOnlyList<Batch> Bucketed(IReadOnlyList<Sequence> sequences, int size, int seed, int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        int[] order = [
            .. Shuffled(sequences.Count, seed, epoch).Chunk(BucketWindow * size)
                .SelectMany(window => window.OrderBy(sequences.LengthOf))];
        return Reordered(Of(InOrder(sequences, order), size), seed, epoch);
    }

    /// <summary>The same batches in an order that depends on (seed, epoch) only.</summary>
    public static IReadOnlyList<Batch> Reordered(IReadOnlyList<Batch> batches, int seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, batches.Count)];
        new RandomStream(seed, "shuffle batches", epoch).Shuffle(order);
        return new MadeList<Batch>(order.Length, n => batches[order[n]]);
    }

    /// <summary>
    /// One batch of B consecutive parts of a long sequence. Their lengths differ by one step at most. A sequence of fewer steps has fewer
    /// parts.
    /// </summary>
    /// <param name="size">B.</param>
    /// <exception cref="ArgumentOutOfRangeException">B is below 1.</exception>
    public static Batch OfStream(Sequence stream, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var B = Math.Min(size, stream.Length);
        return new Batch(
            [.. Enumerable.Range(0, B)
            .Select(b => stream.Slice(StartInStream(stream, b, B), StartInStream(stream, b + 1, B) - StartInStream(stream, b, B)))]);
    }

    /// <summary>The first step of part b of B of a long sequence.</summary>
    public static int StartInStream(Sequence stream, int b, int B) => (int)((long)stream.Length * b / B);

    /// <summary>The sequences in another order, which is the same for each call.</summary>
    public static IReadOnlyList<Sequence> InOrder(IReadOnlyList<Sequence> sequences, int[] order) =>
        new MadeSequences(order.Length, n => sequences.LengthOf(order[n]), n => sequences[order[n]]);

    static int[] Shuffled(int count, int seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new RandomStream(seed, "shuffle", epoch).Shuffle(order);
        return order;
    }
}

/// <summary>
/// Consecutive steps of a batch: what is computed at once in truncated backpropagation through time, or where whole sequences are too long.
/// Sequences that end before it are left out.
/// </summary>
/// <param name="Steps">The steps, as sequences.</param>
/// <param name="From">The first step; 0 at the beginning of the sequences.</param>
/// <param name="Places">The place in the batch of each sequence.</param>
/// <param name="IsWhole">Whether these are all steps of the batch.</param>
sealed record Chunk(Batch Steps, int From, IReadOnlyList<int> Places, bool IsWhole)
{
    /// <summary>Whether the sequences begin here.</summary>
    public bool Begins => From == 0;

    /// <summary>B, the sequences of the batch, those that ended before included.</summary>
    public int Rows { get; init; } = Steps.Size;

    /// <summary>The number of its first sequence in the chunk of the whole batch.</summary>
    public int First { get; init; }

    /// <summary>The chunks of a batch in the order of time; the last chunk of a sequence may be shorter.</summary>
    /// <param name="length">The number of steps; null: one chunk with all steps.</param>
    public static IEnumerable<Chunk> Of(Batch batch, int? length)
    {
        for (var n = 0; n < Count(batch, length); n++)
        {
            yield return length is { } L
                && batch.MaxLength > L ? Cut(batch, n * L, L) : new Chunk(batch, 0, [.. Enumerable.Range(0, batch.Size)], IsWhole: true);
        }
    }

    /// <summary>The first place of shard k of S in a batch of B = <paramref name="rows"/>: ⌊k B / S⌋.</summary>
    public static int StartOf(int k, int S, int rows) => (int)((long)k * rows / S);

    /// <summary>The sequences whose places in the batch are ⌊k B / S⌋ … ⌊(k + 1) B / S⌋ − 1; null: none of them is in the chunk.</summary>
    public Chunk? Shard(int k, int S)
    {
        var (start, end) = (StartOf(k, S, Rows), StartOf(k + 1, S, Rows));
        int[] kept = [.. Enumerable.Range(0, Steps.Size).Where(b => Places[b] >= start && Places[b] < end)];
        return kept.Length == 0 ? null : this with
        {
            Steps = new Batch([.. kept.Select(b => Steps.Sequences[b])]),
            Places = [.. kept.Select(b => Places[b])],
            First = kept[0],
        };
    }

    /// <summary>The number of chunks of a batch.</summary>
    public static int Count(Batch batch, int? length) => length is { } L ? ((batch.MaxLength - 1) / L) + 1 : 1;

    static Chunk Cut(Batch batch, int from, int length)
    {
        int[] places = [.. Enumerable.Range(0, batch.Size).Where(b => batch.Sequences[b].Length > from)];
        var steps = new Batch([.. places.Select(b => batch.Sequences[b]).Select(s => s.Slice(from, Math.Min(length, s.Length - from)))]);
        return new Chunk(steps, from, places, IsWhole: false) { Rows = batch.Size };
    }
}
