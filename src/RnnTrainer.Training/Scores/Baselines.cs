using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>A naive answer and its scores: what a model has to beat.</summary>
/// <param name="Name"><c>majority</c> or <c>mean</c>.</param>
/// <param name="Scores">On the same examples as the model's.</param>
public sealed record Baseline(string Name, IReadOnlyList<Score> Scores);

/// <summary>Answers that look at the training targets and at nothing else.</summary>
public static class Baselines
{
    /// <summary>Always the most frequent class of training; of several, the first in ordinal order.</summary>
    /// <param name="training">Class numbers of the training split, at least one.</param>
    /// <param name="truth">Class numbers of the examples scored, at least one.</param>
    public static Baseline Majority(IReadOnlyList<int> training, IReadOnlyList<int> truth) =>
        Constant(training.CountBy(c => c).OrderByDescending(c => c.Value).ThenBy(c => c.Key).First().Key, truth);

    /// <summary>Always the training split's mean of each target column.</summary>
    /// <param name="training">The training split, at least one sequence.</param>
    /// <param name="truth">The sequences scored, at least one.</param>
    public static Baseline Mean(IReadOnlyList<Sequence> training, IReadOnlyList<Sequence> truth)
    {
        var columns = training[0].Target!.Length;
        var means = Enumerable.Range(0, columns).Select(c => training.Average(s => s.Target![c])).ToArray();
        double[] targets = [.. truth.SelectMany(s => s.Target!)];
        double[] answers = [.. truth.SelectMany(_ => means)];
        return new Baseline("mean", [.. Metrics.Regress(targets, answers, columns, double.NaN).Where(s => s.Metric != "loss")]);
    }

    static Baseline Constant(int answer, IReadOnlyList<int> truth) =>
        new("majority", [.. Metrics.Classify(truth, [.. truth.Select(_ => answer)], double.NaN).Where(s => s.Metric != "loss")]);
}
