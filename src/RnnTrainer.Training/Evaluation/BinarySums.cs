namespace RnnTrainer.Training.Evaluation;

/// <summary>Sums over outputs that are independent labels, from which their scores follow.</summary>
sealed class BinarySums : ISums<BinarySums>
{
    /// <summary>Labels that are there and were found.</summary>
    public long TruePositives { get; private set; }

    /// <summary>Labels that were found and are not there.</summary>
    public long FalsePositives { get; private set; }

    /// <summary>Labels that are there and were not found.</summary>
    public long FalseNegatives { get; private set; }

    public double Outputs { get; set; }

    public double Loss { get; set; }

    /// <summary>The tally of sequences.</summary>
    /// <param name="targets">0 or 1, row-major [N,C], in the order of the sequences.</param>
    /// <param name="predictions">The same: whether it is 1.</param>
    /// <param name="counts">Outputs of each sequence.</param>
    /// <param name="losses">Of each sequence, the sum over its outputs.</param>
    public static Tally Tally(
        IReadOnlyList<double> targets, IReadOnlyList<bool> predictions, int C, IReadOnlyList<int> counts, IReadOnlyList<double> losses)
    {
        var (sums, first) = (new BinarySums[counts.Count], 0);
        for (var s = 0; s < sums.Length; s++)
        {
            sums[s] = new BinarySums { Outputs = counts[s], Loss = losses[s] };
            for (var n = first; n < first + (counts[s] * C); n++)
            {
                sums[s].Add(isThere: targets[n] > 0.5, isFound: predictions[n]);
            }

            first += counts[s] * C;
        }

        return new Tally<BinarySums>(sums, ScoresOf);
    }

    /// <summary>The scores of all outputs, which are one group.</summary>
    public static IReadOnlyList<Score> ScoresOf(IReadOnlyList<BinarySums> groups) => groups[0].Scores();

    public BinarySums Zero() => new();

    public void Clear() => (TruePositives, FalsePositives, FalseNegatives, Outputs, Loss) = (0, 0, 0, 0, 0);

    public void Add(BinarySums others)
    {
        TruePositives += others.TruePositives;
        FalsePositives += others.FalsePositives;
        FalseNegatives += others.FalseNegatives;
        Outputs += others.Outputs;
        Loss += others.Loss;
    }

    /// <summary>Adds an output: its labels, and the logits that they were predicted by.</summary>
    public void Add(ReadOnlySpan<double> target, ReadOnlySpan<double> logits)
    {
        for (var c = 0; c < target.Length; c++)
        {
            Add(isThere: target[c] > 0.5, isFound: logits[c] > 0);
        }

        Outputs++;
    }

    /// <summary>Adds one label.</summary>
    public void Add(bool isThere, bool isFound)
    {
        TruePositives += isThere && isFound ? 1 : 0;
        FalsePositives += !isThere && isFound ? 1 : 0;
        FalseNegatives += isThere && !isFound ? 1 : 0;
    }

    public IReadOnlyList<Score> Scores()
    {
        var (tp, fp, fn) = (TruePositives, FalsePositives, FalseNegatives);
        return
        [
            new("loss", Loss / Outputs),
            new("accuracy", tp + fp + fn == 0 ? 1 : Metrics.Fraction(tp, tp + fp + fn)),
            new("precision", Metrics.Fraction(tp, tp + fp)),
            new("recall", Metrics.Fraction(tp, tp + fn)),
            new("f1", Metrics.Fraction(2 * tp, (2 * tp) + fp + fn)),
        ];
    }
}
