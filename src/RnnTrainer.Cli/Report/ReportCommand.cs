using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;

namespace RnnTrainer.Cli.Report;

/// <summary><c>rnn report RUN…</c>: writes one page about runs.</summary>
static class ReportCommand
{
    public static Command Make(Session session)
    {
        var runs = CommonOptions.Runs(1);
        var output = new Option<string?>("--out", "--output", "-o")
        {
            Description = "the page; default: report.html in the run, or in the current folder for several runs",
            HelpName = "HTML|-",
        };
        var force = CommonOptions.Force();
        var command = new DocumentedCommand(
            "report",
            "Write one self-contained HTML page: scores next to baselines, curves, predictions, equations, config, machine; several "
            + "runs side by side.",
            "rnn report runs/latest",
            "rnn report runs/a runs/b --out both.html")
        {
            runs, output, force, CommonOptions.Memory(),
        };
        command.SetAction(int (parse) =>
        {
            var names = parse.GetRequiredValue(runs);
            List<ReportRun> shown = [.. names.Select(ReportRun.Of)];
            string[] folders = [.. shown.Select(r => r.Overview.Path)];
            var file = OutputFile.Prepare(
                session, parse.GetValue(output)
                ?? Default(folders), new OverwriteRule(parse.GetValue(force), shown.SelectMany(r => InputFiles.OfRun(r.Overview)))
                {
                    Default = folders.Length == 1 ? Default(folders) : null,
                });
            file.WriteText(ReportPage.Of(shown));
            var bytes = file.Length;
            file.PrintResult(
                "rnn.report/1",
                () => $"{Printable.Line(file.Path)}: {shown.Count} run(s){file.LengthText}\n",
                () =>
                    new JsonObject
                    {
                        ["out"] = file.Path,
                        ["bytes"] = bytes,
                        ["runs"] = new JsonArray([.. shown.Select(r => (JsonNode)r.Overview.Path)])
                    });
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The default page: of one run in its folder, of several in the current folder.</summary>
    public static string Default(IReadOnlyList<string> runs) => runs.Count == 1 ? Path.Combine(runs[0], "report.html") : "report.html";
}
