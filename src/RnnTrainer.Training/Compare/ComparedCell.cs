using MathNet.Numerics.Statistics;

namespace RnnTrainer.Training;

/// <summary>A cell of a comparison, with its runs.</summary>
/// <param name="Cell">Name or path.</param>
/// <param name="Hidden">Its hidden size.</param>
/// <param name="Parameters">Of the whole model.</param>
/// <param name="Runs">By seed.</param>
/// <param name="Labels">Where the accuracy on the training split is compared: its labels and the number of classes, for <see cref="BitsPerParameter"/>; else null.</param>
public sealed record ComparedCell(
    string Cell, int Hidden, long Parameters, IReadOnlyList<(int Seed, string Path, RunSummary Summary)> Runs, (int Count, int Classes)? Labels = null)
{
    /// <summary>The bits of the training labels that the model knows by heart, for each of its parameters: mean over the runs; null where nothing is to be known by heart.</summary>
    public double? BitsPerParameter => Labels is var (count, classes) ? Scores.Select(p => StoredBits.Of(count, classes, p) / Parameters).Mean() : null;

    /// <summary>The scores of the runs that were scored.</summary>
    public IReadOnlyList<double> Scores => [.. Runs.Select(r => r.Summary.Score).OfType<double>()];

    /// <summary>The scores on the test split, where those of validation come first.</summary>
    public IReadOnlyList<double> TestScores => [.. Runs.Select(r => r.Summary.Test).OfType<double>()];

    /// <summary>The mean of <see cref="Scores"/>; NaN if there are none.</summary>
    public double Mean => Scores.Mean();

    /// <summary>Their standard deviation, with n − 1; NaN for fewer than two.</summary>
    public double Deviation => Scores.StandardDeviation();

    /// <summary>Runs that diverged.</summary>
    public int Diverged => Runs.Count(r => r.Summary.Status == RunStatus.Diverged);

    /// <summary>The steps after which the limit was reached, of the runs that did.</summary>
    public IReadOnlyList<long> ReachedAt => [.. Runs.Select(r => r.Summary.ReachedAt).OfType<long>()];

    /// <summary>Median over the runs.</summary>
    public double MillisecondsPerStep => Runs.Select(r => r.Summary.MillisecondsPerStep).OfType<double>().Median();
}
