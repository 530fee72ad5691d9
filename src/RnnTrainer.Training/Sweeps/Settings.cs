using RnnTrainer.Common;
using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>The settings of a sweep.</summary>
public static class Settings
{
    // Of a few choices most draws have been drawn before.
    const int DrawsPerSetting = 200;

    /// <summary>Every combination of the values; the last key changes first.</summary>
    internal static IReadOnlyList<Setting> All(IReadOnlyList<SweptChoice> keys) => [.. keys
        .Aggregate(
            (IEnumerable<KeyValuePair<string, string>[]>)[[]],
            (settings, key) => settings.SelectMany(s => key.Values.Select(v => (KeyValuePair<string, string>[])[.. s, new(key.Key, v)])))
        .Select(values => new Setting(values))];

    /// <summary>Settings drawn at random, none twice; fewer than asked for where there are no more.</summary>
    /// <param name="keys">Of each a value is drawn; what is drawn for one does not depend on the others.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Of the random numbers. The first settings are the same for every count.</param>
    internal static IReadOnlyList<Setting> Random(IReadOnlyList<ISweptKey> keys, int count, int seed) => [.. Enumerable.Range(0, count * DrawsPerSetting)
        .Select(n => new Setting([.. keys.Select(k => KeyValuePair.Create(k.Key, k.Draw(new RandomStream(seed, $"sweep {k.Key}", n))))]))
        .DistinctBy(s => s.Name)
        .Take(count)];
}
