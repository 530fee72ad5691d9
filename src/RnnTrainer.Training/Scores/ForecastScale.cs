using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>What the scores of a forecast are measured by, from the training part alone.</summary>
/// <param name="Deviation">[C]: the standard deviation of each target, population form; 1 for a constant.</param>
/// <param name="SeasonalError">
/// [C]: the mean of <c>|y_t − y_{t−m}|</c> over the training steps that have both, m the season or 1: the error of the seasonal naive forecast one step ahead; 0 if none has.
/// </param>
public sealed record ForecastScale(double[] Deviation, double[] SeasonalError)
{
    /// <param name="training">With <see cref="Sequence.StepTargets"/>.</param>
    /// <param name="C">Targets.</param>
    /// <param name="season">m.</param>
    internal static ForecastScale Fit(IReadOnlyList<Sequence> training, int C, int season) => new(
        [.. Enumerable.Range(0, C).Select(c => Spread(training.SelectMany(s => Column(s, c, C))))],
        [.. Enumerable.Range(0, C).Select(c => training.SelectMany(s => Differences([.. Column(s, c, C)], season)).DefaultIfEmpty(0).Average())]);

    /// <summary>The root mean square of what a base leaves to be predicted, per target: the scale of a model whose zero is the naive forecast.</summary>
    /// <param name="windows">With <see cref="Sequence.Past"/>.</param>
    internal static Normalization OfRemainder(DataConfig data, IReadOnlyList<Sequence> windows, int H, int C)
    {
        var squares = new double[C];
        foreach (var window in windows)
        {
            var start = NaiveForecasts.Base(data, window.Past, H, C)!;
            for (var n = 0; n < H * C; n++)
            {
                squares[n % C] += Math.Pow(window.Target![n] - start[n], 2) / H / windows.Count;
            }
        }

        return new Normalization(NormalizationKind.Standard, new double[C], [.. squares.Select(s => s > 0 ? Math.Sqrt(s) : 1)]);
    }

    static IEnumerable<double> Column(Sequence series, int c, int C) => series.StepTargets!.Where((_, n) => n % C == c);

    static double Spread(IEnumerable<double> all)
    {
        var known = all.Where(y => !double.IsNaN(y)).ToArray();
        var mean = known.DefaultIfEmpty(0).Average();
        var variance = known.Select(y => (y - mean) * (y - mean)).DefaultIfEmpty(0).Average();
        return variance > 0 ? Math.Sqrt(variance) : 1;
    }

    static IEnumerable<double> Differences(double[] y, int m) =>
        Enumerable.Range(m, Math.Max(0, y.Length - m)).Select(t => Math.Abs(y[t] - y[t - m])).Where(d => !double.IsNaN(d));
}
