using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;

namespace RnnTrainer.Training.Optimization;

/// <summary>
/// What the end of an epoch changes in the progress: the best epoch, the last improvement, and whether a plateau reduces the learning rate.
/// </summary>
static class MonitoredMetric
{
    /// <summary>The progress after an epoch at whose end the monitored metric is <paramref name="value"/>.</summary>
    /// <param name="progress">Before the end of the epoch.</param>
    /// <param name="metric">The metric that is monitored.</param>
    public static Progress End(Progress progress, TrainingConfig config, string metric, double value)
    {
        var epoch = progress.Epoch + 1;
        var isBest = progress.Best is not { } best || Metrics.Improves(metric, value, best);
        var improves = progress.Mark is not { } mark || Metrics.Improves(metric, value, mark, config.EarlyStopping?.MinDelta ?? 0);
        var next = progress with
        {
            Epoch = epoch,
            EpochStep = 0,
            EpochLoss = 0,
            EpochNorm = 0,
            EpochRefused = 0,
            Best = isBest ? value : progress.Best,
            BestEpoch = isBest ? epoch : progress.BestEpoch,
            Mark = improves ? value : progress.Mark,
            MarkEpoch = improves ? epoch : progress.MarkEpoch,
        };
        var stands = epoch - Math.Max(next.MarkEpoch, next.ReductionEpoch) >= config.Schedule.Patience;
        return config.Schedule.Kind == ScheduleKind.Plateau && stands
            ? next with { Reductions = next.Reductions + 1, ReductionEpoch = epoch }
            : next;
    }

    /// <summary>Whether early stopping ends the training here.</summary>
    public static bool Stops(Progress progress, TrainingConfig config) =>
        progress.EpochStep == 0 && config.EarlyStopping is { } stop && progress.Epoch - progress.MarkEpoch >= stop.Patience;
}
