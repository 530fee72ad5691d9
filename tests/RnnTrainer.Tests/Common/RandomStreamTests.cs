using RnnTrainer.Common;

namespace RnnTrainer.Tests.Common;

public sealed class RandomStreamTests
{
    [Fact]
    public void The_finaliser_is_that_of_SplitMix64() => // first outputs for state 0 of the authors' splitmix64.c: Mix(k·0x9E37…)
        Assert.Equal(
            [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F],
            Enumerable.Range(1, 3).Select(k => RandomStream.Mix(unchecked((ulong)k * 0x9E3779B97F4A7C15))));

    [Fact]
    public void Seed_purpose_and_index_each_make_another_stream() =>
        Assert.Equal(
            5,
            new[]
            {
                new RandomStream(1, "shuffle", 0), new RandomStream(2, "shuffle", 0), new RandomStream(1, "init", 0),
                new RandomStream(1, "shuffle", 1), new RandomStream(0, "shuffle", 1),
            }.Select(s => s.NextBits()).Distinct().Count());

    [Fact]
    public void Numbers_stay_below_their_bound_and_reach_every_value()
    {
        var random = new RandomStream(1, "test", 0);

        Assert.Equal(Enumerable.Range(0, 7), Enumerable.Range(0, 1000).Select(_ => random.Next(7)).Distinct().Order());
    }

    [Fact]
    public void Doubles_fill_the_unit_interval_evenly()
    {
        var random = new RandomStream(1, "test", 0);
        var u = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToArray();

        Assert.All(u, x => Assert.InRange(x, 0, Math.BitDecrement(1.0)));
        Assert.InRange(u.Average(), 0.495, 0.505); // 5 standard errors of 1/√(12·10⁵)
    }

    [Fact]
    public void A_bound_below_1_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1, "test", 0).Next(0));
}
