using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Synthetic;

/// <summary>
/// Two symbols out of X and Y, far apart among the distractors a … d: in which order did they come? Hochreiter and Schmidhuber, "Long
/// short-term memory", 1997, experiment 6a: E at the beginning and B at the end, the first symbol in the second tenth of the sequence, the
/// second in its sixth tenth.
/// </summary>
static class TemporalOrderTask
{
    static readonly string[] Distractors = ["a", "b", "c", "d"];
    static readonly string[] Labels = ["Q", "R", "S", "U"]; // XX, XY, YX, YY

    public static SyntheticTask Task { get; } = new(
        "temporal-order",
        "which two of X and Y came, and in which order: Q, R, S or U (Hochreiter and Schmidhuber 1997, 6a)",
        "classify",
        Length: 100,
        LeastLength: 10,
        [],
        ["symbol"],
        ["label"],
        TargetLevel.Sequence,
        "a guess is right in 25 %")
    {
        Make = Make,
    };

    static Sequence Make(int n, int T, RandomStream random)
    {
        string[] symbols = [.. Enumerable.Range(0, T).Select(_ => Distractors[random.Next(4)])];
        var tenth = T / 10;
        var (first, second) = (random.Next(2), random.Next(2));
        symbols[0] = "E";
        symbols[T - 1] = "B";
        symbols[tenth + random.Next(tenth)] = first == 0 ? "X" : "Y";
        symbols[(5 * tenth) + random.Next(tenth)] = second == 0 ? "X" : "Y";
        return new Sequence(n.ToString(CultureInfo.InvariantCulture), T, [], Labels[(2 * first) + second], null) { Texts = symbols };
    }
}
