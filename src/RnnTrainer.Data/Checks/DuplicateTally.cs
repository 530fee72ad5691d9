using RnnTrainer.Common;

namespace RnnTrainer.Data.Checks;

/// <summary>Of each sequence its name, and hashes of its inputs and of its targets.</summary>
sealed class DuplicateTally
{
    readonly List<(string Id, UInt128 Inputs, UInt128 Targets)> _all = [];
    string _id = "";
    RowHash _inputs = new(), _texts = new(), _symbols = new(), _targets = new(), _labels = new();

    /// <summary>The number of sequences.</summary>
    public int Count => _all.Count;

    /// <summary>The hashes of the inputs.</summary>
    public IEnumerable<UInt128> Inputs => _all.Select(s => s.Inputs);

    /// <summary>The names of the sequences with inputs among <paramref name="known"/>.</summary>
    public IReadOnlyList<string> NamesIn(IReadOnlySet<UInt128> known) => [.. _all.Where(s => known.Contains(s.Inputs)).Select(s => s.Id)];

    /// <summary>
    /// The number of sequences that repeat an earlier one, and the first two that are the same, by name; null: there are none.
    /// </summary>
    public (int Repeated, string Names)? Twins()
    {
        var groups = Groups();
        return groups.Count == 0 ? null : (groups.Sum(g => g.Count - 1), Names(groups[0][0], groups[0][1]));
    }

    /// <summary>The names of two sequences with the same inputs and different targets; null: there are none.</summary>
    public string? Contradiction() => (from g in Groups()
                                       let other = g.FindIndex(s => s.Targets != g[0].Targets)
                                       where other >= 0
                                       select Names(g[0], g[other])).FirstOrDefault();

    public void Begin(string id)
    {
        _id = id;
        (_inputs, _texts, _symbols, _targets, _labels) = (new(), new(), new(), new(), new());
    }

    public void AddInputs(ReadOnlySpan<double> x) => _inputs.Add(x);

    public void AddTargets(ReadOnlySpan<double> y) => _targets.AddEqual(y);

    public void AddTexts(ReadOnlySpan<string> texts) => _texts.Add(texts);

    public void AddSymbols(ReadOnlySpan<int> symbols) => _symbols.Add(symbols);

    public void AddLabels(ReadOnlySpan<string> labels) => _labels.Add(labels);

    /// <param name="label">Of the whole sequence, if it has one.</param>
    public void End(string? label)
    {
        if (label is not null)
        {
            _labels.Add([label]);
        }

        _all.Add((_id, RowHash.Of(_inputs, _texts, _symbols), RowHash.Of(_targets, _labels)));
    }

    /// <summary>The sequences with the same inputs, two or more in each group.</summary>
    List<List<(string Id, UInt128 Inputs, UInt128 Targets)>> Groups()
    {
        var seen = new HashSet<UInt128>(_all.Count);
        var twice = _all.Where(s => !seen.Add(s.Inputs)).Select(s => s.Inputs).ToHashSet();
        return [.. _all.Where(s => twice.Contains(s.Inputs)).GroupBy(s => s.Inputs).Select(g => g.ToList())];
    }

    static string Names((string Id, UInt128, UInt128) a, (string Id, UInt128, UInt128) b) =>
        $"'{Printable.Cell(a.Id)}' and '{Printable.Cell(b.Id)}'";
}
