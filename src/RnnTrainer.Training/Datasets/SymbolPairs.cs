using RnnTrainer.Data;

namespace RnnTrainer.Training.Datasets;

/// <summary>How often symbols follow one another.</summary>
static class SymbolPairs
{
    // They are kept in every checkpoint: characters have few pairs, words may have millions.
    const int Most = 100_000;

    /// <summary>Triples of the symbol before, the next and their count, in order; null if there are too many.</summary>
    public static IReadOnlyList<int>? Of(IEnumerable<Sequence> encoded)
    {
        var counts = new Dictionary<(int Before, int Next), int>();
        foreach (var symbols in encoded.Select(s => s.Symbols!))
        {
            for (var t = 1; t < symbols.Length; t++)
            {
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, (symbols[t - 1], symbols[t]), out _)++;
            }
        }

        return counts.Count <= Most ? [.. counts.OrderBy(p => p.Key).SelectMany(p => new[] { p.Key.Before, p.Key.Next, p.Value })] : null;
    }
}
