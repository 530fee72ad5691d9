using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Report;

/// <summary><c>rnn report RUN…</c>: writes one page about runs, or about those of a folder.</summary>
static class ReportCommand
{
    public static Command Make(Session session)
    {
        var runs = CommonOptions.Runs(1);
        runs.Description = "run directories; runs/latest is the newest; or the folder of a sweep, a search, a comparison or folds";
        var output = new Option<string?>("--out", "--output", "-o")
        {
            Description = "the page; default: report.html in the run or folder, or in the current folder for several runs",
            HelpName = "HTML|-",
        };
        var force = CommonOptions.Force();
        var command = new DocumentedCommand(
            "report",
            "Write one self-contained HTML page: scores next to baselines, curves, predictions, equations, config, machine; several "
            + "runs side by side; for the folder of a sweep, a search or folds the scores against the settings.",
            "rnn report runs/latest",
            "rnn report runs/a runs/b --out both.html",
            "rnn report runs/digits-sweep")
        {
            runs, output, force, CommonOptions.Memory(),
        };
        command.SetAction(int (parse) =>
        {
            var names = parse.GetRequiredValue(runs);
            var folder = names is [var name] ? RunsFolder.TryOpen(name) : null;
            List<ReportRun> shown = folder is null ? [.. names.Select(ReportRun.Of)] : [];
            List<RunOverview> overviews = [.. folder?.Runs.Select(r => r.Run) ?? shown.Select(r => r.Overview)];
            var usual = folder is null ? Default([.. overviews.Select(r => r.Path)]) : Default([folder.Path]);
            var file = OutputFile.Prepare(
                session, parse.GetValue(output) ?? usual,
                new OverwriteRule(parse.GetValue(force), overviews.SelectMany(InputFiles.OfRun))
                {
                    Default = names.Length == 1 ? usual : null,
                });
            file.WriteText(folder is null ? ReportPage.Of(shown) : RunsPage.Of(folder));
            var bytes = file.Length;
            file.PrintResult(
                "rnn.report/1",
                () => $"{Printable.Line(file.Path)}: {overviews.Count} run(s){file.LengthText}\n",
                () =>
                    new JsonObject
                    {
                        ["out"] = file.Path,
                        ["bytes"] = bytes,
                        ["runs"] = new JsonArray([.. overviews.Select(r => (JsonNode)r.Path)])
                    });
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The default page: of one run in its folder, of several in the current folder.</summary>
    public static string Default(IReadOnlyList<string> runs) => runs.Count == 1 ? Path.Combine(runs[0], "report.html") : "report.html";
}
