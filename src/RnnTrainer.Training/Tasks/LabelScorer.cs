using RnnTrainer.Data.Files;
using RnnTrainer.Training.Evaluation;

namespace RnnTrainer.Training.Tasks;

/// <summary>Scores of independent labels, from outputs that are added one by one.</summary>
sealed class LabelScorer
{
    readonly RunningTally<BinarySums> _sums;
    readonly BinaryCounts[] _counts;
    readonly RankedScores _ranked;
    readonly bool _keepsSums;

    public LabelScorer(IPredictor predictor)
    {
        var C = predictor.Schema.Outputs;
        (_keepsSums, _counts) = (predictor.KeepsSums, new BinaryCounts[C]);
        _sums = new RunningTally<BinarySums>(new BinarySums(C), _keepsSums);
        _ranked = new RankedScores(C, MemoryLimit.OfRows(predictor.DataOptions) / 4, _keepsSums);
    }

    /// <summary>Adds output n.</summary>
    public void Add(ReadOnlySpan<double> target, ModelOutputs outputs, int n)
    {
        var p = outputs.Sigmoid(n);
        _sums.Current.Add(target, outputs.Of(n), p);
        _ranked.Add(p, target);
    }

    /// <summary>Ends a sequence.</summary>
    /// <param name="loss">The sum over its outputs.</param>
    public void EndSequence(double loss)
    {
        _sums.Current.Loss = loss;
        for (var c = 0; c < _counts.Length; c++)
        {
            _counts[c] += _sums.Current.Counts[c];
        }

        _sums.EndSequence();
        _ranked.EndSequence();
    }

    /// <summary>The scores of all sequences that were ended.</summary>
    public EvaluationResult Result(IReadOnlyList<Baseline> baselines)
    {
        var tally = new RankedTally(
            _sums.Tally(BinarySums.ScoresOf), weights => RankedTally.OfLabels(_ranked, weights), _keepsSums);
        return new EvaluationResult(tally.Scores(), baselines) { Tally = tally, Labels = _counts, Ranked = _ranked };
    }
}
