using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Optimization;

namespace RnnTrainer.Tests.Training;

public sealed class EpochPlanTests
{
    [Fact]
    public void A_stream_is_read_in_order_at_as_many_places_as_the_batch_has()
    {
        var plan = Plan(new TrainingConfig { Truncate = 4, Batch = 3 }, 20);
        Assert.Equal(["0 6 13", "4 10 17"], plan.Steps(1).Select(Shown));
        Assert.Equal((2, true), (plan.Count, plan.Carries));
        Assert.Equal(plan.Steps(1).Select(Shown), plan.Steps(2).Select(Shown));
    }

    [Fact]
    public void Several_sequences_are_cut_in_batches_of_similar_lengths_and_every_epoch_has_as_many_steps_in_another_order()
    {
        int[] lengths = [9, 2, 7, 3, 8, 1, 5, 6];
        var plan = Plan(new TrainingConfig { Truncate = 4, Batch = 2 }, lengths);
        Assert.Equal(1 + 2 + 2 + 3, plan.Count); // 1 2, 3 5, 6 7, 8 9
        var epochs = Enumerable.Range(1, 4).Select(e => string.Join(", ", plan.Steps(e).Select(Shown))).ToList();
        Assert.True(epochs.Distinct().Count() > 1);
        Assert.All(Enumerable.Range(1, 4), e => Assert.Equal(lengths.Sum(), plan.Steps(e).SelectMany(s => s).Sum(p => p.Steps.TotalSteps)));
        Assert.Equal(epochs[2], string.Join(", ", Plan(new TrainingConfig { Truncate = 4, Batch = 2 }, lengths).Steps(3).Select(Shown)));
        Assert.Equal("0 9", Shown(Plan(new TrainingConfig { Truncate = 4, Batch = 2, Shuffle = false }, lengths).Steps(1).First()));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Without_pieces_every_sequence_comes_once(bool shuffle, bool bucket)
    {
        var plan = Plan(new TrainingConfig { Batch = 3, Accumulate = 2, Shuffle = shuffle, Bucket = bucket }, 1, 2, 3, 4, 5, 6, 7, 8);
        Assert.Equal((2, false), (plan.Count, plan.Carries));
        var steps = plan.Steps(1).ToList();
        Assert.Equal([2, 1], steps.Select(s => s.Count));
        Assert.Equal(Enumerable.Range(1, 8), steps.SelectMany(s => s).SelectMany(p => p.Steps.Sequences).Select(s => s.Length).Order());
    }

    [Fact]
    public void A_text_that_is_one_stream_is_cut_without_being_asked()
    {
        Assert.True(Plan(new TrainingConfig(), 5000).Carries);
        Assert.False(Plan(new TrainingConfig(), 50, 60).Carries);
        var config = Config(new TrainingConfig()) with { Model = new ModelConfig { InitialState = InitialState.Learned } };
        Assert.Throws<ConfigException>(() => new EpochPlan(config, [Of(0, 5000)]));
    }

    static EpochPlan Plan(TrainingConfig training, params int[] lengths) =>
        new(Config(training), [.. lengths.Select((T, n) => Of(lengths.Take(n).Sum(), T))]);

    static Config Config(TrainingConfig training) =>
        new() { Task = TaskKind.Language, Data = new DataConfig { Train = "" }, Training = training };

    /// <summary>Symbols that count on, so that each says where it is from.</summary>
    static Sequence Of(int from, int length) => new("s", length, [], null, null) { Symbols = [.. Enumerable.Range(from, length)] };

    static string Shown(IReadOnlyList<Chunk> step) =>
        string.Join(" | ", step.Select(p => string.Join(' ', p.Steps.Sequences.Select(s => s.Symbols![0]))));
}
