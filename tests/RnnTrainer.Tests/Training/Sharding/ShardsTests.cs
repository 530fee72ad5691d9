using RnnTrainer.Data.Storage;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Distributed;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Tests.Training.Sharding;

/// <summary><c>training.shards</c>: the same bits from any number of processes, and the gradient of the whole batch.</summary>
public sealed class ShardsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(ShardCases.Names), MemberType = typeof(ShardCases))]
    public void One_two_four_and_eight_processes_end_with_the_same_bytes(string name)
    {
        var config = ShardCases.Write(_folder, name);
        var alone = Trained(config, null);

        Assert.All([1, 2, 4, 8], R => Assert.All(ThreadProcesses.Run(R, p => Trained(config, p)), other => Assert.Equal(alone, other)));
    }

    [Fact]
    public void A_number_of_shards_that_is_no_power_of_two_is_summed_by_two_processes_as_by_one()
    {
        var config = ShardCases.Write(_folder, "classify", "shards: 6");
        var alone = Trained(config, null);

        Assert.All(ThreadProcesses.Run(2, p => Trained(config, p)), other => Assert.Equal(alone, other));
    }

    [Fact]
    public void A_resumed_training_of_another_number_of_processes_ends_with_the_same_bytes()
    {
        var config = ShardCases.Write(_folder, "language");
        var alone = Trained(config, null);
        foreach (var (before, after) in new[] { (1, 8), (4, 2), (8, 1) })
        {
            // After the fifth update an epoch is not over, and the states of all sequences are in the checkpoint.
            var stopped = ThreadProcesses.Run(before, p => Trained(config, p, updates: 5));
            File.WriteAllBytes(_folder.File("stopped.safetensors"), stopped[0]);
            var resumed = ThreadProcesses.Run(after, p => Trained(config, p, from: _folder.File("stopped.safetensors")));

            Assert.All(stopped, other => Assert.Equal(stopped[0], other));
            Assert.All(resumed, other => Assert.Equal(alone, other));
        }
    }

    [Theory]
    [MemberData(nameof(ShardCases.Names), MemberType = typeof(ShardCases))]
    public void One_shard_is_the_training_without_shards_and_eight_give_other_bits_of_the_same_numbers(string name)
    {
        var before = TrainedWeights(ShardCases.Write(_folder, name, "threads: 2"));
        var one = TrainedWeights(ShardCases.Write(_folder, name, "shards: 1"));
        var eight = TrainedWeights(ShardCases.Write(_folder, name, "shards: 8"));

        Assert.Equal(before, one);
        Assert.All(before.Zip(eight), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
        Assert.True(name == "few" || !before.SequenceEqual(eight));
    }

    /// <summary>In float64, before rounding errors have grown: Σ n_k g_k / Σ n_k over the shards is the gradient of the batch.</summary>
    [Theory]
    [InlineData("classify", 8)]
    [InlineData("classify", 3)]
    [InlineData("tag", 5)]
    [InlineData("multilabel", 2)]
    [InlineData("language", 7)]
    [InlineData("cell", 64)]
    public void The_gradient_of_the_shards_is_that_of_the_batch(string name, int shards)
    {
        var whole = FirstGradient(ShardCases.Write(_folder, name, "shards: 1"));
        var parts = FirstGradient(ShardCases.Write(_folder, name, $"shards: {shards}"));

        Assert.Equal(whole.Loss, parts.Loss, 1e-10);
        Assert.All(whole.Gradient.Zip(parts.Gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        Assert.Contains(whole.Gradient, g => Math.Abs(g) > 1e-3);
    }

    [Fact]
    public void The_sequences_of_a_chunk_are_divided_by_their_places_in_the_batch()
    {
        var sequences = new[] { 5, 2, 7, 1, 6 }.Select(T => new RnnTrainer.Data.Sequence("s", T, [.. new double[T]], null, null)).ToList();
        var chunks = Chunk.Of(new Batch(sequences), 3).ToList();

        Assert.Equal(["", "0", "1", "2", "3", "4"], Places(chunks[0], 6).Order());
        Assert.Equal(["0 1", "2 3 4"], Places(chunks[0], 2));
        Assert.Equal(["0", "2 4"], Places(chunks[1], 2));
        Assert.Equal(["", "2"], Places(chunks[2], 2));
        Assert.Equal([0, 1], Enumerable.Range(0, 2).Select(k => chunks[1].Shard(k, 2)!.First));
    }

    static IEnumerable<string> Places(Chunk chunk, int S) =>
        Enumerable.Range(0, S).Select(k => string.Join(' ', chunk.Shard(k, S)?.Places ?? []));

    /// <summary>The checkpoint after a training, or after some updates.</summary>
    static byte[] Trained(string config, ICommunicator? processes, int? updates = null, string? from = null)
    {
        var plan = TrainingPlan.Read(config, new TrainingOptions { Sets = ["training.threads=1"] });
        using var model = plan.NewModel(isNew: true);
        var trainer = new Trainer(model, plan.Data, processes);
        if (from is not null)
        {
            trainer.Resume(Checkpoint.Read(from), from);
        }

        foreach (var _ in trainer.Run().TakeWhile(e => !(e is StepTaken && trainer.Progress.Step == updates)))
        {
        }

        return trainer.Checkpoint().ToBytes();
    }

    static List<double> TrainedWeights(string config)
    {
        var plan = TrainingPlan.Read(config, new TrainingOptions());
        using var model = plan.NewModel(isNew: true);
        foreach (var _ in new Trainer(model, plan.Data).Run())
        {
        }

        return [.. Weights.ToTensors(model.Parameters).SelectMany(t => t.ToDoubles())];
    }

    static (double Loss, List<double> Gradient) FirstGradient(string config)
    {
        var plan = TrainingPlan.Read(config, new TrainingOptions { Sets = ["training.precision=float64", "training.threads=1"] });
        using var model = plan.NewModel(isNew: true);
        var gradients = new Gradients(model.Parameters);
        var chunks = new EpochPlan(model.Config, plan.Data.Train.Ready).Steps(1).First();
        var loss = ShardSums.Of(model, gradients, null)?.Accumulate(chunks, new HiddenStates(), 1, 0)
            ?? gradients.Accumulate(model, chunks, new HiddenStates(), 1, 0);
        var entries = new double[gradients.Length];
        gradients.CopyTo<double>(entries);
        return (loss, [.. entries]);
    }
}
