namespace RnnTrainer.Training.Evaluation;

/// <summary>
/// How far confidences are from the share that is right: sums over 15 bins of equal width, from k/15, excluded, to (k+1)/15, included,
/// of the probability of the prediction (Guo et al., "On calibration of modern neural networks", 2017).
/// </summary>
sealed class Calibration
{
    /// <summary>The number of bins.</summary>
    public const int Bins = 15;

    readonly long[] _counts = new long[Bins];
    readonly long[] _right = new long[Bins];
    readonly double[] _confidence = new double[Bins];

    /// <summary>The bins that are not empty, from the least confident on.</summary>
    public IEnumerable<CalibrationBin> Filled => Enumerable.Range(0, Bins).Where(b => _counts[b] > 0)
        .Select(b => new CalibrationBin(_counts[b], _confidence[b] / _counts[b], (double)_right[b] / _counts[b]));

    /// <summary>Adds a prediction.</summary>
    /// <param name="confidence">Its probability, between 0 and 1.</param>
    public void Add(double confidence, bool isRight)
    {
        var b = BinOf(confidence);
        _counts[b]++;
        _right[b] += isRight ? 1 : 0;
        _confidence[b] += confidence;
    }

    /// <summary>Adds others.</summary>
    public void Add(Calibration others)
    {
        for (var b = 0; b < Bins; b++)
        {
            _counts[b] += others._counts[b];
            _right[b] += others._right[b];
            _confidence[b] += others._confidence[b];
        }
    }

    /// <summary>Empties all bins.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Array.Clear(_right);
        Array.Clear(_confidence);
    }

    /// <summary>The expected calibration error: the mean over predictions of |share right − mean confidence| of their bin.</summary>
    public double Error()
    {
        var (sum, all) = (0.0, 0L);
        for (var b = 0; b < Bins; b++)
        {
            sum += Math.Abs(_right[b] - _confidence[b]);
            all += _counts[b];
        }

        return sum / all;
    }

    // The limits are the nearest float64 to k/15, which a product with 15 may miss by one rounding.
    static int BinOf(double confidence)
    {
        var b = double.IsNaN(confidence) ? 0 : Math.Clamp((int)Math.Ceiling(confidence * Bins) - 1, 0, Bins - 1);
        return b > 0 && confidence <= (double)b / Bins ? b - 1
            : b < Bins - 1 && confidence > (b + 1.0) / Bins ? b + 1
            : b;
    }
}

/// <summary>Predictions of similar confidence.</summary>
/// <param name="Count">How many.</param>
/// <param name="Confidence">The mean probability of the prediction.</param>
/// <param name="Right">The share that is right.</param>
readonly record struct CalibrationBin(long Count, double Confidence, double Right);
