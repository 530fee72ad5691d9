using System.Text.Json.Nodes;
using RnnTrainer.Cli.Pages;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Report;

/// <summary>The part of a report that is about one run.</summary>
static class RunSection
{
    /// <param name="heading">h1 if the page is about this run alone, else h2.</param>
    public static string Of(ReportRun run, DetailLevel detail, string heading) => $"""
        <section>
        <{heading}>{Html.Text(run.Overview.Name)}</{heading}>
        {Headline.Of(run.Overview)}
        {string.Concat(run.Missing.Select(m => $"<p class=\"bad\">{Html.Text(detail.Cut(m))}</p>\n"))}
        {Html.Section("Training", Html.Figures(run.Training.Select(c => Html.Figure(c, detail))))}
        {Predictions(run.SplitPredictions, detail)}
        {Attributions(run.Attributions, detail)}
        {Internals(run, detail)}
        {Cell(run.Cell)}
        {Html.Section("How to reproduce it", Html.Preformatted(Commands(run.Overview)))}
        {Html.Folded("all scores, with baselines", Scores(run.Overview))}
        {Html.Folded("the resolved config", Texts(run.Overview.Config, detail))}
        {Html.Folded("machine, versions and data", Texts(Origin(run.Overview.Record), detail))}
        </section>

        """;

    static string Predictions(SplitPredictions? predictions, DetailLevel detail) => predictions is null ? "" :
        Html.Section(
            $"Predictions for the {predictions.Split} split",
            (predictions.Intervals is { } intervals ? Html.Dim(intervals.Sentence(predictions.Split)) : "")
            + Html.Figures(PredictionFigures.Of(predictions, detail))
            + ProbabilityFigures.Table(predictions.Labels, detail))
        + Html.Section(
            $"The best, median and worst sequence of the {predictions.Split} split", Html.Figures(SequenceFigures.Of(predictions, detail)));

    static string Attributions(Attributions? attributions, DetailLevel detail) => attributions is null ? ""
        : Html.Section("What the columns add to the output", Html.Figures(AttributionFigures.Of(attributions, detail)));

    static string Internals(ReportRun run, DetailLevel detail) =>
        run.Internals is null ? ""
        : Html.Section(
            run.Overview.Members > 0 ? "Inside the first model of the ensemble" : "Inside the model",
            Html.Figures(InternalsFigures.Of(run.Internals, run.SplitPredictions!.Config, detail)));

    static string Cell(CellPage? cell) => cell is null ? "" : Html.Section(
        "The cell",
        $"<div class=\"card equations\">\n{string.Join('\n', cell.Equations)}\n</div>\n"
        + Html.Folded("the cell as text", Html.Preformatted(cell.Forward))
        + Html.Folded("the derived backward program", Html.Preformatted(cell.Backward)));

    static string Scores(RunOverview run)
    {
        var scored = run.ScoreRows().ToList();
        string[] metrics = [.. run.Task.Metrics.Where(m => scored.Any(r => r.Scores?[m] is not null))];
        return Html.Table(
            [["", .. metrics],
            .. scored
            .Select(r => (string[])[r.IsBaseline ? $"– {r.Name}" : r.Name, .. metrics.Select(m => Html.Score((double?)r.Scores?[m]))])]);
    }

    /// <summary>Commands that repeat the run. The data paths of a config are relative to the folder where training ran.</summary>
    static string Commands(RunOverview run)
    {
        var folder = $"{run.Record["folder"]}";
        var below = Path.GetRelativePath(folder, Path.GetFullPath(run.Path));
        var path = below.StartsWith("..", StringComparison.Ordinal) ? Path.GetFullPath(run.Path) : below;
        if (run.Members > 0)
        {
            var members = Enumerable.Range(1, run.Members).Select(k => Shell.Quoted(Path.Combine(path, EnsembleFolder.Members, $"{k}")));
            return $"cd {Shell.Quoted(folder)}\nrnn ensemble {string.Join(' ', members)} --out {Shell.Quoted($"{path}-again")}\n";
        }

        return $"cd {Shell.Quoted(folder)}\nrnn train {Shell.Quoted(Path.Combine(path, "config.yaml"))} --out "
            + $"{Shell.Quoted($"{path}-again")}\nrnn eval {Shell.Quoted($"{path}-again")}\n";
    }

    static IEnumerable<KeyValuePair<string, string>> Origin(JsonObject record) =>
    [
        .. new[] { "version", "seed", "threads", "started", "ended" }.Select(k => KeyValuePair.Create(k, $"{record[k]}")),
        .. (record["machine"] as JsonObject ?? [])
        .Select(p => KeyValuePair.Create(p.Key, p.Value is JsonArray list ? string.Join(", ", list) : $"{p.Value}")),
        .. (record["data"] as JsonArray ?? [])
        .Select(d => KeyValuePair.Create($"{d!["file"]}", $"{d["sequences"]} sequences, SHA-256 {d["sha256"]}")),
    ];

    static string Texts(IEnumerable<KeyValuePair<string, string>> pairs, DetailLevel detail) =>
        Html.Table([["", ""], .. pairs.Select(p => (string[])[p.Key, detail.Cut(p.Value)])], hasTexts: true);
}
