using RnnTrainer.Data;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Tests.Data;

public sealed class BatchesTests
{
    static readonly Sequence[] Sequences = [.. Enumerable.Range(1, 10).Select(n => new Sequence($"s{n}", n, new double[n], null, null))];

    [Fact]
    public void Batches_follow_the_given_order_and_the_last_is_smaller()
    {
        var batches = Batches.Of(Sequences, size: 4);

        Assert.Equal([4, 4, 2], batches.Select(b => b.Size));
        Assert.Equal([4, 8, 10], batches.Select(b => b.MaxLength));
        Assert.Equal([10, 26, 19], batches.Select(b => b.TotalSteps));
        Assert.Equal(Sequences, batches.SelectMany(b => b.Sequences));
    }

    [Fact]
    public void Shuffling_keeps_every_sequence_once() =>
        Assert.Equal(Sequences, Batches.Shuffled(Sequences, 3, seed: 1, epoch: 1).SelectMany(b => b.Sequences).OrderBy(s => s.Length));

    [Fact]
    public void The_same_seed_and_epoch_give_the_same_order() => Assert.Equal(Order(1, 5), Order(1, 5));

    [Fact]
    public void Another_epoch_or_seed_gives_another_order()
    {
        Assert.NotEqual(Order(1, 1), Order(1, 2));
        Assert.NotEqual(Order(1, 1), Order(2, 1));
        Assert.NotEqual(Order(1, 2), Order(2, 1));
    }

    [Fact]
    // what this code gave when it was written: a change would break the exact resume of old runs
    public void An_epoch_has_the_same_order_on_every_machine() =>
        Assert.Equal(Golden.Shuffle, Order(seed: 1, epoch: 1));

    [Fact]
    public void Every_place_is_equally_likely_within_five_standard_deviations()
    {
        const int Epochs = 10_000;
        var counts = new int[10, 10];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            var order = Batches.Shuffled(Sequences, 10, seed: 7, epoch)[0].Sequences;
            for (var place = 0; place < 10; place++)
            {
                counts[place, order[place].Length - 1]++;
            }
        }

        Assert.All(counts.Cast<int>(), count => Assert.InRange(count, 1000 - 150, 1000 + 150)); // √(10⁴·0.1·0.9) = 30
    }

    [Fact]
    public void A_batch_of_nothing_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Batches.Of(Sequences, 0));

    [Fact]
    public void Nothing_has_no_batches() => Assert.Empty(Batches.Of([], 4));

    static string Order(int seed, int epoch) =>
        string.Join(' ', Batches.Shuffled(Sequences, 10, seed, epoch)[0].Sequences.Select(s => s.Id));
}
