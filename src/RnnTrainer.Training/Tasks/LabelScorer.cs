using RnnTrainer.Data.Files;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>Scores of independent labels, from outputs that are added one by one.</summary>
sealed class LabelScorer
{
    readonly RunningTally<BinarySums> _sums;
    readonly BinaryCounts[] _counts;
    readonly RankedScores _ranked;
    readonly Decision? _decision;
    readonly bool _keepsSums, _isWeighted;
    double _loss;

    public LabelScorer(IPredictor predictor)
    {
        var C = predictor.Schema.Outputs;
        (_keepsSums, _counts, _decision) = (predictor.KeepsSums, new BinaryCounts[C], predictor.Schema.Decision);
        _isWeighted = predictor.Config.Training.ClassWeights is not null;
        _sums = new RunningTally<BinarySums>(new BinarySums(C), _keepsSums);
        _ranked = new RankedScores(C, MemoryLimit.OfRows(predictor.DataOptions) / 4, _keepsSums);
    }

    /// <summary>Adds output n.</summary>
    public void Add(ReadOnlySpan<double> target, ModelOutputs outputs, int n)
    {
        var p = outputs.Sigmoid(n);
        _sums.Current.Add(target, outputs.LabelsOf(n, _decision), p);
        _ranked.Add(p, target);
        _loss += _isWeighted ? BinaryOutput.LossOf(outputs.Of(n), target) : 0;
    }

    /// <summary>Ends a sequence.</summary>
    /// <param name="loss">The sum over its outputs, as training has it: with the weights of the classes, which scores leave out.</param>
    public void EndSequence(double loss)
    {
        (_sums.Current.Loss, _loss) = (_isWeighted ? _loss : loss, 0);
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
        return new EvaluationResult(tally.Scores(), baselines)
        {
            Tally = tally,
            Labels = _counts,
            Ranked = _ranked,
            Calibration = _sums.Total().Calibration,
        };
    }
}
