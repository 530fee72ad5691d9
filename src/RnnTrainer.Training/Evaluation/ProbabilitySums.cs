namespace RnnTrainer.Training.Evaluation;

/// <summary>Sums over the probabilities of labels that are there or not, from which their scores follow.</summary>
sealed class ProbabilitySums
{
    /// <summary>The least probability that <c>log_loss</c> takes, as in scikit-learn: the distance from 1 to the next float64.</summary>
    const double Least = 1 / 4503599627370496.0;

    long _count;
    double _logLoss, _brier;

    /// <summary>How confidences compare with what is right.</summary>
    public Calibration Calibration { get; } = new();

    /// <summary><c>−ln p</c>, p not below the least one.</summary>
    public static double LogLoss(double p) => -Math.Log(Math.Clamp(p, Least, 1 - Least));

    /// <summary>Adds an output that is 1 with a probability.</summary>
    public void Add(double p, bool isThere)
    {
        _logLoss += LogLoss(isThere ? p : 1 - p);
        _brier += isThere ? (1 - p) * (1 - p) : p * p;
        _count++;
        Calibration.Add(Math.Max(p, 1 - p), p > 0.5 == isThere);
    }

    /// <summary>Adds an output that is one of some classes.</summary>
    /// <param name="p">Of each.</param>
    /// <param name="target">Below 0: a label without a probability, for which any prediction is wrong.</param>
    public void Add(ReadOnlySpan<double> p, int target)
    {
        var top = Common.Logits.ArgMax(p);
        Calibration.Add(p[top], top == target);
        if (target < 0)
        {
            return;
        }

        _logLoss += LogLoss(p[target]);
        _count++;
        var squares = 0.0;
        for (var c = 0; c < p.Length; c++)
        {
            var error = p[c] - (c == target ? 1 : 0);
            squares += error * error;
        }

        // Of two classes that is twice the squared error of the probability of either.
        _brier += p.Length == 2 ? squares / 2 : squares;
    }

    /// <summary>Adds others.</summary>
    public void Add(ProbabilitySums others)
    {
        _count += others._count;
        _logLoss += others._logLoss;
        _brier += others._brier;
        Calibration.Add(others.Calibration);
    }

    /// <summary>Sets all sums to 0.</summary>
    public void Clear()
    {
        (_count, _logLoss, _brier) = (0, 0, 0);
        Calibration.Clear();
    }

    /// <summary><c>log_loss</c>, <c>brier</c> and <c>ece</c>; empty where no output has a probability.</summary>
    public IReadOnlyList<Score> Scores() => _count == 0 ? []
        : [new("log_loss", _logLoss / _count), new("brier", _brier / _count), new("ece", Calibration.Error())];
}
