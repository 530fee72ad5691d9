using MathNet.Numerics.Statistics;

namespace RnnTrainer.Training;

/// <summary>A cell of a comparison, with its runs.</summary>
/// <param name="Cell">Name or path.</param>
/// <param name="Hidden">Its hidden size H.</param>
/// <param name="Parameters">Parameters of the whole model.</param>
/// <param name="Runs">Its runs, by seed.</param>
public sealed record ComparedCell(string Cell, int Hidden, long Parameters, IReadOnlyList<ComparedRun> Runs)
{
    /// <summary>The scores of the runs that were scored.</summary>
    public IReadOnlyList<double> Scores => [.. Runs.Select(r => r.Score).OfType<double>()];

    /// <summary>The scores on the test split, if <see cref="Scores"/> are those of validation.</summary>
    public IReadOnlyList<double> TestScores => [.. Runs.Select(r => r.Test).OfType<double>()];

    /// <summary>The mean of <see cref="Scores"/>; NaN if there are none.</summary>
    public double Mean => Scores.Mean();

    /// <summary>The standard deviation of <see cref="Scores"/>, with n − 1; NaN for fewer than two.</summary>
    public double Deviation => Scores.StandardDeviation();

    /// <summary>Runs that diverged.</summary>
    public int Diverged => Runs.Count(r => r.Status == RunStatus.Diverged);

    /// <summary>Updates until the threshold was reached, for the runs that reached it.</summary>
    public IReadOnlyList<long> ReachedAt => [.. Runs.Select(r => r.ReachedAt).OfType<long>()];

    /// <summary>Median over the runs of the time per update.</summary>
    public double MillisecondsPerStep => Runs.Select(r => r.MillisecondsPerStep).OfType<double>().Median();

    /// <summary>The bits of the training labels that the model has memorized per parameter, mean over the runs; null unless the training
    /// split's accuracy is compared.</summary>
    public double? BitsPerParameter =>
        Labels is var (count, classes) ? Scores.Select(p => StoredBits(count, classes, p) / Parameters).Mean() : null;

    /// <summary>Number of training labels and of classes, if the training split's accuracy is compared; else null.</summary>
    internal (int Count, int Classes)? Labels { get; init; }

    /// <summary>
    /// The bits of N labels that predictions of accuracy p contain: N (log2 C + p log2 p + (1 − p) log2 ((1 − p)/(C − 1))), which for two
    /// classes is
    /// N (1 + p log2 p + (1 − p) log2 (1 − p)), as in Collins, Sohl-Dickstein and Sussillo 2017; 0 where guessing is as accurate.
    /// </summary>
    /// <param name="labels">N, each drawn evenly from the classes.</param>
    /// <param name="classes">C, at least 2.</param>
    /// <param name="accuracy">p, the fraction of correct predictions.</param>
    internal static double StoredBits(int labels, int classes, double accuracy) => accuracy * classes <= 1
        ? 0
        : labels * (Math.Log2(classes) + Entropy(accuracy, accuracy) + Entropy(1 - accuracy, (1 - accuracy) / (classes - 1)));

    static double Entropy(double p, double of) => p == 0 ? 0 : p * Math.Log2(of);
}
