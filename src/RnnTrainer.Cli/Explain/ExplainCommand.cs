using System.CommandLine;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Warnings;
using RnnTrainer.Training;
using RnnTrainer.Training.Explanations;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Explain;

/// <summary><c>rnn explain RUN --data CSV</c>: which columns, at which steps, a prediction comes from.</summary>
static class ExplainCommand
{
    const int UsualRepeats = 5, MostRepeats = 1000;

    public static Command Make(Session session)
    {
        var run = CommonOptions.Run();
        var data = new Option<string>("--data", "-d")
        {
            Description = "a CSV or Parquet file to read, - for standard input; it needs targets for --importance only",
            HelpName = "FILE|-",
            Required = true,
        };
        var output = new Option<string?>("--out", "-o")
        {
            Description = "the file to write, CSV or .parquet; default: standard output",
            HelpName = "FILE|-",
        };
        var target = new Option<string?>("--target")
        {
            Description =
                "the class whose logit, or the target column whose number, is explained; default: the predicted class of each output, or "
                + "the first target column",
            HelpName = "CLASS|COL",
        };
        var step = new Option<string?>("--step")
        {
            Description = "explain the output of this step, or of this step ahead of a forecast; default: the mean over all steps",
            HelpName = "STEP",
        };
        var limit = OptionValues.Count("--limit", "explain the first N sequences; default: all", "N");
        var importance = new Option<bool>("--importance")
        {
            Description = "instead, shuffle each column, and write by how much a metric gets worse",
        };
        var metric = new Option<string?>("--metric")
        {
            Description = "with --importance: the metric; default: the main one of the task",
            HelpName = "NAME",
        };
        var repeats = OptionValues.Whole(
            "--repeats", "with --importance: shuffles of each column", "N", 1, MostRepeats, usual: UsualRepeats);
        var seed = OptionValues.Seed("with --importance: chooses the shuffles");
        var (checkpoint, force) = (CommonOptions.Checkpoint(), CommonOptions.Force());
        var command = new DocumentedCommand(
            "explain",
            "Explain predictions: what each column adds to an output at each step (integrated gradients from the zero of the scaled "
            + "inputs; their sum is the difference of the outputs), or how much a score depends on each column.",
            "rnn explain runs/latest --data new.csv --out attributions.csv",
            "rnn explain runs/latest --data test.csv --importance")
        {
            run, data, output, force, target, step, limit, importance, metric, repeats, seed, checkpoint, CommonOptions.Memory(),
        };
        command.SetAction(int (parse) =>
        {
            var isImportance = parse.GetValue(importance);
            parse.RequireUse(
                !session.Json || parse.GetValue(output) != "-", "- writes the CSV to standard output, and --json its document",
                "leave out one of them", output);
            parse.RequireUse(isImportance, "is for --importance", "add --importance, or leave it out", metric, repeats, seed);
            parse.RequireUse(!isImportance, "is for single predictions, not for --importance", "leave it out", target, step, limit);
            using var trained = CommandInputs.LoadModel(parse.GetRequiredValue(run), parse.GetValue(checkpoint));
            var name = parse.GetRequiredValue(data);
            string[] inputs = name == "-" ? [] : [trained.Find(name)];
            var rule = new OverwriteRule(parse.GetValue(force), InputFiles.OfModel(trained).Concat(InputFiles.OfData(inputs)))
            {
                IsInDocument = true,
            };
            var to = OutputFile.Prepare(session, parse.GetValue(output) ?? "-", rule);
            return isImportance ? Importance(
                    session, trained, name, to, parse.GetValue(metric), parse.GetValue(repeats), parse.GetValue(seed))
                : Run(session, trained, name, to, parse.GetValue(target), parse.GetValue(step), parse.GetValue(limit));
        });
        return command;
    }

    static int Run(
        Session session, TrainedModel trained, string data, OutputFile output, string? target, string? step, int? limit)
    {
        using var explainer = new Explainer(trained, target, step);
        var part = trained.ReadData(session, data, labelled: false, keepsSteps: true);
        if (!part.Raw.Any(explainer.Output.IsIn))
        {
            throw new UsageException(
                $"--step: no sequence of {part.File} has a step {OptionValues.Show(step!)}",
                "steps are named as in the file, or counted from 0 where it names none");
        }

        Notes(session, trained, part);
        var report = new AttributionReport(part, explainer, limit);
        var table = session.Json ? report.Table.Kept() : report.Table;
        Write(session, table, output);
        output.PrintResult(
            "rnn.explain/1", report.Text, () => report.Document(trained.File, table, output.IsStandard ? null : output.Path));
        if (report.Warning is { } warning)
        {
            session.Log($"warning: {warning}");
        }

        return ExitCode.Success;
    }

    static int Importance(
        Session session, TrainedModel trained, string data, OutputFile output, string? metric, int repeats, int seed)
    {
        var found = PermutationImportance.Of(trained, trained.ReadSet(session, data), metric, repeats, seed);
        Notes(session, trained, found.Part);
        var report = new ImportanceReport(found, repeats, seed);
        Write(session, report.Table, output);
        output.PrintResult(
            "rnn.explain.importance/1", report.Text, () => report.Document(trained.File, output.IsStandard ? null : output.Path));
        return ExitCode.Success;
    }

    static void Write(Session session, ResultTable table, OutputFile output)
    {
        if (!output.IsStandard || !session.Json)
        {
            table.WriteTo(output);
        }
    }

    static void Notes(Session session, TrainedModel trained, DataPart part)
    {
        StatementWarnings.Print(session, trained.Model.Cell);
        ScoreWarnings.FileNotes(session, part);
        ScoreWarnings.UnseenValues(session, part.File, part);
    }
}
