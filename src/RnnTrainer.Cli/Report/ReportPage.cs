using RnnTrainer.Cli.Pages;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Report;

/// <summary>A report: what the runs have in common and apart, then each of them.</summary>
static class ReportPage
{
    // More lines in one picture cannot be told apart.
    const int MostCurves = 16;

    // More columns do not fit beside one another.
    const int MostColumns = 5;

    /// <summary>With as much as keeps it light, see <see cref="DetailLevel"/>.</summary>
    public static string Of(IReadOnlyList<ReportRun> runs)
    {
        List<RunOverview> overviews = [.. runs.Select(r => r.Overview)];
        var (differences, overlays) = (RunOverview.Differences(overviews), Overlays(overviews).ToList());
        var title = runs.Count == 1 ? overviews[0].Name : $"{Html.Counted(runs.Count)} runs";
        return Page.Of($"rnn report: {title}", detail => runs.Count == 1 ? [RunSection.Of(runs[0], detail, "h1")] : Several(detail));

        IEnumerable<string> Several(DetailLevel detail)
        {
            yield return $"<h1>{title}</h1>\n{Table(overviews, differences, detail)}{Html.Figures(overlays.Select(c => Html.Figure(c, detail)))}";
            yield return detail.HasSections ? "<div class=\"runs\">\n" : Html.Dim("There are too many runs for a page that stays light: this one compares them, a report of its own shows each.");
            foreach (var run in detail.HasSections ? runs : [])
            {
                yield return RunSection.Of(run, detail, "h2");
            }

            yield return detail.HasSections ? "</div>" : "";
        }
    }

    static IEnumerable<Chart> Overlays(List<RunOverview> runs) => new[] { "loss" }.Concat(runs.Select(r => r.Metric)).Distinct()
        .SelectMany(metric => new[] { $"validation/{metric}", $"train/{metric}" }.Select(key => Overlay(runs, key) with { YScale = EpochFigures.ScaleOf(metric) }))
        .Where(c => c.Curves.Count > 1);

    /// <summary>A row for each run where there are many, else a column.</summary>
    static string Table(List<RunOverview> runs, IReadOnlyList<string> differences, DetailLevel detail)
    {
        string[][] rows =
        [
            ["", "score", "best baseline", "epochs", .. differences],
            .. runs.Take(detail.Runs).Select(r => (string[])
            [
                detail.Cut(r.Name),
                r.Score is { } score ? $"{Html.Score(score)} ({r.Metric}, {r.Split})" : "–",
                r.Baseline is { } naive ? $"{Html.Score(naive.Value)} ({naive.Name})" : "–",
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
