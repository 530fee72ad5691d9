using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Inference;

namespace RnnTrainer.Training.Backtests;

/// <summary>What a model and the baselines forecast for a series from one origin.</summary>
/// <param name="Window">The number of the origin, from 1.</param>
/// <param name="Series">The name of the series.</param>
/// <param name="Target">[H,C]: the targets, NaN where one is not known.</param>
/// <param name="SeasonalError">[C]: what <c>mase</c> divides by.</param>
/// <param name="Forecasts">[H,C] of each forecaster, the model first, then the baselines.</param>
/// <param name="Steps">[H]: the predictions of the model.</param>
sealed record OriginForecasts(
    int Window, string Series, double[] Target, double[] SeasonalError, IReadOnlyList<double[]> Forecasts, IReadOnlyList<Prediction> Steps)
{
    /// <summary>The forecasts of a model from some origins of its training file.</summary>
    /// <param name="set">The file.</param>
    /// <param name="splitOf">The split whose test part is a window.</param>
    public static IEnumerable<OriginForecasts> Of(
        TrainedModel trained, SequenceSet set, IReadOnlyList<int> windows, Func<Config, int, SplitConfig> splitOf)
    {
        var (config, schema) = (trained.Config, trained.Checkpoint.Schema);
        foreach (var window in windows)
        {
            var part = HeldOutPart.TestOf(set, config with { Data = config.Data with { Split = splitOf(config, window) } }, schema);
            var baselines = new BaselineMethods(schema.Naive!, schema.Target.Count, config.Data.SeasonOrNone);
            var outputs = Predictor.Outputs(trained.Model, part.Ready);
            Prediction[][] steps = [.. trained.Predictions(part).Chunk(schema.Horizon)];
            for (var n = 0; n < part.Count; n++)
            {
                var raw = part.Raw[n];
                yield return new(
                    window, raw.Series!, raw.Target!.ToArray(), part.Series!.SeasonalError[part.Series.Series[n]],
                    [outputs.Of(n).ToArray(), .. baselines.Of(raw)], steps[n]);
            }
        }
    }
}
