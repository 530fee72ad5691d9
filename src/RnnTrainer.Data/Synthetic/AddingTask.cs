using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Synthetic;

/// <summary>
/// Two numbers of a long sequence are marked; their sum is the target. Hochreiter and Schmidhuber, "Long short-term memory", 1997; here as
/// Arjovsky, Shah and Bengio, "Unitary evolution recurrent neural networks", 2016: one mark in each half.
/// </summary>
static class AddingTask
{
    public static SyntheticTask Task { get; } = new(
        "adding",
        "the sum of the two marked numbers among T (Arjovsky et al. 2016)",
        "regress",
        Length: 100,
        LeastLength: 2,
        ["value", "marker"],
        [],
        ["sum"],
        TargetLevel.Sequence,
        "always predicting 1 has a mean squared error of 1/6 = 0.1667; solved is below 0.01")
    {
        Make = Make,
    };

    static Sequence Make(int n, int T, RandomStream random)
    {
        var x = new double[2 * T];
        for (var t = 0; t < T; t++)
        {
            x[2 * t] = random.NextDouble();
        }

        var first = random.Next(T / 2);
        var second = (T / 2) + random.Next(T - (T / 2));
        (x[(2 * first) + 1], x[(2 * second) + 1]) = (1, 1);
        return new Sequence(n.ToString(CultureInfo.InvariantCulture), T, x, null, [x[2 * first] + x[2 * second]]);
    }
}
