using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Ranges;

/// <summary>An output of O numbers next to its target.</summary>
/// <param name="Target">[O], NaN where it is not known; good until the next output is asked for.</param>
/// <param name="Prediction">[O], the model's.</param>
/// <param name="Ranges">Of a model of quantiles the ranges between them, the largest first.</param>
/// <param name="Baseline">[O], that of the baseline; null: it has none.</param>
/// <param name="Units">The own units of the sequence, in which errors are measured; null: those of the file.</param>
readonly record struct NumberedOutput(
    ReadOnlyMemory<double> Target, double[] Prediction, IReadOnlyList<PredictionRange> Ranges, double[]? Baseline, TargetUnits? Units);

/// <summary>The outputs for a part with targets that are numbers, one by one.</summary>
static class NumberedOutputs
{
    /// <summary>The outputs in the order of the part; they are computed as they are enumerated.</summary>
    public static IEnumerable<NumberedOutput> Of(IPredictor predictor, DataPart part)
    {
        var (schema, isPerStep, sequence, units) = (
            predictor.Schema, SequenceTask.Of(predictor.Config).IsPerStep(predictor.Config.Data), -1, (TargetUnits?)null);
        foreach (var (output, target) in predictor.InOrder(part).WithRows(s => isPerStep ? s.StepTargets! : s.Target!, schema.Outputs))
        {
            if (output.Step == 0)
            {
                sequence++;
                units = schema.HasUnits ? part.Ready[sequence].Units : null;
            }

            yield return new(
                target, output.All.Of(output.Number).ToArray(),
                output.All.RangesOf(output.Number, 0, schema.Outputs, schema.Quantiles), Baseline(predictor, output.Sequence), units);
        }
    }

    /// <summary>The name of the baseline: <c>seasonal</c> or <c>last</c> of a forecast, else <c>mean</c>.</summary>
    public static string BaselineName(IPredictor predictor) => SequenceTask.Of(predictor.Config).WindowsOf(predictor.Config.Data) is null
        ? "mean" : predictor.Config.Data.SeasonOrNone > 1 ? "seasonal" : "last";

    static double[]? Baseline(IPredictor predictor, Data.Sequence sequence) => sequence.Past is { } past
        ? ForecastBaselines.Seasonal(past, predictor.Schema.Horizon, predictor.Schema.Target.Count, predictor.Config.Data.SeasonOrNone)
        : predictor.Schema.Naive?.ToArray();
}
