using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Runs;

/// <summary><c>rnn runs list|show|diff|best</c>: runs beside one another.</summary>
static class RunsCommand
{
    const string Schema = "rnn.runs/1";

    public static Command Make(Session session) => new("runs", "List, show and compare runs; find the best.") { List(session), Show(session), Diff(session), Best(session) };

    static Command List(Session session)
    {
        var folder = Folder();
        var command = new Command("list", "A row per run, the oldest first: task, data, score beside the best naive answer's, epochs, when, and what differs between the configs of the same task and data.") { folder };
        command.SetAction(int (parse) =>
        {
            var runs = Read(session, parse.GetRequiredValue(folder));
            if (runs.Any(r => r.Split == "test"))
            {
                session.Log("note: a run without a validation split is shown by its test score; what is chosen by test scores looks better than it is");
            }

            session.PrintResult(Schema, () => RunsText.List(runs, session.Width), () => new JsonObject { ["runs"] = RunsDocument.Of(runs) });
            return ExitCode.Success;
        });
        return command;
    }

    static Command Show(Session session)
    {
        var name = CommonOptions.Run();
        var command = new Command("show", "The scores of one run beside all naive answers, and its config.") { name };
        command.SetAction(int (parse) =>
        {
            var run = RunOverview.Of(parse.GetRequiredValue(name));
            session.PrintResult(Schema, () => RunsText.Show(run), () => RunsDocument.Of(run, run.Config.Keys));
            return ExitCode.Success;
        });
        return command;
    }

    static Command Diff(Session session)
    {
        var names = CommonOptions.Runs(2);
        var command = new Command("diff", "The keys of the config that are not the same in all of the runs, a column for each.") { names };
        command.SetAction(int (parse) =>
        {
            List<RunOverview> runs = [.. parse.GetRequiredValue(names).Select(RunOverview.Of)];
            session.PrintResult(Schema, () => RunsText.Diff(runs), () => new JsonObject { ["runs"] = RunsDocument.Of(runs, within: false) });
            return ExitCode.Success;
        });
        return command;
    }

    static Command Best(Session session)
    {
        var folder = Folder();
        var metric = new Option<string?>("--metric") { Description = "the score that decides; default: accuracy, rmse, mase or loss, by the task", HelpName = "METRIC" };
        var split = new Option<string>("--split") { Description = "where it is scored; a choice by the test split makes its score too good", DefaultValueFactory = _ => "validation" };
        split.TakesOneOf("validation", "test", "train");
        var command = new Command("best", "The best run of each task and data file, by its score on the validation split.") { folder, metric, split };
        command.SetAction(int (parse) =>
        {
            var (where, by) = (parse.GetRequiredValue(split), parse.GetValue(metric));
            var best = Read(session, parse.GetRequiredValue(folder))
                .Where(r => ScoreOf(r) is not null).GroupBy(r => (r.Task, r.Data))
                .Select(group => group.Aggregate((a, b) => Metrics.Improves(by ?? b.Metric, ScoreOf(b)!.Value, ScoreOf(a)!.Value) ? b : a)).ToList();
            if (best.Count == 0)
            {
                throw new UsageException($"no run in {parse.GetRequiredValue(folder)} was scored{(by is null ? "" : $" by {by}")} on its {where} split", "--split test or train takes another; data.split or data.validation in a config gives a run one");
            }

            session.PrintResult(
                Schema,
                () => TextTable.Of([.. best.Select(r => (string[])[r.Path, r.Config["task"], r.Data, $"{where} {by ?? r.Metric} {RunsText.Number(ScoreOf(r))}"])]),
                () => new JsonObject { ["split"] = where, ["runs"] = RunsDocument.Of(best) });
            return ExitCode.Success;

            double? ScoreOf(RunOverview run) => (double?)run.Scores(where)?[by ?? run.Metric];
        });
        return command;
    }

    static Argument<string> Folder()
    {
        var folder = CommonOptions.Name("FOLDER", "where the runs are; default: runs", optional: true);
        folder.DefaultValueFactory = _ => "runs";
        return folder;
    }

    static IReadOnlyList<RunOverview> Read(Session session, string folder)
    {
        var (runs, damaged) = RunOverview.In(folder);
        foreach (var path in damaged)
        {
            session.Log($"{path}: passed over, its run.json or config.yaml cannot be read");
        }

        return runs;
    }
}
