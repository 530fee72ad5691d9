namespace RnnTrainer.Training.Evaluation;

/// <summary>Sums over outputs that are independent labels, from which their scores follow.</summary>
/// <param name="labels">C.</param>
sealed class BinarySums(int labels) : ISums<BinarySums>
{
    readonly BinaryCounts[] _counts = new BinaryCounts[labels];
    readonly ProbabilitySums _probabilities = new();

    /// <summary>Of each label.</summary>
    public IReadOnlyList<BinaryCounts> Counts => _counts;

    /// <summary>How confidences compare with what is right.</summary>
    public Calibration Calibration => _probabilities.Calibration;

    public double Outputs { get; set; }

    public double Loss { get; set; }

    /// <summary>The scores of all outputs, which are one group.</summary>
    public static IReadOnlyList<Score> ScoresOf(IReadOnlyList<BinarySums> groups) => groups[0].Scores();

    public BinarySums Zero() => new(labels);

    public void Clear()
    {
        Array.Clear(_counts);
        _probabilities.Clear();
        (Outputs, Loss) = (0, 0);
    }

    public void Add(BinarySums others)
    {
        for (var c = 0; c < labels; c++)
        {
            _counts[c] += others._counts[c];
        }

        _probabilities.Add(others._probabilities);
        Outputs += others.Outputs;
        Loss += others.Loss;
    }

    /// <summary>Adds an output: its labels, those that are predicted, 0 or 1 each, and the probabilities.</summary>
    public void Add(ReadOnlySpan<double> target, ReadOnlySpan<double> predicted, ReadOnlySpan<double> p)
    {
        for (var c = 0; c < target.Length; c++)
        {
            Add(c, isThere: target[c] > 0.5, isFound: predicted[c] > 0.5);
            _probabilities.Add(p[c], target[c] > 0.5);
        }

        Outputs++;
    }

    /// <summary>Adds one label.</summary>
    public void Add(int c, bool isThere, bool isFound) => _counts[c] += BinaryCounts.Of(isThere, isFound);

    public IReadOnlyList<Score> Scores()
    {
        var all = _counts.Aggregate((a, b) => a + b);
        var (tp, fp, fn) = (all.True, all.FalsePositive, all.FalseNegative);
        return
        [
            new("loss", Loss / Outputs),
            new("accuracy", tp + fp + fn == 0 ? 1 : Metrics.Fraction(tp, tp + fp + fn)),
            new("precision", all.Precision),
            new("recall", all.Recall),
            new("f1", all.F1),
            new("macro_f1", _counts.Average(c => c.F1)),
            new("balanced_accuracy", _counts.Average(c => c.BalancedAccuracy)),
            new("mcc", _counts.Average(c => c.Mcc)),
            .. _probabilities.Scores(),
        ];
    }
}
