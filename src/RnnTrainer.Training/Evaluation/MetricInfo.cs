namespace RnnTrainer.Training.Evaluation;

/// <summary>What a metric is: one row of docs/metrics.md. A task lists those that it has.</summary>
/// <param name="Name">As in tables, in <c>--json</c> and in <c>metrics.jsonl</c>.</param>
/// <param name="Formula">In Markdown; the symbols are explained on the page.</param>
/// <param name="Range">The values that it can take.</param>
/// <param name="Source">Where the definition is from; empty for textbook metrics.</param>
sealed record MetricInfo(string Name, string Formula, string Range, string Source = "")
{
    /// <summary>Of outputs that are classes.</summary>
    public static IReadOnlyList<MetricInfo> Classes { get; } =
    [
        new("loss", "mean of −ln p[y], without class weights", "0 … ∞ nats"),
        new("accuracy", "correct / N", "0 … 1"),
        new("macro_f1", "mean of 2 tp / (2 tp + fp + fn) over the classes that occur as a label or as a prediction", "0 … 1"),
    ];

    /// <summary>Of outputs that are numbers.</summary>
    public static IReadOnlyList<MetricInfo> Numbers { get; } =
    [
        new("loss", "mean of the training loss (`training.loss`) on scaled targets, summed over the outputs", "0 … ∞"),
        new("mse", "mean of (ŷ − y)²", "0 … ∞, squared units of the target"),
        new("rmse", "√mse", "0 … ∞, units of the target"),
        new("mae", @"mean of \|ŷ − y\|", "0 … ∞, units of the target"),
        new("r2",
        "1 − Σ(ŷ − y)² / Σ(y − ȳ)², ȳ the mean of the target in the scored part; of constant targets 1 if every prediction is exact, " +
        "else 0", "−∞ … 1", "as in scikit-learn"),
    ];

    /// <summary>What a forecast has besides the metrics of numbers.</summary>
    public static IReadOnlyList<MetricInfo> Forecast { get; } =
    [
        new("mase",
            @"mean of \|ŷ − y\| / q, q the mean of \|y_t − y_{t−m}\| over the training part of the series, m the season or 1; of several series the mean over series", "0 … ∞; below 1 is better than the seasonal naive forecast of training", "Hyndman and Koehler 2006; mean over series as in the M4 competition"),
        new("smape", @"mean of 200 \|ŷ − y\| / (\|ŷ\| + \|y\|), 0 where both are 0", "0 … 200 percent", "M4 competition, 2018"),
        new("scaled_mse", "mse of values divided by the standard deviation of their target in training", "0 … ∞",
        "the literature on ETTh1"),
        new("scaled_mae", "mae of values divided by the standard deviation of their target in training", "0 … ∞",
        "the literature on ETTh1"),
    ];

    /// <summary>Of independent labels.</summary>
    public static IReadOnlyList<MetricInfo> Labels { get; } =
    [
        new("loss", "mean over steps of −Σ_c ln p of what was there, summed over the outputs c", "0 … ∞ nats",
            "Boulanger-Lewandowski et al. 2012"),
        new("accuracy", "tp / (tp + fp + fn); 1 if there was nothing to find and nothing was found", "0 … 1",
        "frame-level accuracy, Bay, Ehmann and Downie 2009"),
        new("precision", "tp / (tp + fp); 0 for 0/0", "0 … 1"),
        new("recall", "tp / (tp + fn); 0 for 0/0", "0 … 1"),
        new("f1", "2 tp / (2 tp + fp + fn); 0 for 0/0", "0 … 1"),
    ];

    /// <summary>Of symbols that are predicted one by one.</summary>
    public static IReadOnlyList<MetricInfo> Symbols { get; } =
    [
        new("loss", "mean of −ln p(next symbol)", "0 … ∞ nats"),
        new("perplexity", "exp(loss)", "1 … ∞"),
        new("bits_per_symbol", "loss / ln 2", "0 … ∞ bits"),
        new("accuracy", "fraction of symbols for which the most likely one was correct", "0 … 1"),
    ];
}
