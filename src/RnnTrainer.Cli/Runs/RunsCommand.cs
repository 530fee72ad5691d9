using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Runs;

/// <summary><c>rnn runs list|show|diff|best</c>: lists and compares runs.</summary>
static class RunsCommand
{
    const string Schema = "rnn.runs/1";

    public static Command Make(Session session) => new DocumentedCommand(
        "runs",
        "List, show and compare runs; find the best.",
        "rnn runs list",
        "rnn runs diff runs/a runs/b")
    {
        List(session),
        Show(session),
        Diff(session),
        Best(session),
    };

    static Command List(Session session)
    {
        var folder = Folder();
        var command = new DocumentedCommand(
            "list",
            "List runs, the oldest first: task, data, score next to that of the best baseline, epochs, time, and the differences "
            + "between the configs of the same task and data.",
            "rnn runs list",
            "rnn runs list experiments --json")
        {
            folder,
        };
        command.SetAction(int (parse) =>
        {
            var runs = Read(session, parse.GetRequiredValue(folder));
            if (runs.Any(r => r.Split == "test"))
            {
                session.Log(
                    "note: a run without a validation split is listed with its test score; a choice by test scores makes them too "
                    + "optimistic");
            }

            session.PrintResult(
                Schema, () => RunsText.List(runs, session.Width), () => new JsonObject { ["runs"] = RunsDocument.Of(runs) });
            return ExitCode.Success;
        });
        return command;
    }

    static Command Show(Session session)
    {
        var name = CommonOptions.Run();
        var command = new DocumentedCommand(
            "show",
            "Show the scores of one run next to all baselines, and its config.",
            "rnn runs show runs/latest")
        {
            name,
        };
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
        var command = new DocumentedCommand(
            "diff",
            "Show the config keys that differ between runs, with a column for each run.",
            "rnn runs diff runs/a runs/b runs/c")
        {
            names,
        };
        command.SetAction(int (parse) =>
        {
            List<RunOverview> runs = [.. parse.GetRequiredValue(names).Select(RunOverview.Of)];
            session.PrintResult(
                Schema, () => RunsText.Diff(runs), () => new JsonObject { ["runs"] = RunsDocument.Of(runs, within: false) });
            return ExitCode.Success;
        });
        return command;
    }

    static Command Best(Session session)
    {
        var folder = Folder();
        var metric = new Option<string?>("--metric")
        {
            Description = "the score to choose by; default: accuracy, rmse, mase or loss, by task",
            HelpName = "METRIC",
        };
        var split = new Option<string>("--split")
        {
            Description = "the split to choose by; after a choice by the test split its score is too optimistic",
            DefaultValueFactory = _ => "validation",
        };
        split.TakesOneOf("validation", "test", "train");
        var command = new DocumentedCommand(
            "best",
            "Show the best run of each task and data file, by its score on the validation split.",
            "rnn runs best",
            "rnn runs best runs --metric loss")
        {
            folder, metric, split,
        };
        command.SetAction(int (parse) =>
        {
            var (where, by) = (parse.GetRequiredValue(split), parse.GetValue(metric));
            var best = Read(session, parse.GetRequiredValue(folder))
                .Where(r => ScoreOf(r) is not null).GroupBy(r => (r.Task, r.Data))
                .Select(group => group.Aggregate((a, b) => Metrics.Improves(by ?? b.Metric, ScoreOf(b)!.Value, ScoreOf(a)!.Value) ? b : a))
                    .ToList();
            if (best.Count == 0)
            {
                throw new UsageException(
                    $"no run in {parse.GetRequiredValue(folder)} was scored{(by is null ? "" : $" by {by}")} on its {where} split",
                    "use --split test or --split train, or set data.split or data.validation in the config");
            }

            session.PrintResult(
                Schema,
                () =>
                    TextTable.Of(
                        [.. best.Select(
                            r => (string[])[r.Path, r.Config["task"], r.Data, $"{where} {by ?? r.Metric} {ScoreTable.Cell(ScoreOf(r))}"])]),
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
            session.Log($"{path}: skipped, its run.json or config.yaml cannot be read");
        }

        return runs;
    }
}
