using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Synthetic;

/// <summary>
/// Random binary vectors with random labels, to be memorized: how many bits does a model store? Collins, Sohl-Dickstein and Sussillo,
/// "Capacity and trainability in recurrent neural networks", 2017. The vector is given at the first step; the label is predicted after the
/// last.
/// </summary>
static class CapacityTask
{
    const int Bits = 16;

    public static SyntheticTask Task { get; } = new(
        "capacity",
        "random labels of random binary vectors, shown at the first of T steps: to be memorized (Collins et al. 2017)",
        "classify",
        Length: 6,
        LeastLength: 1,
        [.. Enumerable.Range(1, Bits).Select(k => string.Create(CultureInfo.InvariantCulture, $"x{k}"))],
        [],
        ["label"],
        TargetLevel.Sequence,
        "there is no rule to learn: on other vectors half of the labels are right; b vectors, a share p of them right, are b (1 + p " +
        "log2 p + (1 - p) log2 (1 - p)) bits")
    {
        Make = Make,
    };

    static Sequence Make(int n, int T, RandomStream random)
    {
        var x = new double[Bits * T];
        for (var k = 0; k < Bits; k++)
        {
            x[k] = random.Next(2);
        }

        return new Sequence(n.ToString(CultureInfo.InvariantCulture), T, x, random.Next(2) == 0 ? "a" : "b", null);
    }
}
