namespace RnnTrainer.Training;

/// <summary>A naive answer and its scores: what a model has to beat.</summary>
/// <param name="Name"><c>majority</c> or <c>mean</c>.</param>
/// <param name="Scores">On the same examples as the model's.</param>
public sealed record Baseline(string Name, IReadOnlyList<Score> Scores);

/// <summary>Answers that look at the training targets and at nothing else.</summary>
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

    // A constant answer has no loss that could be held beside the model's.
    static Baseline Of(string name, IReadOnlyList<Score> scores) => new(name, [.. scores.Where(s => s.Metric != "loss")]);
}
