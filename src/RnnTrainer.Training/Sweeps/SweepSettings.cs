using RnnTrainer.Common;

namespace RnnTrainer.Training.Sweeps;

/// <summary>The settings of a sweep.</summary>
static class SweepSettings
{
    // With a few choices most draws repeat earlier ones.
    const int DrawsPerSetting = 200;

    /// <summary>The settings that a sweep trains.</summary>
    /// <exception cref="RunException">A key is swept twice, a range is not drawn from, or there is nothing to sweep.</exception>
    public static IReadOnlyList<SweepSetting> Of(SweepOptions options)
    {
        if (options.Keys.GroupBy(k => k.Key).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new RunException($"'{twice.Key}' is swept twice", "write its values once");
        }

        if (options is { Folds: not null, Halving: true })
        {
            throw new RunException("halving would compare runs of different folds", "leave out --halving or --folds");
        }

        var settings = options.Keys.Count == 0
            ? throw new RunException("there is nothing to sweep", "name a key and its values: --grid model.hidden=16,32")
            : options.Random is { } count ? Random(options.Keys, count, options.Seed)
            : options.Keys.Any(k => k.Range is not null)
            ? throw new RunException(
                "--range without --random: a range has no end of values", "add --random 20, or write the values as --grid")
            : All(options.Keys);
        return options.Folds is not { } folds ? settings
            : [.. settings.SelectMany(s => FoldSets.Values(folds).Select(f => new SweepSetting([.. s.Values, new(FoldSets.Key, f)])))];
    }

    /// <summary>Every combination of the values; the last key changes first.</summary>
    public static IReadOnlyList<SweepSetting> All(IReadOnlyList<SweepKey> keys) => [.. keys
        .Aggregate(
            (IEnumerable<KeyValuePair<string, string>[]>)[[]],
            (settings, key) => settings.SelectMany(s => key.Values.Select(v => (KeyValuePair<string, string>[])[.. s, new(key.Key, v)])))
        .Select(values => new SweepSetting(values))];

    /// <summary>Settings drawn at random, none twice; fewer than asked for where there are no more.</summary>
    /// <param name="keys">A value is drawn for each, independently of the others.</param>
    /// <param name="count">Number of settings.</param>
    /// <param name="seed">Seed of the random numbers. The first settings are the same for every count.</param>
    public static IReadOnlyList<SweepSetting> Random(IReadOnlyList<SweepKey> keys, int count, int seed) =>
        [.. Enumerable.Range(0, count * DrawsPerSetting)
        .Select(
            n => new SweepSetting([.. keys.Select(k => KeyValuePair.Create(k.Key, k.Draw(new RandomStream(seed, $"sweep {k.Key}", n))))]))
        .DistinctBy(s => s.Name)
        .Take(count)];
}
