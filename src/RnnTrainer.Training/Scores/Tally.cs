namespace RnnTrainer.Training.Scores;

/// <summary>
/// Sums over the answers of each sequence, from which the scores of any selection of sequences follow: sums are added up, then looked at.
/// </summary>
/// <param name="Sums">Of each sequence, all of one length.</param>
/// <param name="Look">The scores that the sums of each group come to.</param>
sealed record Tally(IReadOnlyList<double[]> Sums, Func<IReadOnlyList<double[]>, IReadOnlyList<Score>> Look)
{
    /// <param name="look">The scores that the sums of all come to.</param>
    public Tally(IReadOnlyList<double[]> sums, Func<double[], IReadOnlyList<Score>> look)
        : this(sums, (IReadOnlyList<double[]> groups) => look(groups[0]))
    {
    }

    /// <summary>Of each sequence, the number of the group whose sums are taken apart from the others', such as a series; null: there is one group.</summary>
    public IReadOnlyList<int>? Groups { get; init; }

    /// <summary>The scores of all sequences.</summary>
    public IReadOnlyList<Score> Scores() => Scores(Enumerable.Range(0, Sums.Count));

    /// <summary>The scores of some sequences; one that occurs twice counts twice.</summary>
    /// <param name="sequences">Their places, at least one.</param>
    public IReadOnlyList<Score> Scores(IEnumerable<int> sequences)
    {
        var groups = new SortedDictionary<int, double[]>();
        foreach (var n in sequences)
        {
            var group = Groups?[n] ?? 0;
            if (!groups.TryGetValue(group, out var total))
            {
                groups[group] = total = new double[Sums[0].Length];
            }

            Add(total, Sums[n]);
        }

        return Look([.. groups.Values]);
    }

    /// <summary>The sums of all groups.</summary>
    internal static double[] Total(IReadOnlyList<double[]> groups)
    {
        var total = new double[groups[0].Length];
        foreach (var sums in groups)
        {
            Add(total, sums);
        }

        return total;
    }

    static void Add(double[] total, double[] sums)
    {
        for (var i = 0; i < total.Length; i++)
        {
            total[i] += sums[i];
        }
    }
}
