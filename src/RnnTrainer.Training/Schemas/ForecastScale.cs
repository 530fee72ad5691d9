using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Schemas;

/// <summary>What the scores of a forecast are measured by, from the training part alone.</summary>
/// <param name="Deviation">[C]: the standard deviation of each target, population form; 1 for a constant.</param>
/// <param name="SeasonalError">
/// [C]: over all series, the mean of <c>|y_t − y_{t−m}|</c> over the training steps that have both, m the season or 1: the error of the
/// seasonal naive forecast one step ahead; 0 if none has.
/// </param>
sealed record ForecastScale(double[] Deviation, double[] SeasonalError)
{
    /// <summary>The same error of each series alone, by its name: what <c>mase</c> divides by. Null in checkpoints of 0.1.</summary>
    public IReadOnlyDictionary<string, double[]>? Series { get; init; }

    /// <param name="training">With <see cref="Sequence.StepTargets"/>.</param>
    /// <param name="C">Targets.</param>
    /// <param name="season">m.</param>
    internal static ForecastScale Fit(IReadOnlyList<Sequence> training, int C, int season) => new(
        [.. Enumerable.Range(0, C).Select(c => Spread(training.SelectMany(s => Column(s, c, C))))],
        SeasonalErrors(training, C, season))
    {
        Series = training.ToDictionary(s => s.Id, s => SeasonalErrors([s], C, season), StringComparer.Ordinal),
    };

    /// <summary>[C]: the mean of <c>|y_t − y_{t−m}|</c> of each target; 0 if there is none.</summary>
    internal static double[] SeasonalErrors(IReadOnlyList<Sequence> series, int C, int season) =>
        [.. Enumerable.Range(0, C)
            .Select(c => series.SelectMany(s => Differences([.. Column(s, c, C)], season)).DefaultIfEmpty(0).Average())];

    /// <summary>The targets that <c>mase</c> leaves out because they do not change within any series of training.</summary>
    public IEnumerable<int> Unmeasured() => Enumerable.Range(0, SeasonalError.Length).Where(c => SeasonalError[c] == 0);

    /// <summary>
    /// The root mean square of targets minus the baseline forecast, per target: the scale for outputs that are added to that forecast.
    /// </summary>
    /// <param name="windows">With <see cref="Sequence.Past"/>.</param>
    internal static Normalization OfRemainder(DataConfig data, IReadOnlyList<Sequence> windows, ModelSchema schema)
    {
        var (H, C) = (schema.Horizon, schema.Target.Count);
        var (squares, known) = (new double[C], new int[C]);
        foreach (var window in windows)
        {
            var (start, units) = (ForecastBaselines.Base(data, window.Past, H, C)!, schema.UnitsOf(window));
            start = units?.To(start) ?? start;
            var target = units is null ? window.Target!.Span : units.To(window.Target!);

            for (var n = 0; n < target.Length; n++)
            {
                if (!double.IsNaN(target[n]))
                {
                    known[n % C]++;
                    squares[n % C] += Math.Pow(target[n] - start[n], 2) / H / windows.Count;
                }
            }
        }

        return new Normalization(
            NormalizationKind.Standard, new double[C], [.. squares.Select((s, c) => s > 0 ? Math.Sqrt(Mean(s, c)) : 1)]);

        // The squares are divided by the number of all targets.
        double Mean(double mean, int c) => known[c] == H * windows.Count ? mean : mean * H * windows.Count / known[c];
    }

    static IEnumerable<double> Column(Sequence series, int c, int C) => series.StepTargets!.Where((_, n) => n % C == c);

    static double Spread(IEnumerable<double> all)
    {
        var known = all.Where(y => !double.IsNaN(y)).ToArray();
        var mean = known.DefaultIfEmpty(0).Average();
        var variance = known.Select(y => (y - mean) * (y - mean)).DefaultIfEmpty(0).Average();
        return variance > 0 && known.Min() < known.Max() ? Math.Sqrt(variance) : 1; // the mean of a constant is rounded
    }

    static IEnumerable<double> Differences(double[] y, int m) =>
        Enumerable.Range(m, Math.Max(0, y.Length - m)).Select(t => Math.Abs(y[t] - y[t - m])).Where(d => !double.IsNaN(d));
}
