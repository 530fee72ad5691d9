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
        new("balanced_accuracy", "mean of tp / (tp + fn) over the classes that occur as a label", "0 … 1", "as in scikit-learn"),
        new("mcc", "(N c − Σ_k t_k ŷ_k) / √((N² − Σ_k ŷ_k²)(N² − Σ_k t_k²)), c correct ones, t_k labels and ŷ_k predictions of class k; 0 for "
            + "0/0", "−1 … 1", "Gorodkin 2004, as in scikit-learn"),
    ];

    /// <summary>Of outputs that are classes, by their probabilities.</summary>
    public static IReadOnlyList<MetricInfo> ClassProbabilities { get; } =
    [
        new("log_loss", "mean of −ln p[y], p between ε and 1 − ε, ε = 2⁻⁵²; without labels that training never saw", "0 … 36 nats",
            "as in scikit-learn"),
        new("brier", "mean of Σ_c (p[c] − (1 if y = c else 0))², of two classes half of it; without labels that training never saw",
            "0 … 2; of two classes 0 … 1", "Brier 1950, as in scikit-learn"),
        new("ece", "Σ_b n_b/N \\|share correct − mean confidence\\| over 15 bins b of equal width of the confidence max_c p[c]", "0 … 1",
            "Guo et al. 2017"),
        new("roc_auc", "share of the pairs of an example of a class and one of another in which p of the class is larger, ties count ½; of two "
            + "classes of the second one, of more the mean over the classes, each against the others; classes without an example, or "
            + "without any other, are left out: without any class there is no `roc_auc`", "0 … 1; chance is ½",
            "as in scikit-learn, one-vs-rest"),
        new("pr_auc", "Σ_k (R_k − R_{k−1}) P_k over the thresholds of p, R recall and P precision; of two classes of the second one, of more "
            + "the mean over all classes, each against the others, 0 for one without an example", "0 … 1; chance is the class's share",
            "average precision as in scikit-learn"),
    ];

    /// <summary>Of labels that mark entities.</summary>
    public static MetricInfo Entities { get; } = new(
        "entity_f1", "2 tp / (2 tp + fp + fn) of entities, correct with their type, first and last step; only where all labels are `O` or "
        + "`B-`, `I-`, `E-`, `S-` and a type", "0 … 1", "conlleval; the default mode of seqeval");

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
        new("macro_f1", "mean of 2 tp / (2 tp + fp + fn) over the labels, 0 for 0/0", "0 … 1", "as in scikit-learn"),
        new("balanced_accuracy", "mean over the labels of (tp / (tp + fn) + tn / (tn + fp)) / 2, without a term that is 0/0", "0 … 1",
            "as in scikit-learn"),
        new("mcc", "mean over the labels of (tp tn − fp fn) / √((tp + fp)(tp + fn)(tn + fp)(tn + fn)); 0 for 0/0", "−1 … 1",
            "Matthews 1975, as in scikit-learn"),
    ];

    /// <summary>Of independent labels, by their probabilities.</summary>
    public static IReadOnlyList<MetricInfo> LabelProbabilities { get; } =
    [
        new("log_loss", "mean over steps and labels of −ln p of what was there, p between ε and 1 − ε, ε = 2⁻⁵²", "0 … 36 nats",
            "as in scikit-learn"),
        new("brier", "mean over steps and labels of (p − y)²", "0 … 1", "Brier 1950, as in scikit-learn"),
        new("ece", "Σ_b n_b/N \\|share correct − mean confidence\\| over 15 bins b of equal width of the confidence max(p, 1 − p), all labels "
            + "as one", "0 … 1", "Guo et al. 2017"),
        new("roc_auc", "mean over the labels of the share of the pairs of a step with the label and one without in which p is larger, ties "
            + "count ½; labels that are always or never there are left out", "0 … 1; chance is ½", "as in scikit-learn"),
        new("pr_auc", "mean over the labels of Σ_k (R_k − R_{k−1}) P_k over the thresholds of p, R recall and P precision; 0 for a label that "
            + "is never there", "0 … 1; chance is the label's share", "average precision as in scikit-learn"),
        new("micro_roc_auc", "`roc_auc` of all labels as one", "0 … 1; chance is ½", "as in scikit-learn"),
        new("micro_pr_auc", "`pr_auc` of all labels as one", "0 … 1", "as in scikit-learn"),
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
