using System.Globalization;
using RnnTrainer.Training;
using RnnTrainer.Training.Folds;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Report;

/// <summary>The runs of a sweep, a search, a comparison or a cross-validation.</summary>
/// <param name="Path">Their folder.</param>
/// <param name="Runs">The best first, with their scores.</param>
/// <param name="Others">Runs without such a score, or that predict something else.</param>
sealed record RunsFolder(string Path, IReadOnlyList<(RunOverview Run, double Score)> Runs, int Others)
{
    /// <summary>What the scores are, such as "validation accuracy".</summary>
    public required string ScoreName { get; init; }

    /// <summary>The folds of a cross-validation; null for others.</summary>
    public FoldSummary? Folds { get; init; }

    /// <summary>The runs of a folder; null: it is a run itself, or no run is in it.</summary>
    public static RunsFolder? TryOpen(string path)
    {
        if (!Directory.Exists(path) || RunDirectory.Exists(path))
        {
            return null;
        }

        var trials = System.IO.Path.Combine(path, "trials");
        var (runs, _) = RunOverview.In(Directory.Exists(trials) ? trials : path);
        return runs.Count == 0 ? null : Of(path, runs);
    }

    static RunsFolder Of(string path, IReadOnlyList<RunOverview> all)
    {
        var isFolded = File.Exists(System.IO.Path.Combine(path, FoldSummary.File));
        var metric = all.GroupBy(r => r.Metric).MaxBy(g => g.Count())!.Key;
        var runs = all.Where(r => r.Metric == metric && r.Members == 0).ToDictionary(r => r.Path);
        var validated = isFolded ? []
            : Scored(SweptRun.Ranked([.. runs.Values.Select(AsSwept)], metric).Select(r => (runs[r.Path], r.Score(metric))));
        var scored = validated.Count > 0 ? validated
            : Scored(runs.Values.OrderBy(NumberOf).Select(r => (r, (double?)r.Scores("test")?[metric])));
        return new RunsFolder(path, scored, all.Count - scored.Count)
        {
            ScoreName = $"{(validated.Count > 0 ? "validation" : "test")} {metric}",
            Folds = isFolded && scored.Count > 0
                ? new FoldSummary(path, [.. scored.Select(r => new FoldRun(NumberOf(r.Run), r.Run))]) : null,
        };
    }

    static List<(RunOverview Run, double Score)> Scored(IEnumerable<(RunOverview Run, double? Score)> runs) =>
        [.. runs.Where(r => r.Score is { } score && double.IsFinite(score)).Select(r => (r.Run, r.Score!.Value))];

    /// <summary>With the validation score of its best epoch, also where the training was stopped.</summary>
    static SweptRun AsSwept(RunOverview run) => new(new SweepSetting([]), run.Path, run.Status, null)
    {
        Epochs = run.Epochs,
        Monitored = run.Config.GetValueOrDefault("training.early_stopping.metric", "loss"),
    };

    static int NumberOf(RunOverview fold) =>
        int.TryParse(fold.Name.AsSpan(fold.Name.LastIndexOf('-') + 1), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
