using MathNet.Numerics.Statistics;
using RnnTrainer.Training.Evaluation;

namespace RnnTrainer.Training.Sweeps;

/// <summary>Runs of a sweep that differ only in their seeds and folds.</summary>
/// <param name="Setting">What they have in common.</param>
/// <param name="Runs">The best first.</param>
/// <param name="Metric">The metric of their scores.</param>
sealed record SeedGroup(SweepSetting Setting, IReadOnlyList<SweptRun> Runs, string Metric)
{
    static readonly string[] Seeds = ["training.seed", "data.split.seed", FoldSets.Key];

    /// <summary>The validation scores that count: of the runs that were trained to their end, or, where none was, of all that have
    /// one.</summary>
    public IReadOnlyList<double> Scores
    {
        get
        {
            var scored = Runs.Where(r => r.Score(Metric) is not null).ToList();
            var finished = scored.Where(r => r.Status == "finished").ToList();
            return [.. (finished.Count > 0 ? finished : scored).Select(r => r.Score(Metric)!.Value)];
        }
    }

    /// <summary>Their mean; NaN if there are none.</summary>
    public double Mean => Scores.Mean();

    /// <summary>Their standard deviation, with n − 1; NaN for fewer than two.</summary>
    public double Deviation => Scores.StandardDeviation();

    /// <summary>The groups by their means, the best first: those with a finished run, then others, then those without a score. Null if
    /// neither a seed nor a fold is swept.</summary>
    /// <param name="ranked">The best first.</param>
    public static IReadOnlyList<SeedGroup>? Of(IReadOnlyList<SweptRun> ranked, string metric)
    {
        if (!ranked.SelectMany(r => r.Setting.Values).Any(v => Seeds.Contains(v.Key)))
        {
            return null;
        }

        var sign = Metrics.IsMoreBetter(metric) ? -1 : 1;
        return
        [
            .. ranked.GroupBy(r => Without(r.Setting).Name).Select(g => new SeedGroup(Without(g.First().Setting), [.. g], metric))
                .OrderBy(g => g.Runs.Any(r => r.Status == "finished") ? 0 : g.Scores.Count > 0 ? 1 : 2)
                .ThenBy(g => g.Scores.Count > 0 ? sign * g.Mean : 0),
        ];
    }

    static SweepSetting Without(SweepSetting setting) => new([.. setting.Values.Where(v => !Seeds.Contains(v.Key))]);
}
