using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Optimization;

namespace RnnTrainer.Tests.Training;

public sealed class LearningRateTests
{
    const int Steps = 10;

    [Theory]
    [InlineData(0, 0.01)]
    [InlineData(49, 0.5)]
    [InlineData(99, 1)]
    [InlineData(100, 1)]
    [InlineData(500, 1)]
    public void Warm_up_rises_evenly_to_the_full_rate(long step, double rate) =>
        Assert.Equal(rate, At(new ScheduleConfig { Warmup = 100 }, step), 12);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(29, 1)]
    [InlineData(30, 0.1)]
    [InlineData(59, 0.1)]
    [InlineData(60, 0.01)]
    public void A_step_falls_after_every_so_many_epochs(long step, double rate) =>
        Assert.Equal(rate, At(new ScheduleConfig { Kind = ScheduleKind.Step, Every = 3, Factor = 0.1 }, step), 12);

    // 100 steps, 20 of warm-up: half-way is step 60, where the cosine is 0.
    [Theory]
    [InlineData(9, 0.5)]
    [InlineData(20, 1)]
    [InlineData(60, 0.55)]
    [InlineData(100, 0.1)]
    [InlineData(200, 0.1)]
    public void A_cosine_falls_to_the_final_fraction_after_the_warm_up(long step, double rate) =>
        Assert.Equal(rate, At(new ScheduleConfig { Kind = ScheduleKind.Cosine, Warmup = 20, Final = 0.1 }, step), 12);

    [Fact]
    public void A_plateau_counts_its_reductions() => Assert.Equal(
        0.25,
        LearningRate.After(Progress.Start with { Reductions = 2 }, With(new ScheduleConfig { Kind = ScheduleKind.Plateau }), Steps),
        12);

    static double At(ScheduleConfig schedule, long step) =>
        LearningRate.After(Progress.Start with { Step = step, Epoch = (int)(step / Steps) }, With(schedule), Steps);

    static TrainingConfig With(ScheduleConfig schedule) => new() { Epochs = 10, LearningRate = 1, Schedule = schedule };
}
