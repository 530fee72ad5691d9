using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>A report: what the runs have in common and apart, then each of them.</summary>
static class ReportPage
{
    // More lines in one picture cannot be told apart.
    const int MostCurves = 16;

    // More columns do not fit beside one another.
    const int MostColumns = 5;

    /// <summary>With as much as keeps it light, see <see cref="Detail"/>.</summary>
    public static string Of(IReadOnlyList<ReportRun> runs) => Detail.Fit(detail => Of(runs, detail));

    static string Of(IReadOnlyList<ReportRun> runs, Detail detail)
    {
        var title = runs.Count == 1 ? runs[0].Overview.Name : $"{Html.Counted(runs.Count)} runs";
        var sections = detail.HasSections ? string.Concat(runs.Select(r => RunSection.Of(r, detail))) : Html.Dim("There are too many runs for a page that stays light: this one compares them, a report of its own shows each.");
        return Page.Of($"rnn report: {title}", runs.Count == 1 ? sections : $"<h1>{title}</h1>\n{Together([.. runs.Select(r => r.Overview)], detail)}<div class=\"runs\">\n{sections}</div>");
    }

    static string Together(List<RunOverview> runs, Detail detail) => Table(runs, detail) + Html.Figures(
    [
        .. new[] { "validation/loss", "train/loss" }.Concat(runs.Select(r => $"validation/{r.Metric}")).Distinct()
            .Select(key => Overlay(runs, key)).Where(c => c.Curves.Count > 1).Select(c => Html.Figure(c, detail)),
    ]);

    /// <summary>A row for each run where there are many, else a column.</summary>
    static string Table(List<RunOverview> runs, Detail detail)
    {
        var differences = RunOverview.Differences(runs);
        string[][] rows =
        [
            ["", "score", "best naive answer", "epochs", .. differences],
            .. runs.Take(detail.Runs).Select(r => (string[])
            [
                detail.Cut(r.Name),
                r.Score is { } score ? $"{Html.Number(score)} ({r.Metric}, {r.Split})" : "–",
                r.Baseline is { } naive ? $"{Html.Number(naive.Value)} ({naive.Name})" : "–",
                $"{r.EpochCount}",
                .. differences.Select(k => detail.Cut(r.Config.GetValueOrDefault(k, "–"))),
            ]),
        ];
        var left = runs.Count > detail.Runs ? Html.Dim($"The first {detail.Runs} of {Html.Counted(runs.Count)} runs.") : "";
        return left + Html.Table(runs.Count <= MostColumns ? [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Select(r => r[c]).ToArray())] : rows);
    }

    static Chart Overlay(List<RunOverview> runs, string key)
    {
        Curve[] curves = [.. runs.Select(r => EpochFigures.Curve(r, key, r.Name)).OfType<Curve>()];
        return new Chart(key.Replace('/', ' ') + ", all runs", "epoch")
        {
            Curves = [.. curves.Take(MostCurves)],
            Note = curves.Length > MostCurves ? $"The first {MostCurves} of {curves.Length} runs." : "",
        };
    }
}
