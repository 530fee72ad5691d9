using RnnTrainer.Cli.Pages;
using RnnTrainer.Training.Folds;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Report;

/// <summary>A page about the runs of a folder: scores against settings, and how they came about.</summary>
static class RunsPage
{
    // More names of runs do not fit above a picture.
    const int MostCurves = 8;

    // What a run learns does not depend on these.
    static readonly string[] Passing = ["training.threads", "training.checkpoint_every", "training.memory"];

    /// <summary>The page with the most detail that keeps it small, see <see cref="DetailLevel"/>.</summary>
    public static string Of(RunsFolder folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path)));
        List<RunOverview> runs = [.. folder.Runs.Select(r => r.Run)];
        string[] keys = [.. RunOverview.Differences(runs).Except(Passing)];
        return Page.Of($"rnn report: {name}", Body);

        IEnumerable<string> Body(DetailLevel detail)
        {
            var settings = SettingFigures.Parallel(folder.Runs, keys, folder.ScoreName);
            yield return $"<h1>{Html.Text(name)}</h1>\n{Html.Dim(Head(folder))}";
            yield return folder.Folds is { } folds ? Table(folds) : "";
            yield return Html.Figures(
            [
                settings is null ? "" : Html.Figure(settings, detail),
                .. SettingFigures.Clouds(folder.Runs, keys, folder.ScoreName).Select(c => Html.Figure(c, detail)),
                .. ReportPage.Overlays([.. runs.Take(MostCurves)], runs.Count > MostCurves ? $"the best {MostCurves} runs" : "all runs")
                    .Select(c => Html.Figure(c, detail)),
            ]);
            yield return Html.Section("Runs", Table(folder, keys, detail));
        }
    }

    static string Head(RunsFolder folder) =>
        $"{Html.Counted(folder.Runs.Count)} runs" + (folder.Folds is not null ? ", one for each fold."
            : folder.ScoreName.StartsWith("test", StringComparison.Ordinal) ? ", which have no validation split: their test scores choose none."
            : $", the best {folder.ScoreName} first.")
        + (folder.Others > 0 ? $" {Html.Counted(folder.Others)} more without a {folder.ScoreName} are not shown." : "")
        + " `rnn report RUN` shows one run.";

    /// <summary>The scores over the folds, and the means of the baselines.</summary>
    static string Table(FoldSummary folds) => Html.Table(
    [
        ["", "mean", "deviation", "least", "most", .. folds.Baselines.Select(b => b.Name)],
        .. folds.Scores.Select(s => (string[])
        [
            s.Metric, Html.Score(s.Mean), Html.Score(s.Deviation), Html.Score(s.Least), Html.Score(s.Most),
            .. folds.Baselines.Select(b => Html.Score(b.Scores.FirstOrDefault(x => x.Metric == s.Metric)?.Mean)),
        ]),
    ]);

    static string Table(RunsFolder folder, IReadOnlyList<string> keys, DetailLevel detail) =>
        (folder.Runs.Count > detail.Runs ? Html.Dim($"The first {detail.Runs} of {Html.Counted(folder.Runs.Count)} runs.") : "")
        + Html.Table(
        [
            ["run", folder.ScoreName, .. keys, "epochs", "status"],
            .. folder.Runs.Take(detail.Runs).Select(r => (string[])
            [
                detail.Cut(r.Run.Name), Html.Score(r.Score), .. keys.Select(k => detail.Cut(r.Run.Config.GetValueOrDefault(k, "–"))),
                Html.Counted(r.Run.EpochCount), r.Run.Status,
            ]),
        ]);
}
