namespace RnnTrainer.Training.Evaluation;

/// <summary>A tally with the scores that need all probabilities at once.</summary>
/// <param name="sums">All other scores.</param>
/// <param name="ranked">The scores of sequences that count as often as it is given; null: once each.</param>
/// <param name="keeps">Whether the tally is of each sequence; else it has but one item, their total.</param>
sealed class RankedTally(Tally sums, Func<int[]?, IReadOnlyList<Score>> ranked, bool keeps) : Tally
{
    public override int Count => sums.Count;

    public override IReadOnlyList<Score> Scores(IEnumerable<int> sequences)
    {
        if (!keeps)
        {
            return [.. sums.Scores(sequences), .. ranked(null)];
        }

        int[] some = [.. sequences];
        var weights = new int[Count];
        foreach (var n in some)
        {
            weights[n]++;
        }

        return [.. sums.Scores(some), .. ranked(weights)];
    }

    internal override double MeanLoss(int sequence) => sums.MeanLoss(sequence);

    /// <summary><c>roc_auc</c> and <c>pr_auc</c> of classes: of two those of the second, of more the mean of each against the
    /// others.</summary>
    public static IReadOnlyList<Score> OfClasses(RankedScores ranked, int[]? weights) => ranked.Columns switch
    {
        < 2 => [],
        2 => Means([ranked.AreasOf(1, weights)]),
        _ => Means([.. Enumerable.Range(0, ranked.Columns).Select(c => ranked.AreasOf(c, weights))]),
    };

    /// <summary>The same of labels, the mean over them and <c>micro_</c> of all of them as one.</summary>
    public static IReadOnlyList<Score> OfLabels(RankedScores ranked, int[]? weights) =>
    [
        .. Means([.. Enumerable.Range(0, ranked.Columns).Select(c => ranked.AreasOf(c, weights))]),
        .. Means([ranked.AreasOf(null, weights)]).Select(s => s with { Metric = $"micro_{s.Metric}" }),
    ];

    // A column in which nothing, or everything, is there has no pairs to compare.
    static IEnumerable<Score> Defined(string metric, IEnumerable<double> values)
    {
        double[] defined = [.. values.Where(v => !double.IsNaN(v))];
        return defined.Length == 0 ? [] : [new(metric, defined.Average())];
    }

    static IReadOnlyList<Score> Means(IReadOnlyList<RankedAreas> areas) =>
        [.. Defined("roc_auc", areas.Select(a => a.Roc)), .. Defined("pr_auc", areas.Select(a => a.AveragePrecision))];
}
