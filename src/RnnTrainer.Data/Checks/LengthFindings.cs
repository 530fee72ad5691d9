using System.Globalization;

namespace RnnTrainer.Data.Checks;

/// <summary>Lengths that make a recurrent model pointless or slow.</summary>
static class LengthFindings
{
    const int Long = 2000;

    public static IEnumerable<DataFinding> In(IReadOnlyList<Sequence> sequences)
    {
        int[] lengths = [.. sequences.Select(s => s.Length).Order()];
        var (median, most, ones) = (lengths[lengths.Length / 2], lengths[^1], lengths.Count(l => l == 1));
        if (most == 1)
        {
            yield return new DataFinding("one-step", "every sequence has one step: there is no order to learn from", "Is it the right column that names the sequences (sequence:)?");
        }
        else if (ones > 0 && 10 * ones > lengths.Length)
        {
            yield return new DataFinding("one-step", string.Create(CultureInfo.InvariantCulture, $"{ones:N0} of {lengths.Length:N0} sequences have one step"), "Are rows missing, or names misspelt?");
        }

        if (most > 10 * median && lengths.Length > 1 && most > 50)
        {
            yield return new DataFinding("lengths", string.Create(CultureInfo.InvariantCulture, $"the longest sequence has {most:N0} steps, the middle one {median:N0}"), "Take sequences of similar length together (training: {bucket: true}), or cut the long ones.");
        }
        else if (most > Long && lengths.Length > 1)
        {
            yield return new DataFinding("lengths", string.Create(CultureInfo.InvariantCulture, $"sequences have up to {most:N0} steps"), "Training takes time in proportion, and what lies thousands of steps back is hardly learnt: take every tenth step, or means of them.");
        }
    }
}
