using RnnTrainer.Cli.Pages;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Report;

/// <summary>A report: a comparison of the runs, then a section for each.</summary>
static class ReportPage
{
    // More lines in one chart cannot be distinguished.
    const int MostCurves = 16;

    // More columns do not fit next to each other.
    const int MostColumns = 5;

    /// <summary>The page with the most detail that keeps it small, see <see cref="DetailLevel"/>.</summary>
    public static string Of(IReadOnlyList<ReportRun> runs)
    {
        List<RunOverview> overviews = [.. runs.Select(r => r.Overview)];
        var (differences, overlays) = (RunOverview.Differences(overviews), Overlays(overviews).ToList());
        var title = runs.Count == 1 ? overviews[0].Name : $"{Html.Counted(runs.Count)} runs";
        return Page.Of($"rnn report: {title}", detail => runs.Count == 1 ? [RunSection.Of(runs[0], detail, "h1")] : Several(detail));

        IEnumerable<string> Several(DetailLevel detail)
        {
            yield return $"<h1>{title}</h1>\n{Table(overviews, differences, detail)}";
            yield return Html.Figures(overlays.Select(c => Html.Figure(c, detail)));
            yield return detail.HasSections ? "<div class=\"runs\">\n"
                : Html.Dim("There are too many runs for sections of their own: this page compares them; `rnn report RUN` shows one.");
            foreach (var run in detail.HasSections ? runs : [])
            {
                yield return RunSection.Of(run, detail, "h2");
            }

            yield return detail.HasSections ? "</div>" : "";
        }
    }

    /// <summary>The curves of the runs in one chart each.</summary>
    /// <param name="which">Which runs they are.</param>
    public static IEnumerable<Chart> Overlays(List<RunOverview> runs, string which = "all runs") => new[] { "loss" }.Concat(runs.Select(r => r.Metric)).Distinct()
        .SelectMany(
            metric =>
                new[] { $"validation/{metric}", $"train/{metric}" }
                .Select(key => Overlay(runs, key, which) with { YScale = EpochFigures.ScaleOf(metric) }))
        .Where(c => c.Curves.Count > 1);

    /// <summary>A column for each run, or a row if there are many.</summary>
    static string Table(List<RunOverview> runs, IReadOnlyList<string> differences, DetailLevel detail)
    {
        string[][] rows =
        [
            ["", "score", "best baseline", "epochs", .. differences],
            .. runs.Take(detail.Runs).Select(r => (string[])
            [
                detail.Cut(r.Name),
                r.Score is { } score ? $"{Html.Score(score)} ({r.Metric}, {r.Split})" : "–",
                r.Baseline is { } baseline ? $"{Html.Score(baseline.Value)} ({baseline.Name})" : "–",
                $"{r.EpochCount}",
                .. differences.Select(k => detail.Cut(r.Config.GetValueOrDefault(k, "–"))),
            ]),
        ];
        var left = runs.Count > detail.Runs ? Html.Dim($"The first {detail.Runs} of {Html.Counted(runs.Count)} runs.") : "";
        return left
            + Html.Table(
                runs.Count <= MostColumns ? [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Select(r => r[c]).ToArray())] : rows);
    }

    static Chart Overlay(List<RunOverview> runs, string key, string which)
    {
        Curve[] curves = [.. runs.Select(r => EpochFigures.Curve(r, key, r.Name)).OfType<Curve>()];
        return new Chart($"{key.Replace('/', ' ')}, {which}", "epoch")
        {
            Curves = [.. curves.Take(MostCurves)],
            Note = curves.Length > MostCurves ? $"The first {MostCurves} of {curves.Length} runs." : "",
        };
    }
}
