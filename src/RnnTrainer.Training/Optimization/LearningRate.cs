using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Optimization;

/// <summary>η as a function of the config and of how far training has come, so that a resumed run takes the same steps.</summary>
static class LearningRate
{
    /// <summary>The rate of the step after <paramref name="progress"/>.</summary>
    /// <param name="steps">Updates of an epoch.</param>
    public static double After(Progress progress, TrainingConfig config, int steps) =>
        config.LearningRate * Warmth(progress.Step, config.Schedule) * Fraction(progress, config, steps) * Math.Pow(0.5, progress.Halvings);

    // k / W for the k-th of W steps of warm-up, from 1.
    static double Warmth(long step, ScheduleConfig schedule) => step < schedule.Warmup ? (step + 1.0) / schedule.Warmup : 1;

    static double Fraction(Progress progress, TrainingConfig config, int steps) => config.Schedule.Kind switch
    {
        ScheduleKind.Step => Math.Pow(config.Schedule.Factor, progress.Epoch / config.Schedule.Every),
        ScheduleKind.Plateau => Math.Pow(config.Schedule.Factor, progress.Reductions),
        ScheduleKind.Cosine => Cosine(progress.Step, config.Schedule, (long)config.Epochs * steps),
        _ => 1,
    };

    // Loshchilov, Hutter 2017 ("SGDR"), equation 5, one period: it begins after the warm-up and would reach the final fraction with the
    // step after the last.
    static double Cosine(long step, ScheduleConfig schedule, long all)
    {
        var (done, length) = (Math.Max(0, step - schedule.Warmup), Math.Max(1, all - schedule.Warmup));
        return schedule.Final + ((1 - schedule.Final) * (1 + Math.Cos(Math.PI * Math.Min(1, (double)done / length))) / 2);
    }
}
