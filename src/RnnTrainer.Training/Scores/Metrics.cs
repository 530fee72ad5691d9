namespace RnnTrainer.Training;

/// <summary>The metrics of a task.</summary>
public static class Metrics
{
    static readonly HashSet<string> MoreIsBetter = ["accuracy", "macro_f1", "r2"];

    /// <summary>The metrics of a task, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> Names(TaskKind task) => task switch
    {
        TaskKind.Classify or TaskKind.Tag => ["loss", "accuracy", "macro_f1"],
        TaskKind.Regress => ["loss", "mse", "rmse", "mae", "r2"],
        TaskKind.Forecast => ["loss", "mse", "rmse", "mae", "r2", "mase", "smape", "scaled_mse", "scaled_mae"],
        _ => ["loss", "perplexity", "bits_per_symbol"],
    };

    /// <summary>True if <paramref name="value"/> is at least as good as <paramref name="limit"/>: not below it for accuracy, macro_f1 and r2, not above it for the others.</summary>
    public static bool Reaches(string metric, double value, double limit) =>
        MoreIsBetter.Contains(metric) ? value >= limit : value <= limit;

    /// <summary>True if <paramref name="value"/> is better than <paramref name="before"/>, by more than <paramref name="delta"/>.</summary>
    public static bool Improves(string metric, double value, double before, double delta = 0) =>
        (MoreIsBetter.Contains(metric) ? value - before : before - value) > delta;

    /// <summary>
    /// <c>loss</c> as given, <c>accuracy</c> = fraction right, <c>macro_f1</c> = mean over the classes that occur in truth or
    /// answers of 2 right / (occurrences in truth + occurrences in answers).
    /// </summary>
    /// <param name="truth">A class number per example, at least one.</param>
    /// <param name="answers">The model's, in the same order.</param>
    /// <param name="loss">Mean loss.</param>
    public static IReadOnlyList<Score> Classify(IReadOnlyList<int> truth, IReadOnlyList<int> answers, double loss)
    {
        var classes = truth.Concat(answers).Distinct().ToList();
        var right = truth.Zip(answers).Where(p => p.First == p.Second).CountBy(p => p.First).ToDictionary();
        var occurrences = truth.Concat(answers).CountBy(c => c).ToDictionary();
        return
        [
            new("loss", loss),
            new("accuracy", (double)right.Values.Sum() / truth.Count),
            new("macro_f1", classes.Average(c => 2.0 * right.GetValueOrDefault(c) / occurrences[c])),
        ];
    }

    /// <summary>
    /// Over all numbers of all examples: <c>mse</c> = mean of (answer − truth)², <c>rmse</c> its root, <c>mae</c> = mean of |answer − truth|,
    /// <c>r2</c> = 1 − Σ(answer − truth)² / Σ(truth − mean of its column)²; of a constant truth, 1 if every answer is exact, else 0. Of a forecast also
    /// <c>mase</c> = mean of |answer − truth| / q of its target, q the training part's error of the seasonal naive forecast one step ahead (Hyndman and Koehler,
    /// «Another look at measures of forecast accuracy», 2006); <c>smape</c> = mean of 200 |answer − truth| / (|answer| + |truth|), 0 where both are 0 (as in the
    /// M4 competition, 2018); <c>scaled_mse</c> and <c>scaled_mae</c>, of values divided by the training part's standard deviation of their target.
    /// </summary>
    /// <param name="truth">A number per target column and example, row-major [N, columns].</param>
    /// <param name="answers">The model's, in the same order.</param>
    /// <param name="columns">Target columns; of a forecast, for each step ahead.</param>
    /// <param name="loss">Mean loss.</param>
    /// <param name="scale">Of a forecast.</param>
    public static IReadOnlyList<Score> Regress(double[] truth, double[] answers, int columns, double loss, ForecastScale? scale = null)
    {
        var N = truth.Length / columns;
        return new NumberTally(columns, scale).Of(truth, answers, [N], [loss * N]).Scores();
    }
}
