using System.Globalization;
using RnnTrainer.Cli.Pages;
using RnnTrainer.Common;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Report;

/// <summary>A run's score next to its baselines.</summary>
static class Headline
{
    public static string Of(RunOverview run)
    {
        var about = Html.Dim(
            $"{run.Config["task"]}, {run.Cell}, {Extent(run)}, {run.Status}");
        if (run.FinalSplit is not { } split || (double?)run.Scores(split)![run.Metric] is not { } score)
        {
            return $"<div class=\"card\"><span class=\"score\">not scored</span>{about}</div>";
        }

        var baseline = run.BaselineOf(split, run.Metric);
        var beats = baseline is { } b && Metrics.Improves(run.Metric, score, b.Value);
        var (css, verdict) = beats ? ("good", "better than") : ("bad", "not better than");
        var comparison = baseline is { } best
            ? $"<span class=\"{css}\">{verdict} {Html.Score(best.Value)}, the best baseline ({Html.Text(best.Name)})</span>"
            : "<span class=\"dim\">no baseline to compare with</span>";
        var metric = Html.Text($"{run.Metric}, {split}{(Metrics.IsMoreBetter(run.Metric) ? "" : "; smaller is better")}");
        return $"<div class=\"card\"><span class=\"score\">{Html.Score(score)}</span> {metric}<br>{comparison}{about}"
            + $"{Bars(run, split, score)}</div>";
    }

    static string Extent(RunOverview run) => run.Members > 0 ? $"an ensemble of {Words.Counted(run.Members, "model")}"
        : $"{run.EpochCount} {Words.Agree(run.EpochCount, "epoch", "epochs")}";

    static string Bars(RunOverview run, string split, double score)
    {
        List<(string Name, double Value)> all =
        [
            (run.Cell ?? "model", score),
            .. (run.Record["baselines"]?[split]?.AsObject() ?? []).Where(b => b.Value?[run.Metric] is not null)
            .Select(b => (b.Key, (double)b.Value![run.Metric]!)),
        ];
        var largest = run.Metric == "accuracy" ? 1 : all.Max(a => a.Value);
        var bars = all.Select((a, n) => Bar(a.Name, a.Value, a.Value / largest, isOwn: n == 0));
        return all.Count < 2 || largest <= 0 ? "" : $"<div class=\"baselines\">{string.Concat(bars)}</div>\n";
    }

    static string Bar(string name, double value, double share, bool isOwn) =>
        $"<span>{Html.Text(name)}</span><svg{(isOwn ? " class=\"own\"" : "")}><rect width=\"{Share(share)}\" height=\"100%\"/></svg>"
        + $"<span>{Html.Score(value)}</span>";

    static string Share(double share) => Math.Clamp(share, 0, 1).ToString("0.0%", CultureInfo.InvariantCulture);
}
