using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Ranges;

/// <summary>The scores of the ranges of a model, and of a baseline, on the same data.</summary>
/// <param name="Part">Where the errors that they are made from are from.</param>
/// <param name="Scores">The model's.</param>
/// <param name="Baseline">Those of the baseline; null: its errors are not known.</param>
sealed record RangeScores(string Part, IReadOnlyList<Score> Scores, Baseline? Baseline)
{
    /// <summary>Scores a part that has targets.</summary>
    /// <param name="levels">In percent.</param>
    /// <exception cref="RunException">There are too few errors for a level.</exception>
    public static RangeScores Of(IPredictor predictor, DataPart part, HeldOutErrors errors, IReadOnlyList<decimal> levels)
    {
        var model = new RangeTally(PredictedRanges.OfModel(errors, levels, predictor.Schema));
        var baseline = errors.OfBaseline is { } known
            ? new RangeTally(PredictedRanges.Of(known, levels, errors.Part, predictor.Schema)) : null;
        foreach (var output in NumberedOutputs.Of(predictor, part))
        {
            model.Add(output.Target.Span, output.Prediction, output.Ranges, output.Units);
            if (output.Baseline is { } numbers)
            {
                baseline?.Add(output.Target.Span, numbers, [], output.Units);
            }
        }

        return new(errors.Part, model.Scores(), baseline is null ? null : new Baseline(errors.Baseline, baseline.Scores()));
    }
}
