using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Training.Ranges;

/// <summary>Sums over outputs from which the scores of ranges follow. A target that is not known does not count.</summary>
sealed class RangeTally(PredictedRanges ranges)
{
    readonly double[] _covered = new double[ranges.Levels.Count];
    readonly double[] _widths = new double[ranges.Levels.Count];
    readonly double[] _penalties = new double[ranges.Levels.Count];
    double _count, _quantileLoss, _sizes;

    /// <summary>Adds an output.</summary>
    /// <param name="target">[O].</param>
    /// <param name="prediction">[O].</param>
    /// <param name="own">The ranges that the model predicts itself.</param>
    public void Add(
        ReadOnlySpan<double> target, ReadOnlySpan<double> prediction, IReadOnlyList<PredictionRange> own, TargetUnits? units)
    {
        for (var o = 0; o < target.Length; o++)
        {
            if (double.IsNaN(target[o]))
            {
                continue;
            }

            _count++;
            _sizes += Math.Abs(target[o]);
            _quantileLoss += Pinball(0.5, target[o] - prediction[o]);
            var ends = ranges.Of(o, prediction[o], own, o, units);
            for (var l = 0; l < _covered.Length; l++)
            {
                Add(l, target[o], ends[l]);
            }
        }
    }

    /// <summary>
    /// Of each level <c>coverage_90</c> = the share of targets within their ranges, <c>width_90</c> = mean of high − low,
    /// <c>winkler_90</c> = mean of width + 2/a (distance of a target outside) with a = 1 − level (Winkler 1972); of all together
    /// <c>wql</c> = mean over the quantiles p, which are the ends of the ranges and the prediction as the median, of
    /// 2 Σ ρ_p(y − ŷ_p) / Σ |y| with ρ_p(e) = max(p e, (p − 1) e).
    /// </summary>
    public IReadOnlyList<Score> Scores() => _count == 0 ? [] :
    [
        .. ranges.Levels.Select(RangeNames.Shown).SelectMany((level, l) => new Score[]
        {
            new($"coverage_{level}", _covered[l] / _count),
            new($"width_{level}", _widths[l] / _count),
            new($"winkler_{level}", (_widths[l] + _penalties[l]) / _count),
        }),
        .. _sizes > 0 ? [new Score("wql", 2 * _quantileLoss / _sizes / (1 + (2 * _covered.Length)))] : Array.Empty<Score>(),
    ];

    void Add(int l, double y, (double Low, double High) range)
    {
        var alpha = 1 - ((double)ranges.Levels[l] / 100);
        var outside = Math.Max(Math.Max(range.Low - y, y - range.High), 0);
        _covered[l] += outside == 0 ? 1 : 0;
        _widths[l] += range.High - range.Low;
        _penalties[l] += 2 / alpha * outside;
        _quantileLoss += Pinball(alpha / 2, y - range.Low) + Pinball(1 - (alpha / 2), y - range.High);
    }

    static double Pinball(double p, double error) => Math.Max(p * error, (p - 1) * error);
}
