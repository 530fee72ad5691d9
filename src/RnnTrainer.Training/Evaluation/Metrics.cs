using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>How metrics are computed and compared.</summary>
static class Metrics
{
    static readonly HashSet<string> MoreIsBetter =
    [
        "accuracy", "macro_f1", "precision", "recall", "f1", "r2", "entity_f1", "balanced_accuracy", "mcc", "roc_auc", "pr_auc",
        "micro_roc_auc", "micro_pr_auc",
    ];

    static readonly HashSet<string> Further =
        ["balanced_accuracy", "mcc", "log_loss", "brier", "ece", "roc_auc", "pr_auc", "micro_roc_auc", "micro_pr_auc"];

    /// <summary>Whether tables leave it out, as they would be too wide: documents have it.</summary>
    public static bool IsFurther(string metric) => Further.Contains(metric);

    /// <summary>Whether a larger value is better; of losses and errors a smaller one is.</summary>
    public static bool IsMoreBetter(string metric) =>
        MoreIsBetter.Contains(metric) || metric.StartsWith("coverage_", StringComparison.Ordinal);

    /// <summary>
    /// True if <paramref name="value"/> is at least as good as <paramref name="limit"/>: not above it for losses and errors, not below it
    /// for the others.
    /// </summary>
    public static bool Reaches(string metric, double value, double limit) =>
        IsMoreBetter(metric) ? value >= limit : value <= limit;

    /// <summary>True if <paramref name="value"/> is better than <paramref name="before"/>, by more than <paramref name="delta"/>.</summary>
    public static bool Improves(string metric, double value, double before, double delta = 0) =>
        (IsMoreBetter(metric) ? value - before : before - value) > delta;

    /// <summary>
    /// <c>loss</c> as given, <c>accuracy</c> = fraction right, <c>macro_f1</c> = mean over the classes that occur in targets or
    /// predictions of 2 right / (occurrences in targets + occurrences in predictions).
    /// </summary>
    /// <param name="targets">A class number per example, at least one; −1, −2, … are the labels that training never saw, each a class of
    /// its own.</param>
    /// <param name="predictions">The model's, in the same order.</param>
    /// <param name="loss">Mean loss.</param>
    public static IReadOnlyList<Score> Classify(IReadOnlyList<int> targets, IReadOnlyList<int> predictions, double loss)
    {
        var C = Math.Max(targets.Max(), predictions.Max()) + 1;
        return ClassSums.Tally(C, targets, predictions, [.. targets.Select(_ => loss)], [targets.Count]).Scores();
    }

    /// <summary>
    /// Over all numbers of all examples: <c>mse</c> = mean of (prediction − target)², <c>rmse</c> its root, <c>mae</c> = mean of
    /// |prediction − target|, <c>r2</c> = 1 − Σ(prediction − target)² / Σ(target − mean of its column)²; where no target changes, 1 if
    /// every prediction is exact, else 0. Of a forecast also <c>mase</c> = mean of |prediction − target| / q of its target, q the training
    /// part's error of the seasonal naive forecast one step ahead (Hyndman and Koehler, "Another look at measures of forecast accuracy",
    /// 2006), without the targets whose q is 0, and missing if there is no other; <c>smape</c> = mean of 200 |prediction − target| /
    /// (|prediction| + |target|), 0 where both are 0 (as in the M4 competition, 2018); <c>scaled_mse</c> and <c>scaled_mae</c>, of values
    /// divided by the training part's standard deviation of their target.
    /// </summary>
    /// <param name="targets">A number per target column and example, row-major [N, columns].</param>
    /// <param name="predictions">The model's, in the same order.</param>
    /// <param name="columns">Target columns; of a forecast, for each step ahead.</param>
    /// <param name="loss">Mean loss.</param>
    /// <param name="scale">Of a forecast.</param>
    public static IReadOnlyList<Score> Regress(
        double[] targets, double[] predictions, int columns, double loss, ForecastScale? scale = null)
    {
        var N = targets.Length / columns;
        return new NumberTally(columns, scale).Of(targets, predictions, [N], [loss * N]).Scores();
    }

    /// <summary>
    /// Of symbols predicted one by one: <c>loss</c> = mean of −ln p(symbol), in nats, <c>perplexity</c> = exp(loss), <c>bits_per_symbol</c>
    /// = loss / ln 2, <c>accuracy</c> = fraction for which the likeliest symbol was the right one.
    /// </summary>
    /// <param name="loss">Sum of −ln p.</param>
    /// <param name="right">Symbols that were guessed.</param>
    /// <param name="symbols">Symbols in all, at least one.</param>
    public static IReadOnlyList<Score> Symbols(double loss, long right, long symbols) =>
    [
        new("loss", loss / symbols),
        new("perplexity", Math.Exp(loss / symbols)),
        new("bits_per_symbol", loss / symbols / Math.Log(2)),
        new("accuracy", (double)right / symbols),
    ];

    /// <summary>
    /// Of independent outputs, counted over all of them together, with tp true ones that were found, fp that were not there and fn that
    /// were missed: <c>accuracy</c> = tp / (tp + fp + fn), the frame-level accuracy of Bay, Ehmann, Downie, "Evaluation of multiple-F0
    /// estimation and tracking systems", ISMIR 2009; <c>precision</c> = tp / (tp + fp), <c>recall</c> = tp / (tp + fn), <c>f1</c> = 2 tp /
    /// (2 tp + fp + fn). Where nothing is divided by nothing these are 0, as in scikit-learn; <c>accuracy</c> is 1: there was nothing to
    /// find.
    /// </summary>
    /// <param name="targets">0 or 1 each.</param>
    /// <param name="predictions">In the same order.</param>
    /// <param name="loss">Mean loss of a step.</param>
    /// <param name="labels">C of the rows [N,C].</param>
    public static IReadOnlyList<Score> Multilabel(
        IReadOnlyList<double> targets, IReadOnlyList<bool> predictions, double loss, int labels = 1)
    {
        var sums = new BinarySums(labels) { Outputs = 1, Loss = loss };
        for (var n = 0; n < targets.Count; n++)
        {
            sums.Add(n % labels, isThere: targets[n] > 0.5, isFound: predictions[n]);
        }

        return sums.Scores();
    }

    /// <summary>0 where both are 0.</summary>
    internal static double Fraction(long part, long all) => all == 0 ? 0 : (double)part / all;
}
