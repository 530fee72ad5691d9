namespace RnnTrainer.Training;

/// <summary>
/// Sums over the answers of each sequence, from which the scores of any selection of sequences follow: sums are added up, then looked at.
/// </summary>
/// <param name="Sums">Of each sequence, all of one length.</param>
/// <param name="Look">The scores that sums come to.</param>
public sealed record Tally(IReadOnlyList<double[]> Sums, Func<double[], IReadOnlyList<Score>> Look)
{
    /// <summary>The scores of all sequences.</summary>
    public IReadOnlyList<Score> Scores() => Scores(Enumerable.Range(0, Sums.Count));

    /// <summary>The scores of some sequences; one that occurs twice counts twice.</summary>
    /// <param name="sequences">Their places, at least one.</param>
    public IReadOnlyList<Score> Scores(IEnumerable<int> sequences)
    {
        var total = new double[Sums[0].Length];
        foreach (var sums in sequences.Select(n => Sums[n]))
        {
            for (var i = 0; i < total.Length; i++)
            {
                total[i] += sums[i];
            }
        }

        return Look(total);
    }
}
