using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Tests.Data;

public sealed class NormalizationTests
{
    static readonly Sequence[] Sequences =
    [
        new("a", 3, [1, 7, 0.1, 2, 7, 0.1, 3, 7, 0.1], "u", null),
        new("b", 1, [6, 7, 0.1], "v", null),
    ];

    [Fact]
    public void Standard_gives_mean_0_and_population_deviation_1_over_all_steps()
    {
        var n = Normalization.Fit(NormalizationKind.Standard, Sequences, 3);

        Assert.Equal(3, n.Shift[0]); // (1 + 2 + 3 + 6) / 4
        Assert.Equal(Math.Sqrt(14.0 / 4), n.Scale[0]); // squares 4 + 1 + 0 + 9
        Assert.Equal(0, n.Apply(Sequences).SelectMany(s => s.Inputs.Where((_, i) => i % 3 == 0)).Sum(), 15);
    }

    [Fact]
    public void MinMax_gives_the_range_0_to_1() =>
        Assert.Equal(
            [0, 0.2, 0.4, 1],
            Normalization.Fit(NormalizationKind.MinMax, Sequences, 3).Apply(Sequences)
            .SelectMany(s => s.Inputs.Where((_, i) => i % 3 == 0)));

    [Theory]
    [InlineData(NormalizationKind.Standard)]
    [InlineData(NormalizationKind.MinMax)]
    internal void A_constant_column_has_scale_1_and_becomes_0(NormalizationKind kind)
    {
        var n = Normalization.Fit(kind, Sequences, 3);

        Assert.Equal([1, 1], n.Scale[1..]);
        Assert.All(n.Apply(Sequences), s => Assert.All(s.Inputs.Where((_, i) => i % 3 > 0), x => Assert.Equal(0, x)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(9001)]
    public void All_columns_measured_together_have_the_bits_of_each_measured_alone(int K)
    {
        var random = new RandomStream(3, "columns", K);
        Sequence[] together =
        [
            .. new[] { 1, 4, 3 }.Select(
                (T, n) => new Sequence($"{n}", T, Enumerable.Range(0, T * K).Select(_ => Any()).ToArray(), null, null)),
        ];

        double Any() => random.Next(9) == 0 ? double.NaN : random.NextDouble();

        Assert.All(Enum.GetValues<NormalizationKind>(), kind =>
        {
            var all = Normalization.Fit(kind, together, K);
            Assert.All(Enumerable.Range(0, 3).Select(n => n * K / 3), k =>
            {
                var alone = Normalization.Fit(
                    kind, [.. together.Select(s => s with { Inputs = s.Inputs.Where((_, i) => i % K == k).ToArray() })], 1);
                Assert.Equal((alone.Shift[0], alone.Scale[0]), (all.Shift[k], all.Scale[k]));
            });
        });
    }

    [Fact]
    public void None_changes_nothing() =>
        Assert.Equal(
            Sequences.SelectMany(s => s.Inputs),
            Normalization.Fit(NormalizationKind.None, Sequences, 3).Apply(Sequences).SelectMany(s => s.Inputs));

    [Fact]
    public void Applying_makes_a_copy_and_keeps_everything_but_the_inputs()
    {
        var scaled = Normalization.Fit(NormalizationKind.Standard, Sequences, 3).Apply(Sequences[0]);

        Assert.Equal(1, Sequences[0].Inputs[0]);
        Assert.Equal(("a", 3, "u"), (scaled.Id, scaled.Length, scaled.Label));
    }

    [Fact]
    public void Another_width_is_refused_in_letters() =>
        Assert.StartsWith(
            "Index k is 3 in sequence 'a' but 2 in the normalization.",
            Assert.Throws<ArgumentException>(() => new Normalization(NormalizationKind.MinMax, [0, 0], [1, 1]).Apply(Sequences[0])).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(NormalizationKind.Standard)]
    [InlineData(NormalizationKind.MinMax)]
    internal void A_span_that_overflows_is_refused(NormalizationKind kind) =>
        Assert.Throws<DataException>(() => Normalization.Fit(kind, [new Sequence("a", 2, [-1.7e308, 1.7e308], null, null)], 1));
}
