using RnnTrainer.Common;
using static System.FormattableString;

namespace RnnTrainer.Data.Checks;

/// <summary>Lengths with which a recurrent model cannot learn, or trains slowly.</summary>
static class LengthFindings
{
    /// <summary>A sequence with more steps than this is long.</summary>
    const int Long = 2000;

    /// <summary>The findings in one set.</summary>
    /// <param name="all">The length of each sequence.</param>
    public static IEnumerable<DataFinding> In(IReadOnlyList<int> all)
    {
        int[] lengths = [.. all.Order()];
        var (median, longest, ones) = (lengths[lengths.Length / 2], lengths[^1], lengths.Count(l => l == 1));
        if (longest == 1)
        {
            yield return new DataFinding(
                "one-step",
                "every sequence has one step: there is no order to learn from",
                "Is it the right column that names the sequences (sequence:)?");
        }
        else if (10 * ones > lengths.Length)
        {
            yield return new DataFinding(
                "one-step",
                Invariant($"{ones:N0} of {lengths.Length:N0} sequences {Words.Agree(ones, "has", "have")} one step"),
                "Are rows missing, or names misspelt?");
        }

        if (longest > 10 * median && lengths.Length > 1 && longest > 50)
        {
            yield return new DataFinding(
                "lengths",
                Invariant($"the longest sequence has {longest:N0} steps, the median one {median:N0}"),
                "Batch sequences of similar length together (training: {bucket: true}), or cut the long ones.");
        }
        else if (longest > Long && lengths.Length > 1)
        {
            yield return new DataFinding(
                "lengths",
                Invariant($"sequences have up to {longest:N0} steps"),
                "Training time grows in proportion, and a model hardly learns across thousands of steps: keep every tenth step, or " +
                "average them.");
        }
    }
}
