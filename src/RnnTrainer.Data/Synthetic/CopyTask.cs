using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Synthetic;

/// <summary>
/// Ten symbols of 1 to 8 are shown; after T blanks (0) and the marker (9) they are to be repeated. Hochreiter and Schmidhuber 1997; here as
/// Arjovsky, Shah and Bengio, "Unitary evolution recurrent neural networks", 2016: T + 20 steps.
/// </summary>
static class CopyTask
{
    const int K = 10;

    public static SyntheticTask Task { get; } = new(
        "copy",
        "the first 10 symbols again after T blanks, T + 20 steps (Arjovsky et al. 2016)",
        "tag",
        Length: 20,
        LeastLength: 1,
        [],
        ["symbol"],
        ["label"],
        TargetLevel.Step,
        "blanks and then a guess have a log-loss of 10 ln 8 / (T + 20) and an accuracy of 12.5 % on the 10 recalled symbols")
    {
        Make = Make,
    };

    static Sequence Make(int n, int T, RandomStream random)
    {
        string[] symbols = [.. Enumerable.Repeat("0", T + (2 * K))];
        string[] labels = [.. symbols];
        for (var k = 0; k < K; k++)
        {
            symbols[k] = labels[T + K + k] = (1 + random.Next(8)).ToString(CultureInfo.InvariantCulture);
        }

        symbols[T + K - 1] = "9";
        return new Sequence(
            n.ToString(CultureInfo.InvariantCulture), symbols.Length, [], null, null)
        { Texts = symbols, StepLabels = labels };
    }
}
