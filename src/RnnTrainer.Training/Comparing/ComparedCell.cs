using MathNet.Numerics.Statistics;

namespace RnnTrainer.Training;

/// <summary>A cell of a comparison, with its runs.</summary>
/// <param name="Cell">Name or path.</param>
/// <param name="Hidden">Its hidden size.</param>
/// <param name="Parameters">Of the whole model.</param>
/// <param name="Runs">By seed.</param>
public sealed record ComparedCell(string Cell, int Hidden, long Parameters, IReadOnlyList<(int Seed, string Path, RunSummary Summary)> Runs)
{
    /// <summary>The scores of the runs that were scored.</summary>
    public IReadOnlyList<double> Scores => [.. Runs.Select(r => r.Summary.Score).OfType<double>()];

    /// <summary>Their mean; NaN if there are none.</summary>
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
