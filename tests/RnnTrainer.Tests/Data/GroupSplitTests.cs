using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Tests.Data;

public sealed class GroupSplitTests
{
    const int Files = 1000;

    [Fact]
    public void No_group_is_in_two_parts_and_every_sequence_is_in_one()
    {
        for (var draw = 1; draw <= Files; draw++)
        {
            var (all, validation, test, random) = File(draw);
            var split = Split.Grouped(all, validation, test, seed: draw, isStratified: random.Next(2) == 0);
            IReadOnlyList<Sequence>[] parts = [split.Train, split.Validation, split.Test];

            Assert.Equal(all.ToHashSet(), [.. parts.SelectMany(p => p)]);
            Assert.Equal(all.Length, parts.Sum(p => p.Count));
            Assert.Equal(parts.Sum(Groups), Groups(all));
            Assert.NotEmpty(split.Train);
            if (Groups(all) < all.Length)
            {
                Assert.Equal(
                    (Rounded(validation) > 0, Rounded(test) > 0), (split.Validation.Count > 0, split.Test.Count > 0));
            }

            double Rounded(double share) => Math.Round(all.Length * share, MidpointRounding.AwayFromZero);
        }
    }

    [Fact]
    public void The_shares_of_the_classes_are_kept_as_far_as_the_groups_allow()
    {
        for (var draw = 1; draw <= Files; draw++)
        {
            var (all, validation, test, _) = File(draw, leastGroups: 30);
            var split = Split.Grouped(all, validation, test, seed: draw, isStratified: true);

            foreach (var label in all.GroupBy(s => s.Label!))
            {
                var largest = label.CountBy(s => s.Group!).Max(g => g.Value);
                Assert.Contains(split.Train, s => s.Label == label.Key);
                Near(split.Test, test);
                Near(split.Validation, validation);

                void Near(IReadOnlyList<Sequence> part, double share) => Assert.True(
                    Math.Abs(part.Count(s => s.Label == label.Key) - (share * label.Count())) <= largest + 0.5,
                    $"{draw}: {part.Count(s => s.Label == label.Key)} of {label.Count()} for {share}, groups up to {largest}");
            }
        }
    }

    [Fact]
    public void Groups_of_one_sequence_are_split_as_sequences_are()
    {
        Sequence[] all = [.. File(3).All.Select(s => s with { Group = $"of {s.Id}" })];

        Assert.Equal(Split.BySequence(all, 0.2, 0.3, 7).Test, Split.Grouped(all, 0.2, 0.3, 7, isStratified: false).Test);
        Assert.Equal(Split.Stratified(all, 0.2, 0.3, 7).Test, Split.Grouped(all, 0.2, 0.3, 7, isStratified: true).Test);
    }

    [Fact]
    public void Grouped_parts_have_about_their_sizes_and_depend_on_the_seed_but_not_on_the_order_of_the_file()
    {
        Sequence[] all = [.. Enumerable.Range(0, 200).Select(n => new Sequence($"s{n}", 1, [n], null, null) { Group = $"g{n % 40}" })];
        var split = Split.Grouped(all, 0.1, 0.2, seed: 1, isStratified: false);

        Assert.Equal((140, 20, 40), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal(split.Test, Split.Grouped([.. all.Reverse()], 0.1, 0.2, seed: 1, isStratified: false).Test.Reverse());
        Assert.NotEqual(split.Test, Split.Grouped(all, 0.1, 0.2, seed: 2, isStratified: false).Test);
    }

    [Fact]
    public void Folds_keep_groups_together_and_hold_out_every_sequence_once()
    {
        for (var draw = 1; draw <= Files; draw++)
        {
            var (all, _, _, random) = File(draw);
            var K = 2 + random.Next(Math.Min(8, Groups(all) - 1));
            var folds = Split.Folds(all, K, seed: draw, areGrouped: true, isStratified: random.Next(2) == 0);

            Assert.Equal(Enumerable.Range(0, K), folds.Distinct().Order());
            Assert.Equal(Groups(all), all.Zip(folds).Select(p => (p.First.Group, p.Second)).Distinct().Count());
        }
    }

    [Fact]
    public void Folds_without_groups_have_equal_sizes_and_shares_of_the_classes()
    {
        for (var draw = 1; draw <= Files; draw++)
        {
            var (all, _, _, random) = File(draw);
            var K = 2 + random.Next(all.Length - 1);
            var folds = Split.Folds(all, K, seed: draw, areGrouped: false, isStratified: true);

            AreEven(folds.CountBy(f => f).Select(f => f.Value), K);
            foreach (var label in all.Select(s => s.Label).Distinct())
            {
                AreEven(all.Zip(folds).Where(p => p.First.Label == label).CountBy(p => p.Second).Select(f => f.Value), K);
            }
        }

        static void AreEven(IEnumerable<int> counts, int folds)
        {
            int[] all = [.. counts];
            Assert.True(all.Max() - (all.Length < folds ? 0 : all.Min()) <= 1, string.Join(' ', all));
        }
    }

    [Theory]
    [InlineData("2/5", 2, 5)]
    [InlineData("1/2", 1, 2)]
    public void A_fold_is_written_as_its_number_and_how_many_there_are(string text, int number, int count)
    {
        Assert.Equal(new Fold(number, count), Fold.Parse(text));
        Assert.Equal(text, Fold.Parse(text)!.ToString());
    }

    [Theory]
    [InlineData("0/5")]
    [InlineData("6/5")]
    [InlineData("1/1")]
    [InlineData("2")]
    [InlineData("-1/5")]
    [InlineData("1/2/3")]
    [InlineData("1/2000000000")]
    public void Anything_else_is_no_fold(string text) => Assert.Null(Fold.Parse(text));

    [Fact]
    public void Folds_of_a_series_follow_one_another_and_are_trained_on_what_comes_before()
    {
        var last = 0;
        for (var k = 1; k <= 4; k++)
        {
            var (train, validation, test) = Windows.FoldRanges(103, new Fold(k, 4), 0.25);

            Assert.Equal((0, train.To, validation.To), (train.From, validation.From, test.From));
            Assert.Equal((20, (int)Math.Round(test.From * 0.25)), (test.Count, validation.Count));
            Assert.True(k == 1 || test.From == last, "folds leave no step out");
            last = test.To;
        }

        Assert.Equal(103, last);
    }

    static int Groups(IReadOnlyList<Sequence> part) => part.Select(s => s.Group).Distinct().Count();

    /// <summary>Sequences of random groups, sizes and classes, and the parts to hold out.</summary>
    static (Sequence[] All, double Validation, double Test, RandomStream Random) File(int draw, int leastGroups = 3)
    {
        var random = new RandomStream(draw, "groups", 0);
        var (groups, classes, size) = (leastGroups + random.Next(30), 1 + random.Next(4), 1 + random.Next(6));
        Sequence[] all =
        [
            .. Enumerable.Range(0, groups).SelectMany(g => Enumerable.Range(0, 1 + random.Next(size)).Select(n =>
                new Sequence($"{g}-{n}", 1, [n], $"c{random.Next(classes)}", null) { Group = $"g{g}" })),
        ];
        return (all, random.Next(30) / 100.0, random.Next(40) / 100.0, random);
    }
}
