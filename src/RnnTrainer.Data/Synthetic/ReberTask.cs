using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Synthetic;

/// <summary>
/// Words of the embedded Reber grammar (Hochreiter and Schmidhuber, "Long short-term memory", 1997, experiment 1): B, then T or P, then a
/// word of Reber's grammar, then the same T or P again, then E. At every step: which symbols may come next.
/// </summary>
static class ReberTask
{
    const string Symbols = "BEPSTVX";

    // State by state: the symbols that may come, and the state that each leads to.
    static readonly (char Symbol, int Next)[][] Grammar =
    [
        [('B', 1)],
        [('T', 2), ('P', 3)],
        [('S', 2), ('X', 4)],
        [('T', 3), ('V', 5)],
        [('X', 3), ('S', 6)],
        [('P', 4), ('V', 6)],
        [('E', 7)],
    ];

    public static SyntheticTask Task { get; } = new(
        "reber",
        "which symbols may come next in a word of the embedded Reber grammar (Hochreiter and Schmidhuber 1997, 1)",
        "multilabel",
        Length: 0,
        LeastLength: 0,
        [],
        ["symbol"],
        [.. Symbols.Select(s => $"next_{s}")],
        TargetLevel.Step,
        "without memory of the second symbol the last but one is guessed: half of the words end wrongly")
    {
        Make = (n, _, random) => Make(n, random),
    };

    static Sequence Make(int n, RandomStream random)
    {
        var outer = "TP"[random.Next(2)];
        List<(char Symbol, string Next)> steps = [('B', "TP"), (outer, "B")];
        for (var state = 0; state < 7;)
        {
            var (symbol, next) = Grammar[state][random.Next(Grammar[state].Length)];
            state = next;
            steps.Add((symbol, state == 7 ? $"{outer}" : string.Concat(Grammar[state].Select(g => g.Symbol))));
        }

        steps.Add((outer, "E"));
        return new Sequence(n.ToString(CultureInfo.InvariantCulture), steps.Count, [], null, null)
        {
            Texts = [.. steps.Select(s => s.Symbol.ToString())],
            StepTargets = [.. steps.SelectMany(s => Symbols.Select(c => s.Next.Contains(c, StringComparison.Ordinal) ? 1.0 : 0.0))],
        };
    }
}
