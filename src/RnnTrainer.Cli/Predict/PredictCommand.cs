using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cells.Layers;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Train;
using RnnTrainer.Cli.Warnings;
using RnnTrainer.Training;

namespace RnnTrainer.Cli.Predict;

/// <summary><c>rnn predict RUN --data CSV</c>: predictions as CSV, a row per sequence in the input's order.</summary>
static class PredictCommand
{
    public static Command Make(Session session)
    {
        var run = CommonOptions.Run();
        var data = new Option<string>("--data", "-d") { Description = "a CSV to read, - for standard input; it needs no target column", HelpName = "CSV|-", Required = true };
        var output = new Option<string?>("--out", "-o") { Description = "where the predictions go; default: standard output", HelpName = "CSV|-" };
        var proba = new Option<bool>("--proba") { Description = "add a column with the probability of each class, or of each output that is 0 or 1" };
        var (checkpoint, force) = (CommonOptions.Checkpoint(), CommonOptions.Force());
        var command = new Command("predict", "Answer for new sequences: a CSV row per sequence, in the input's order and with its ids.")
        {
            run, data, output, force, proba, checkpoint,
        };
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(!session.Json || parse.GetValue(output) != "-", "- asks for the CSV on standard output, and --json prints its document there", "leave out one of them", output);
            using var trained = CommandInputs.LoadModel(parse.GetRequiredValue(run), parse.GetValue(checkpoint));
            if (parse.GetValue(proba) && trained.Model.Task.WithoutProbabilities is { } reason)
            {
                throw new UsageException($"--proba needs a classifier: {reason}");
            }

            var name = parse.GetRequiredValue(data);
            string[] inputs = name == "-" ? [] : [trained.Find(name)];
            var to = OutputFile.Prepare(session, parse.GetValue(output) ?? "-", new OverwriteRule(parse.GetValue(force), InputFiles.OfModel(trained).Concat(InputFiles.OfData(inputs))) { IsInDocument = true });
            return Run(session, trained, name, to, parse.GetValue(proba));
        });
        return command;
    }

    static int Run(Session session, TrainedModel trained, string data, OutputFile output, bool proba)
    {
        var part = trained.ReadData(session, data, labelled: false);
        StatementWarnings.Print(session, trained.Model.Cell);
        Remarks.Unseen(session, part.File, part);
        var table = Predictions.Of(trained.Model, part, proba);
        table = session.Json ? table with { Rows = [.. table.Rows] } : table;
        if (!output.IsStandard || !session.Json)
        {
            output.WriteText(table.WriteCsv);
        }

        if (session.Json)
        {
            session.PrintResult("rnn.predict/1", () => "", () => new JsonObject
            {
                ["checkpoint"] = trained.File,
                ["data"] = part.File,
                ["out"] = output.IsStandard ? null : output.Path,
                ["predictions"] = table.ToJson(),
            });
        }

        if (!output.IsStandard)
        {
            session.Log($"{output.Path}: {part.Count} predictions");
        }

        return ExitCode.Success;
    }
}
