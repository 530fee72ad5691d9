using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Optimization;

namespace RnnTrainer.Tests.Training;

public sealed class MonitoredMetricTests
{
    static readonly EarlyStoppingConfig Stop = new() { Patience = 2 };

    [Fact]
    public void A_loss_that_no_longer_falls_stops_after_patience_epochs()
    {
        var progress = After(new TrainingConfig { EarlyStopping = Stop }, "loss", 3, 2, 2, 2.5, 1);
        Assert.Equal((4, 2, 2.0), (progress.Epoch, progress.BestEpoch, progress.Best));
    }

    [Fact]
    public void An_accuracy_is_better_when_it_is_higher()
    {
        var progress = After(new TrainingConfig { EarlyStopping = Stop }, "accuracy", 0.5, 0.6, 0.7, 0.6, 0.7, 0.9);
        Assert.Equal((5, 3, 0.7), (progress.Epoch, progress.BestEpoch, progress.Best));
    }

    [Fact]
    public void A_change_below_min_delta_tries_patience_but_is_the_best_all_the_same()
    {
        var progress = After(new TrainingConfig { EarlyStopping = Stop with { MinDelta = 0.1 } }, "loss", 3, 2.95, 2.92, 2);
        Assert.Equal((3, 3, 1), (progress.Epoch, progress.BestEpoch, progress.MarkEpoch));
    }

    [Fact]
    public void Small_changes_that_add_up_to_min_delta_are_an_improvement()
    {
        var progress = After(new TrainingConfig { EarlyStopping = Stop with { MinDelta = 0.1 } }, "loss", 3, 2.95, 2.8, 2.79, 2.78);
        Assert.Equal((5, 3), (progress.Epoch, progress.MarkEpoch));
    }

    [Fact]
    public void A_plateau_lowers_the_rate_and_then_has_patience_again()
    {
        var config = new TrainingConfig { Schedule = new ScheduleConfig { Kind = ScheduleKind.Plateau, Patience = 2 } };
        Assert.Equal(
            [0, 0, 1, 1, 2, 2, 2, 2],
            Enumerable.Range(1, 8).Select(n => After(config, "loss", [.. new[] { 3.0, 3, 3, 3, 3, 2, 1, 1 }.Take(n)]).Reductions));
    }

    [Fact]
    public void Training_never_stops_within_an_epoch() =>
        Assert.False(MonitoredMetric.Stops(new Progress(9, 9, 1, 0, 1, 1, 1, 1), new TrainingConfig { EarlyStopping = Stop }));

    static Progress After(TrainingConfig config, string metric, params double[] values)
    {
        var progress = Progress.Start;
        foreach (var value in values.TakeWhile(_ => !MonitoredMetric.Stops(progress, config) || progress.Epoch == 0))
        {
            progress = MonitoredMetric.End(progress, config, metric, value);
        }

        return progress;
    }
}
