using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>A report: what the runs have in common and apart, then each of them.</summary>
static class ReportPage
{
    public static string Of(IReadOnlyList<ReportRun> runs)
    {
        var title = runs.Count == 1 ? runs[0].Overview.Name : $"{runs.Count} runs";
        var sections = string.Concat(runs.Select(RunSection.Of));
        return Html.Page($"rnn report: {title}", runs.Count == 1 ? sections : $"<h1>{title}</h1>\n{Together([.. runs.Select(r => r.Overview)])}<div class=\"runs\">\n{sections}</div>");
    }

    static string Together(List<RunOverview> runs) => Html.Table(
    [
        ["", .. runs.Select(r => r.Name)],
        ["score", .. runs.Select(r => r.Score is { } score ? $"{Html.Number(score)} ({r.Metric}, {r.Split})" : "–")],
        ["best naive answer", .. runs.Select(r => r.Baseline is { } naive ? $"{Html.Number(naive.Value)} ({naive.Name})" : "–")],
        ["epochs", .. runs.Select(r => $"{r.EpochCount}")],
        .. RunOverview.Differences(runs).Select(key => (string[])[key, .. runs.Select(r => r.Config.GetValueOrDefault(key, "–"))]),
    ]);
}
