using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Tests.Data;

public sealed class SplitTests
{
    static readonly Sequence[] Sequences = [.. Enumerable.Range(0, 103).Select(n => new Sequence($"s{n}", 1, [n], null, null))];

    [Fact]
    public void The_parts_have_the_rounded_sizes_and_share_nothing()
    {
        var split = Split.BySequence(Sequences, 0.1, 0.25, seed: 1);

        Assert.Equal((67, 10, 26), (split.Train.Count, split.Validation.Count, split.Test.Count)); // 10.3 and 25.75, rounded
        Assert.Equal(Sequences.ToHashSet(), [.. split.Train, .. split.Validation, .. split.Test]);
    }

    [Fact]
    public void The_parts_do_not_depend_on_the_order_of_the_file()
    {
        var split = Split.BySequence(Sequences, 0.1, 0.25, seed: 1);
        var turned = Split.BySequence([.. Sequences.Reverse()], 0.1, 0.25, seed: 1);

        Assert.Equal(split.Test, turned.Test.Reverse());
        Assert.Equal(split.Validation, turned.Validation.Reverse());
        Assert.Equal(split.Train, turned.Train.Reverse());
    }

    [Fact]
    public void Each_part_keeps_the_order_of_the_file() =>
        Assert.Equal(
            Split.BySequence(Sequences, 0.2, 0.2, seed: 3).Test.OrderBy(s => s.Inputs[0]),
            Split.BySequence(Sequences, 0.2, 0.2, seed: 3).Test);

    [Fact]
    public void Another_seed_gives_another_split() =>
        Assert.NotEqual(Split.BySequence(Sequences, 0, 0.2, seed: 1).Test, Split.BySequence(Sequences, 0, 0.2, seed: 2).Test);

    [Fact]
    // what this code gave when it was written: a change would move data between the parts of old runs
    public void A_seed_gives_the_same_split_on_every_machine() =>
        Assert.Equal(Golden.Split, string.Join(' ', Split.BySequence(Sequences, 0, 0.05, seed: 1).Test.Select(s => s.Id)));

    [Fact]
    public void A_stratified_split_keeps_the_shares_of_all_classes_within_one_sequence()
    {
        for (var draw = 1; draw <= 300; draw++)
        {
            var random = new RandomStream(draw, "strata", 0);
            var (validation, test) = (random.Next(30) / 100.0, random.Next(40) / 100.0);
            int[] sizes = [.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => 1 + random.Next(40))];
            var all = Labelled(sizes);

            var split = Split.Stratified(all, validation, test, seed: draw);

            Assert.Equal(all.ToHashSet(), [.. split.Train, .. split.Validation, .. split.Test]);
            Assert.Equal(all.Length, split.Train.Count + split.Validation.Count + split.Test.Count);
            foreach (var (label, size) in sizes.Select((size, k) => ($"c{k}", size)))
            {
                Assert.NotEmpty(Of(split.Train, label));
                Assert.True(Math.Abs(Of(split.Test, label).Count() - test * size) <= 1, $"{draw}: test of {label}");
                Assert.True(Math.Abs(Of(split.Validation, label).Count() - validation * size) <= 1, $"{draw}: validation of {label}");
            }
        }

        static IEnumerable<Sequence> Of(IReadOnlyList<Sequence> part, string label) => part.Where(s => s.Label == label);
    }

    [Fact]
    public void A_stratified_split_has_the_sizes_of_one_that_is_not()
    {
        var split = Split.Stratified(Labelled(37, 41, 25), 0.1, 0.25, seed: 1);

        Assert.Equal((67, 10, 26), (split.Train.Count, split.Validation.Count, split.Test.Count));
    }

    [Fact]
    public void A_stratified_split_does_not_depend_on_the_order_of_the_file()
    {
        var all = Labelled(13, 29, 5);

        Assert.Equal(
            Split.Stratified(all, 0.1, 0.2, seed: 4).Test,
            Split.Stratified([.. all.Reverse()], 0.1, 0.2, seed: 4).Test.Reverse());
    }

    static Sequence[] Labelled(params int[] sizes) =>
        [.. sizes.SelectMany((size, k) => Enumerable.Range(0, size).Select(n => new Sequence($"{k}-{n}", 1, [n], $"c{k}", null)))];

    [Theory]
    [InlineData(-0.1, 0.2)]
    [InlineData(0.2, -0.1)]
    [InlineData(0.5, 0.5)]
    [InlineData(double.NaN, 0)]
    [InlineData(0, double.NaN)]
    public void Fractions_that_leave_nothing_to_train_on_are_refused(double validation, double test) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Split.BySequence(Sequences, validation, test, seed: 1));

    [Fact]
    public void No_sequences_split_into_nothing() => Assert.Empty(Split.BySequence([], 0.1, 0.2, seed: 1).Train);
}
