using RnnTrainer.Data;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>The scores of <see cref="Baselines.Classes"/>, from outputs that are added one by one.</summary>
/// <param name="schema">With the classes, and those of symbols.</param>
/// <param name="counts">How often training has each class, never 0.</param>
sealed class ClassBaselines(ModelSchema schema, IReadOnlyList<double> counts)
{
    readonly int _majority = Evaluation.Baselines.MostFrequent(counts);
    readonly double[] _p = Evaluation.Baselines.Shares(counts);
    readonly long[] _targets = new long[counts.Count];
    readonly ClassSums _ofMajority = new(counts.Count), _ofSymbols = new(counts.Count);
    double _loss;
    long _known, _all;
    int _unseen;

    /// <summary>Adds an output.</summary>
    /// <param name="target">Below 0: a label that training never saw.</param>
    public void Add(int target, Sequence sequence, int step)
    {
        _ofMajority.Add(target, _majority, double.NaN);
        if (schema.SymbolClasses is { } classes)
        {
            _ofSymbols.Add(target, classes[sequence.Word(step)], double.NaN);
        }

        _all++;
        if (target < 0)
        {
            _unseen = Math.Max(_unseen, -target);
            return;
        }

        _targets[target]++;
        _known++;
        _loss += -Math.Log(_p[target]);
    }

    /// <summary>The baselines with their scores.</summary>
    public IReadOnlyList<Baseline> Baselines() =>
    [
        Evaluation.Baselines.Of("majority", _ofMajority.Scores()),
        Evaluation.Baselines.ClassPrior(
            _p, [.. _targets.Select(n => (double)n / _all)], _known == 0 ? double.NaN : _loss / _known, _unseen),
        .. schema.SymbolClasses is not null ? [Evaluation.Baselines.Of("symbol", _ofSymbols.Scores())] : Array.Empty<Baseline>(),
    ];
}
