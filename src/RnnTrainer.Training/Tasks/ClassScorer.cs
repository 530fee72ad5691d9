using RnnTrainer.Data.Files;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>Scores of classes, from outputs that are added one by one.</summary>
sealed class ClassScorer
{
    readonly IReadOnlyList<string> _classes;
    readonly Dictionary<string, int> _numbers;
    readonly RunningTally<ClassSums> _sums;
    readonly ConfusionCounts _confusion;
    readonly RankedScores _ranked;
    readonly EntityCounts? _entities;
    readonly Decision? _decision;
    readonly bool _keepsSums;
    int _unseen;

    public ClassScorer(IPredictor predictor)
    {
        (_classes, _keepsSums, _decision) = (predictor.Schema.Classes, predictor.KeepsSums, predictor.Schema.Decision);
        _numbers = _classes.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        _sums = new RunningTally<ClassSums>(new ClassSums(_classes.Count), _keepsSums);
        _confusion = new ConfusionCounts(_classes);
        _ranked = new RankedScores(_classes.Count, MemoryLimit.OfRows(predictor.DataOptions) / 4, _keepsSums);
        _entities = predictor.Config.IsPerStep() && EntityCounts.Fit(_classes) ? new EntityCounts() : null;
    }

    /// <summary>Adds output n.</summary>
    /// <returns>The number of the label; −1, −2, … for those that training never saw.</returns>
    public int Add(string label, ModelOutputs outputs, int n)
    {
        var (y, predicted, p) = (NumberOf(label), outputs.ClassOf(n, _decision), outputs.Softmax(n));
        _sums.Current.Add(y, predicted, y < 0 ? 0 : outputs.CrossEntropy(n, y), p);
        _confusion.Add(y, predicted);
        _ranked.Add(p, y);
        _entities?.Add(label, _classes[predicted]);
        return y;
    }

    /// <summary>Ends a sequence.</summary>
    public void EndSequence()
    {
        if (_entities is not null)
        {
            _sums.Current.Add(_entities.EndSequence());
        }

        _sums.EndSequence();
        _ranked.EndSequence();
    }

    /// <summary>The scores of all sequences that were ended.</summary>
    public EvaluationResult Result(IReadOnlyList<Baseline> baselines)
    {
        var tally = new RankedTally(
            _sums.Tally(ClassSums.ScoresOf), weights => RankedTally.OfClasses(_ranked, weights), _keepsSums);
        return new EvaluationResult(tally.Scores(), baselines)
        {
            Tally = tally,
            Confusion = _confusion.ToMatrix(),
            Ranked = _ranked,
            Calibration = _sums.Total().Calibration,
            Entities = _entities?.Scores(),
        };
    }

    int NumberOf(string label)
    {
        if (!_numbers.TryGetValue(label, out var y))
        {
            _numbers[label] = y = -++_unseen;
        }

        return y;
    }
}
