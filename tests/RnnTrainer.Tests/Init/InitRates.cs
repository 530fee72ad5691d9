using System.Globalization;

namespace RnnTrainer.Tests.Init;

/// <summary>How many files of each kind were understood.</summary>
sealed class InitRates
{
    readonly List<InitVerdict> _verdicts = [];

    public IReadOnlyList<InitVerdict> Verdicts => _verdicts;

    /// <summary>The first files of a seed.</summary>
    public static InitRates Of(int seed, int count)
    {
        var rates = new InitRates();
        var verdicts = new InitVerdict[count];
        Parallel.For(0, count, n => verdicts[n] = InitVerdict.Of(FileDraw.Of(seed, n)));
        rates._verdicts.AddRange(verdicts);
        return rates;
    }

    /// <summary>A Markdown table of the kinds.</summary>
    public string Table() => Table("file", v => [v.File.Kind]);

    /// <summary>The same by how files are written.</summary>
    public string Traits() => string.Join(
        "\n", _verdicts.SelectMany(v => v.File.Traits.Keys).Distinct().Select(trait =>
            Table(trait, v => v.File.Traits.TryGetValue(trait, out var how) ? [how] : [])));

    /// <summary>What differs, the most frequent first.</summary>
    public string Faults() => string.Concat(
        _verdicts.SelectMany(v => v.Faults.Keys.Select(aspect => (v.Understood, aspect))).CountBy(f => f).OrderByDescending(f => f.Value)
            .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Value} {f.Key.Understood}: {f.Key.aspect}\n")));

    string Table(string what, Func<InitVerdict, string[]> rows) =>
        $"| {what} | files | understood | ambiguous, reported | refused | misread | a change without a line |\n|---|---|---|---|---|---|---|\n"
        + string.Concat(_verdicts.SelectMany(v => rows(v).Select(r => (Row: r, Verdict: v))).GroupBy(v => v.Row)
            .Select(g => Row(g.Key.Replace("|", "\\|", StringComparison.Ordinal), [.. g.Select(v => v.Verdict)])))
        + Row("all", [.. _verdicts.Where(v => rows(v).Length > 0)]);

    static string Row(string name, InitVerdict[] all) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {all.Length} | {string.Join(" | ", Enum.GetValues<Understood>().Select(u => all.Count(v => v.Understood == u)))} | " +
        $"{all.Count(v => v.Silent.Count > 0)} |\n");
}
