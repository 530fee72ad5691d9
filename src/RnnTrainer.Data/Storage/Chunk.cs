namespace RnnTrainer.Data.Storage;

/// <summary>Some steps of a batch, for those of its sequences that have them: what is computed at once where sequences are too long for that.</summary>
/// <param name="Steps">The steps, as sequences.</param>
/// <param name="From">The first of them; 0 where the sequences begin.</param>
/// <param name="Places">The place in the batch of each sequence.</param>
/// <param name="IsWhole">Whether these are all steps of the batch.</param>
sealed record Chunk(Batch Steps, int From, IReadOnlyList<int> Places, bool IsWhole)
{
    /// <summary>Whether the sequences begin here.</summary>
    public bool Begins => From == 0;

    /// <summary>A batch whole, or cut into pieces of <paramref name="length"/> steps, in the order of time; a sequence's last piece may be shorter.</summary>
    /// <param name="length">Null: whole.</param>
    public static IEnumerable<Chunk> Of(Batch batch, int? length)
    {
        for (var n = 0; n < Count(batch, length); n++)
        {
            yield return length is { } L && batch.MaxLength > L ? Cut(batch, n * L, L) : new Chunk(batch, 0, [.. Enumerable.Range(0, batch.Size)], IsWhole: true);
        }
    }

    /// <summary>How many pieces a batch is cut into.</summary>
    public static int Count(Batch batch, int? length) => length is { } L ? ((batch.MaxLength - 1) / L) + 1 : 1;

    static Chunk Cut(Batch batch, int from, int length)
    {
        int[] places = [.. Enumerable.Range(0, batch.Size).Where(b => batch.Sequences[b].Length > from)];
        return new Chunk(new Batch([.. places.Select(b => batch.Sequences[b]).Select(s => s.Slice(from, Math.Min(length, s.Length - from)))]), from, places, IsWhole: false);
    }
}
