using RnnTrainer.Data;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Tests.Data;

/// <summary>Lists of sequences that are made when they are asked for.</summary>
public sealed class SequenceListsTests
{
    [Fact]
    public void Joined_lists_are_one_list_though_some_are_empty()
    {
        var joined = SequenceLists.Joined([Made("a", 0), Made("b", 2), Made("c", 0), Made("d", 0), Made("e", 3), Made("f", 0)]);

        Assert.Equal(["b0", "b1", "e0", "e1", "e2"], joined.Select(s => s.Id));
        Assert.Equal([1, 2, 1, 2, 3], joined.Lengths());
        Assert.Throws<ArgumentOutOfRangeException>(() => joined[5]);
    }

    [Fact]
    public void Lengths_are_known_without_making_a_sequence()
    {
        var list = new MadeSequences(4, n => n + 1, _ => throw new InvalidOperationException("made"));

        Assert.Equal([1, 2, 3, 4], list.Changed(s => s).Lengths());
        Assert.Equal([4, 1], Batches.InOrder(list, [3, 0]).Lengths());
    }

    [Fact]
    public void A_list_of_sequences_has_the_lengths_of_its_sequences() =>
        Assert.Equal([2, 5], new[] { OfLength("a", 2), OfLength("b", 5) }.Lengths());

    static MadeSequences Made(string name, int count) => new(count, n => n + 1, n => OfLength($"{name}{n}", n + 1));

    static Sequence OfLength(string id, int T) => new(id, T, new double[T], null, null);
}
