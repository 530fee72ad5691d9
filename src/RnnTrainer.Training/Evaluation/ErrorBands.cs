using MathNet.Numerics.Statistics;

namespace RnnTrainer.Training.Evaluation;

/// <summary>
/// How far predictions are from targets: quantiles of the errors <c>target − prediction</c> on sequences that training did not see. Added
/// to a prediction they give a range; it holds what it promises as far as new errors are like those.
/// </summary>
/// <param name="Levels">p of each quantile, ascending.</param>
/// <param name="Quantiles">[output][level], in the units of the target.</param>
/// <param name="Count">Errors per output.</param>
sealed record ErrorBands(IReadOnlyList<double> Levels, IReadOnlyList<double[]> Quantiles, int Count)
{
    /// <summary>The ends of the ranges that hold 90 % and 50 %, and the middle.</summary>
    public static IReadOnlyList<double> UsualLevels { get; } = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <param name="numbers">Predictions and targets; a target that is not known is not counted.</param>
    public static ErrorBands Of(NumberPredictions numbers)
    {
        var errors = numbers.ErrorsByOutput();
        return new ErrorBands(
            UsualLevels,
            [.. errors.Select(e => UsualLevels.Select(p => e.QuantileCustom(p, QuantileDefinition.R7)).ToArray())],
            errors.Min(e => e.Length));
    }

    /// <summary>The share of the numbers that lie between the lowest and the highest quantile around their predictions.</summary>
    public double Coverage(NumberPredictions numbers)
    {
        var errors = numbers.ErrorsByOutput();
        return errors.SelectMany((all, o) => all.Select(e => e >= Quantiles[o][0] && e <= Quantiles[o][^1] ? 1.0 : 0.0)).Mean();
    }
}
