using RnnTrainer.Data;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Tests.Data;

public sealed class BucketedTests
{
    static readonly Sequence[] Sequences = [
        .. Enumerable.Range(0, 1003).Select(n => new Sequence($"s{n}", 1 + (n * 7 % 50), new double[1], null, null))];

    [Fact]
    public void Every_sequence_is_there_once_in_each_epoch() => Assert.All([1, 2, 3], epoch => Assert.Equal(
        Sequences.Select(s => s.Id).Order(StringComparer.Ordinal),
        Batches.Bucketed(Sequences, 8, seed: 1, epoch).SelectMany(b => b.Sequences).Select(s => s.Id).Order(StringComparer.Ordinal)));

    [Fact]
    public void The_order_depends_on_seed_and_epoch_only()
    {
        Assert.Equal(Order(1, 5), Order(1, 5));
        Assert.NotEqual(Order(1, 1), Order(1, 2));
        Assert.NotEqual(Order(1, 1), Order(2, 1));
    }

    [Fact]
    public void Batches_have_little_padding_and_do_not_come_by_length()
    {
        var batches = Batches.Bucketed(Sequences, 8, seed: 1, epoch: 1);
        var padded = batches.Sum(b => b.MaxLength * b.Size);
        Assert.InRange(padded, Sequences.Sum(s => s.Length), 1.06 * Sequences.Sum(s => s.Length));
        Assert.True(Batches.Shuffled(Sequences, 8, seed: 1, epoch: 1).Sum(b => b.MaxLength * b.Size) > 1.5 * Sequences.Sum(s => s.Length));
        Assert.InRange(
            batches.Zip(batches.Skip(1)).Count(p => p.First.MaxLength <= p.Second.MaxLength), batches.Count / 3, batches.Count * 2 / 3);
    }

    [Fact]
    public void Only_one_batch_is_smaller() =>
        Assert.Equal(3, Assert.Single(Batches.Bucketed(Sequences, 8, seed: 1, epoch: 1).Select(b => b.Size), size => size != 8));

    static string Order(int seed, int epoch) =>
        string.Join(' ', Batches.Bucketed(Sequences, 8, seed, epoch).SelectMany(b => b.Sequences).Select(s => s.Id));
}
