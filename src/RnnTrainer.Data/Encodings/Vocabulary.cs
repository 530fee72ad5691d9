namespace RnnTrainer.Data.Encodings;

/// <summary>
/// The words or characters of training, numbered 0 to V−1: <see cref="UnknownName"/> first if it has one, then in ordinal order.
/// </summary>
/// <param name="Names">All different.</param>
sealed record Vocabulary(IReadOnlyList<string> Names)
{
    /// <summary>The symbol for everything that does not occur in training, or is too rare there.</summary>
    public const string UnknownName = "<unk>";

    Dictionary<string, int>? _index;

    /// <summary>V.</summary>
    public int Count => Names.Count;

    /// <summary>Whether unknown symbols have a number.</summary>
    public bool HasUnknown => Names.Count > 0 && Names[0] == UnknownName;

    /// <summary>The symbols that occur at least <paramref name="minCount"/> times.</summary>
    /// <exception cref="ArgumentException"><paramref name="minCount"/> is above 1 without <paramref name="unknown"/>, so rare symbols would
    /// have no number.</exception>
    public static Vocabulary Fit(IEnumerable<string> symbols, int minCount = 1, bool unknown = true) =>
        Fit(Counts(symbols), minCount, unknown);

    /// <summary>The same by how often each symbol occurs.</summary>
    /// <inheritdoc cref="Fit(IEnumerable{string}, int, bool)"/>
    public static Vocabulary Fit(IReadOnlyDictionary<string, long> counts, int minCount = 1, bool unknown = true)
    {
        if (minCount > 1 && !unknown)
        {
            throw new ArgumentException("A minimum count needs a symbol for the rarer ones.", nameof(unknown));
        }

        var kept = counts.Where(p => p.Value >= minCount && !(unknown && p.Key == UnknownName)).Select(p => p.Key)
            .Order(StringComparer.Ordinal);
        return new Vocabulary([.. unknown ? [UnknownName] : Array.Empty<string>(), .. kept]);
    }

    /// <summary>How often each symbol occurs.</summary>
    public static Dictionary<string, long> Counts(IEnumerable<string> symbols)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, symbol, out _)++;
        }

        return counts;
    }

    /// <summary>
    /// The number of <paramref name="symbol"/>; that of <see cref="UnknownName"/>, or −1 without one, if it is not in the vocabulary.
    /// </summary>
    public int IndexOf(string symbol)
    {
        _index ??= Names.Select((name, n) => (name, n)).ToDictionary(p => p.name, p => p.n, StringComparer.Ordinal);
        return _index.TryGetValue(symbol, out var n) ? n : HasUnknown ? 0 : -1;
    }

    /// <summary>Whether a symbol has a number of its own.</summary>
    public bool Knows(string symbol) => IndexOf(symbol) is var n && n >= 0 && Names[n] == symbol;
}
