using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>The scores of each class against the others, and of each label.</summary>
static class LabelScores
{
    /// <summary>Of each class or label, in the order of the model; empty where outputs are neither.</summary>
    public static IReadOnlyList<ScoredGroup> Of(ModelSchema schema, EvaluationResult evaluation) => evaluation switch
    {
        { Confusion: { } confusion } => [.. schema.Classes.Select((name, c) => Of(name, confusion.Against(c), evaluation.Ranked, c))],
        { Labels: { } labels } => [.. schema.Target.Select((name, c) => Of(name, labels[c], evaluation.Ranked, c))],
        _ => [],
    };

    /// <summary>
    /// <c>micro</c>: of all labels as one; <c>macro</c>: the mean over the labels, each score without the labels for which it is undefined.
    /// </summary>
    public static IReadOnlyList<ScoredGroup> Means(EvaluationResult evaluation, IReadOnlyList<ScoredGroup> labels)
    {
        var micro = Of("micro", evaluation.Labels!.Aggregate((a, b) => a + b), evaluation.Ranked, null);
        return
        [
            micro,
            new("macro", micro.Count, [.. micro.Scores.Select(s => new Score(s.Metric, MeanOf(labels, s.Metric)))]),
        ];
    }

    static double MeanOf(IReadOnlyList<ScoredGroup> labels, string metric)
    {
        double[] defined = [.. labels.Select(l => l.Scores.Value(metric)!.Value).Where(v => !double.IsNaN(v))];
        return defined.Length == 0 ? double.NaN : defined.Average();
    }

    static ScoredGroup Of(string name, BinaryCounts counts, RankedScores? ranked, int? column) => new(
        name,
        (int)Math.Min(int.MaxValue, counts.Support),
        [
            new("precision", counts.Precision),
            new("recall", counts.Recall),
            new("f1", counts.F1),
            new("balanced_accuracy", counts.BalancedAccuracy),
            new("mcc", counts.Mcc),
            .. ranked is null ? [] : OfProbabilities(ranked, column),
        ]);

    static IReadOnlyList<Score> OfProbabilities(RankedScores ranked, int? column)
    {
        var sums = new ProbabilitySums();
        foreach (var (p, isThere) in ranked.Outputs(column))
        {
            sums.Add(p, isThere);
        }

        var areas = ranked.AreasOf(column);
        return [.. sums.Scores(), new("roc_auc", areas.Roc), new("pr_auc", areas.AveragePrecision)];
    }
}
