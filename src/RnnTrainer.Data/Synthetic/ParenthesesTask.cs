using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Synthetic;

/// <summary>
/// Ten kinds of parentheses among noise: how many of each are open, at every step, at most 10 and never below 0. Collins, Sohl-Dickstein
/// and Sussillo, "Capacity and trainability in recurrent neural networks", 2017.
/// </summary>
static class ParenthesesTask
{
    const int Kinds = 10, Most = 10;

    public static SyntheticTask Task { get; } = new(
        "parentheses",
        "how many of ten kinds of parentheses are open, at every step (Collins et al. 2017)",
        "regress",
        Length: 100,
        LeastLength: 1,
        [],
        ["symbol"],
        [.. Enumerable.Range(0, Kinds).Select(k => $"open{k}")],
        TargetLevel.Step,
        "the mean count of each kind")
    {
        Make = Make,
    };

    static Sequence Make(int n, int T, RandomStream random)
    {
        var symbols = new string[T];
        var counts = new double[T * Kinds];
        var open = new int[Kinds];
        for (var t = 0; t < T; t++)
        {
            var symbol = random.Next(3 * Kinds);
            var (role, kind) = (symbol / Kinds, symbol % Kinds);
            symbols[t] = $"{(role == 0 ? "(" : role == 1 ? ")" : "n")}{kind}";
            open[kind] = Math.Clamp(open[kind] + (role == 0 ? 1 : role == 1 ? -1 : 0), 0, Most);
            for (var k = 0; k < Kinds; k++)
            {
                counts[(t * Kinds) + k] = open[k];
            }
        }

        return new Sequence(n.ToString(CultureInfo.InvariantCulture), T, [], null, null) { Texts = symbols, StepTargets = counts };
    }
}
