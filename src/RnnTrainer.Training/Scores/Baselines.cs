namespace RnnTrainer.Training;

/// <summary>A naive answer and its scores: what a model has to beat.</summary>
/// <param name="Name"><c>majority</c>, <c>mean</c>, <c>last</c> or <c>seasonal</c>.</param>
/// <param name="Scores">On the same examples as the model's.</param>
public sealed record Baseline(string Name, IReadOnlyList<Score> Scores);

/// <summary>Answers that look at targets and at nothing else.</summary>
public static class Baselines
{
    /// <summary>Always the most frequent class of training; of several, the first in ordinal order.</summary>
    /// <param name="counts">Training sequences of each class.</param>
    /// <param name="truth">Class numbers of the examples scored, at least one.</param>
    public static Baseline Majority(IReadOnlyList<double> counts, IReadOnlyList<int> truth)
    {
        var answer = Enumerable.Range(0, counts.Count).MaxBy(c => counts[c]);
        return Of("majority", Metrics.Classify(truth, [.. truth.Select(_ => answer)], double.NaN));
    }

    /// <summary>Always the training split's mean of each target column.</summary>
    /// <param name="means">Per column.</param>
    /// <param name="truth">Targets of the sequences scored, row-major [N, columns], at least one sequence.</param>
    public static Baseline Mean(IReadOnlyList<double> means, double[] truth) =>
        Of("mean", Metrics.Regress(truth, [.. truth.Select((_, n) => means[n % means.Count])], means.Count, double.NaN));

    /// <summary>The naive forecasts of windows: the last value, the value a season before where there is a season, and the training split's means.</summary>
    /// <param name="windows">With <see cref="Data.Sequence.Past"/> and targets [H,C].</param>
    /// <param name="means">Of each target and step ahead, [H,C].</param>
    /// <param name="season">1: none.</param>
    internal static IReadOnlyList<Baseline> Forecasts(IReadOnlyList<Data.Sequence> windows, IReadOnlyList<double> means, int season, ForecastScale scale)
    {
        var C = scale.Deviation.Length;
        var (H, truth) = (means.Count / C, windows.SelectMany(w => w.Target!).ToArray());
        return
        [
            Scored("last", w => NaiveForecasts.Last(w.Past!, H, C)),
            .. season > 1 ? new[] { Scored("seasonal", w => NaiveForecasts.Seasonal(w.Past!, H, C, season)) } : [],
            Scored("mean", _ => means),
        ];

        Baseline Scored(string name, Func<Data.Sequence, IEnumerable<double>> answer) =>
            Of(name, Metrics.Regress(truth, [.. windows.SelectMany(answer)], H * C, double.NaN, scale));
    }

    // A constant answer has no loss that could be held beside the model's.
    static Baseline Of(string name, IReadOnlyList<Score> scores) => new(name, [.. scores.Where(s => s.Metric != "loss")]);
}
