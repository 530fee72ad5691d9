using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>The part of a report that is about one run.</summary>
static class RunSection
{
    // More epochs or points than these make a page heavy and no picture clearer.
    const int MostRows = 200;
    const int MostPoints = 500;
    const int MostClasses = 30;

    public static string Of(ReportRun run) => $"""
        <section>
        <h2>{Html.Text(run.Overview.Name)}</h2>
        {Headline(run.Overview)}
        {Scores(run.Overview)}
        <div class="figures">
        {Epochs(run)}{Answers(run)}</div>
        <h3>The cell</h3>
        <pre>{Html.Text(run.Forward)}</pre>
        {Html.Folded("the derived backward program", $"<pre>{Html.Text(run.Backward)}</pre>\n")}
        <h3>How to reproduce it</h3>
        <pre>{Html.Text(Commands(run.Overview))}</pre>
        {Html.Folded("the resolved config", Texts(run.Overview.Config))}
        {Html.Folded("machine, versions and data", Texts(Origin(run.Overview.Record)))}
        </section>

        """;

    static string Headline(RunOverview run)
    {
        var about = $"<p class=\"dim\">{Html.Text($"{run.Config["task"]}, {run.Config.GetValueOrDefault("model.cell")}, {run.EpochCount} epochs, {run.Status}")}</p>";
        if (run.Score is not { } score)
        {
            return $"<div class=\"card\"><span class=\"score\">not scored</span>{about}</div>";
        }

        var beats = run.Baseline is { } b && Metrics.Improves(run.Metric, score, b.Value);
        var naive = run.Baseline is { } best
            ? $"<span class=\"{(beats ? "good" : "bad")}\">{(beats ? "better than" : "not better than")} {Html.Number(best.Value)}, the best naive answer ({Html.Text(best.Name)})</span>"
            : "<span class=\"dim\">no naive answer to compare with</span>";
        return $"<div class=\"card\"><span class=\"score\">{Html.Number(score)}</span> {Html.Text($"{run.Metric}, {run.Split}")}<br>{naive}{about}</div>";
    }

    static string Scores(RunOverview run)
    {
        string[] metrics = [.. Metrics.Names(run.Task)];
        string[][] rows = [.. run.ScoreRows().Select(r => (string[])[r.IsNaive ? $"– {r.Name}" : r.Name, .. metrics.Select(m => Html.Number((double?)r.Scores?[m]))])];
        return rows.Length > 0 ? $"<h3>Scores, beside naive answers</h3>\n{Html.Table([["", .. metrics], .. rows])}" : "";
    }

    static string Epochs(ReportRun run)
    {
        var text = new StringBuilder();
        Figure("loss", [run.Curve("train/loss", "train"), run.Curve("validation/loss", "validation")], run.Best);
        foreach (var metric in Metrics.Names(run.Overview.Task).Where(m => m is not ("loss" or "mse" or "scaled_mse")).Take(3))
        {
            Figure(metric, [run.Curve($"validation/{metric}", "validation")], run.Best);
        }

        Figure("learning rate", [run.Curve("learning_rate", "learning rate")], null);
        Figure("gradient norm before clipping, mean of the epoch", [run.Curve("grad_norm", "gradient norm")], null);
        return text.ToString();

        void Figure(string title, Curve?[] found, int? marked)
        {
            List<Curve> curves = [.. found.OfType<Curve>()];
            if (curves.Count > 0)
            {
                text.Append(Html.Figure(Figures.OverEpochs(title, curves, marked), Table(curves)));
            }
        }
    }

    static string Table(List<Curve> curves)
    {
        double[] epochs = [.. curves.SelectMany(c => c.Points).Select(p => p.X).Distinct().Order()];
        var every = ((epochs.Length - 1) / MostRows) + 1;
        return (every > 1 ? $"<p>every {every}th epoch</p>" : "") + Html.Table([
            ["epoch", .. curves.Select(c => c.Name)],
            .. epochs.Where((_, n) => n % every == 0).Select(x => (string[])[Html.Number(x), .. curves.Select(c => Html.Number(c.Points.Where(p => p.X == x).Select(p => (double?)p.Y).FirstOrDefault()))]),
        ]);
    }

    static string Answers(ReportRun run) => run.Test switch
    {
        null => $"<p class=\"dim\">The test split was not answered again: {Html.Text(run.WithoutTest!)}</p>\n",
        { Confusion: { } confusion } => $"<div class=\"card\"><h3>Answers (columns) by truth (rows), test</h3>\n{OfConfusion(confusion)}</div>\n",
        { Numbers: { } numbers } => OfNumbers(numbers),
        _ => "",
    };

    // A table whose cells are coloured by their share of the row is picture and data in one.
    static string OfConfusion(Confusion confusion)
    {
        int[] shown = [.. Enumerable.Range(0, confusion.Classes.Count).OrderByDescending(c => confusion.Support(c) - confusion.Counts[c][c]).Take(MostClasses).Order()];
        var text = new StringBuilder(shown.Length < confusion.Classes.Count ? $"<p>the {MostClasses} classes of {confusion.Classes.Count} with the most mistakes</p>" : "");
        text.Append("<div class=\"wide\"><table>\n<tr><th></th>").AppendJoin("", shown.Select(c => $"<th>{Html.Text(confusion.Classes[c])}</th>")).Append("<th class=\"dim\">recall</th></tr>\n");
        foreach (var y in shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"<tr><th>{Html.Text(confusion.Classes[y])}</th>");
            foreach (var c in shown)
            {
                var share = confusion.Counts[y][c] / (double)Math.Max(1, confusion.Support(y));
                text.Append(CultureInfo.InvariantCulture, $"<td style=\"background:rgba({(y == c ? "47,134,214" : "224,123,26")},{(share == 0 ? 0 : 0.1 + (0.6 * share)):0.##})\">{confusion.Counts[y][c]}</td>");
            }

            text.Append(CultureInfo.InvariantCulture, $"<td class=\"dim\">{Html.Number(confusion.Recall(y))}</td></tr>\n");
        }

        return text.Append("</table></div>\n").ToString();
    }

    static string OfNumbers(NumberAnswers numbers)
    {
        List<(double Truth, double Answer)> all = [.. numbers.Truth.Zip(numbers.Answers).Where(p => double.IsFinite(p.First) && double.IsFinite(p.Second))];
        var every = ((all.Count - 1) / MostPoints) + 1;
        List<(double Truth, double Answer)> shown = [.. all.Where((_, n) => n % every == 0)];
        string[][] rows = [.. shown.Take(MostRows).Select((p, n) => (string[])[$"{(n * every) + 1}", Html.Number(p.Truth), Html.Number(p.Answer), Html.Number(p.Answer - p.Truth)])];
        return shown.Count == 0 ? "" : Html.Figure(Figures.AnswersOverTruth("answers over truth, test", shown), Html.Table([["number", "truth", "answer", "error"], .. rows]));
    }

    static string Commands(RunOverview run) =>
        $"# in {run.Record["folder"]}\nrnn train {Path.Combine(run.Path, "config.yaml")} --out {run.Path}-again\nrnn eval {run.Path}-again\n";

    static IEnumerable<KeyValuePair<string, string>> Origin(JsonObject record) =>
    [
        .. new[] { "version", "seed", "threads", "started", "ended" }.Select(k => KeyValuePair.Create(k, $"{record[k]}")),
        .. (record["machine"] as JsonObject ?? []).Select(p => KeyValuePair.Create(p.Key, p.Value is JsonArray list ? string.Join(", ", list) : $"{p.Value}")),
        .. (record["data"] as JsonArray ?? []).Select(d => KeyValuePair.Create($"{d!["file"]}", $"{d["sequences"]} sequences, SHA-256 {d["sha256"]}")),
    ];

    static string Texts(IEnumerable<KeyValuePair<string, string>> pairs) => Html.Table([["", ""], .. pairs.Select(p => (string[])[p.Key, p.Value])]).Replace("<table>", "<table class=\"texts\">", StringComparison.Ordinal);
}
