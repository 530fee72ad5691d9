namespace RnnTrainer.Training.Evaluation;

/// <summary>Sums over outputs that are classes, from which their scores follow.</summary>
/// <param name="classes">C. Labels that training never saw are −1, −2, … as targets: no prediction is right, and they have no loss.</param>
sealed class ClassSums(int classes) : ISums<ClassSums>
{
    // How often each class is the target, the prediction, and both; and how often each unseen label is the target.
    readonly double[] _targets = new double[classes];
    readonly double[] _predictions = new double[classes];
    readonly double[] _right = new double[classes];
    double[] _unseen = [];
    readonly ProbabilitySums _probabilities = new();
    BinaryCounts? _entities;

    public double Outputs { get; private set; }

    /// <summary>How confidences compare with what is right.</summary>
    public Calibration Calibration => _probabilities.Calibration;

    /// <summary>Of the outputs whose target training saw.</summary>
    public double Loss { get; private set; }

    /// <summary>The tally of sequences.</summary>
    /// <param name="classes">C.</param>
    /// <param name="targets">A class for each output, in the order of the sequences.</param>
    /// <param name="predictions">The same.</param>
    /// <param name="losses">The same.</param>
    /// <param name="counts">Outputs of each sequence.</param>
    public static Tally Tally(
        int classes,
        IReadOnlyList<int> targets,
        IReadOnlyList<int> predictions,
        IReadOnlyList<double> losses,
        IReadOnlyList<int> counts)
    {
        var (sums, first) = (new ClassSums[counts.Count], 0);
        for (var s = 0; s < sums.Length; s++)
        {
            sums[s] = new ClassSums(classes);
            for (var n = first; n < first + counts[s]; n++)
            {
                sums[s].Add(targets[n], predictions[n], losses[n]);
            }

            first += counts[s];
        }

        return new Tally<ClassSums>(sums, ScoresOf);
    }

    /// <summary>The scores of all outputs, which are one group.</summary>
    public static IReadOnlyList<Score> ScoresOf(IReadOnlyList<ClassSums> groups) => groups[0].Scores();

    public ClassSums Zero() => new(classes);

    public void Clear()
    {
        Array.Clear(_targets);
        Array.Clear(_predictions);
        Array.Clear(_right);
        Array.Clear(_unseen);
        _probabilities.Clear();
        (Outputs, Loss, _entities) = (0, 0, null);
    }

    public void Add(ClassSums others)
    {
        Add(_targets, others._targets);
        Add(_predictions, others._predictions);
        Add(_right, others._right);
        Grow(others._unseen.Length);
        Add(_unseen, others._unseen);
        _probabilities.Add(others._probabilities);
        _entities = others._entities is { } entities ? entities + (_entities ?? default) : _entities;
        (Outputs, Loss) = (Outputs + others.Outputs, Loss + others.Loss);
    }

    /// <summary>Adds an output.</summary>
    public void Add(int target, int prediction, double loss)
    {
        _predictions[prediction]++;
        Outputs++;
        if (target < 0)
        {
            Grow(-target);
            _unseen[-target - 1]++;
            return;
        }

        _targets[target]++;
        _right[target] += target == prediction ? 1 : 0;
        Loss += loss;
    }

    /// <summary>Adds an output with the probability of each class.</summary>
    public void Add(int target, int prediction, double loss, ReadOnlySpan<double> p)
    {
        Add(target, prediction, loss);
        _probabilities.Add(p, target);
    }

    /// <summary>Adds the entities of a sequence.</summary>
    public void Add(BinaryCounts entities) => _entities = entities + (_entities ?? default);

    public IReadOnlyList<Score> Scores()
    {
        var (f1, occurring, known, right) = (0.0, _unseen.Count(n => n > 0), 0.0, 0.0);
        for (var c = 0; c < classes; c++)
        {
            var occurrences = _targets[c] + _predictions[c];
            occurring += occurrences > 0 ? 1 : 0;
            f1 += occurrences > 0 ? 2 * _right[c] / occurrences : 0;
            (known, right) = (known + _targets[c], right + _right[c]);
        }

        return
        [
            new("loss", Loss / known),
            new("accuracy", right / Outputs),
            new("macro_f1", f1 / occurring),
            new("balanced_accuracy", BalancedAccuracy()),
            new("mcc", Mcc(right)),
            .. _entities is { } entities ? [new("entity_f1", entities.F1)] : Array.Empty<Score>(),
            .. _probabilities.Scores(),
        ];
    }

    /// <summary>The mean recall of the labels that occur.</summary>
    double BalancedAccuracy()
    {
        var (recall, occurring) = (0.0, _unseen.Count(n => n > 0));
        for (var c = 0; c < classes; c++)
        {
            recall += _targets[c] > 0 ? _right[c] / _targets[c] : 0;
            occurring += _targets[c] > 0 ? 1 : 0;
        }

        return recall / occurring;
    }

    /// <summary>Matthews' correlation coefficient of several classes; 0 where it would be 0/0, as in scikit-learn.</summary>
    double Mcc(double right)
    {
        var (both, ofTargets, ofPredictions) = (right * Outputs, Outputs * Outputs, Outputs * Outputs);
        for (var c = 0; c < classes; c++)
        {
            both -= _targets[c] * _predictions[c];
            ofTargets -= _targets[c] * _targets[c];
            ofPredictions -= _predictions[c] * _predictions[c];
        }

        foreach (var n in _unseen)
        {
            ofTargets -= n * n;
        }

        return ofTargets * ofPredictions == 0 ? 0 : both / Math.Sqrt(ofTargets * ofPredictions);
    }

    void Grow(int unseen) => Array.Resize(ref _unseen, Math.Max(unseen, _unseen.Length));

    static void Add(double[] sums, double[] others)
    {
        for (var c = 0; c < others.Length; c++)
        {
            sums[c] += others[c];
        }
    }
}
