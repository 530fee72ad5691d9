using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Warnings;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Predict;

/// <summary>
/// <c>rnn predict RUN --data CSV</c>: writes predictions as CSV or Parquet, a row per sequence or step in the order of the input.
/// </summary>
static class PredictCommand
{
    public static Command Make(Session session)
    {
        var run = CommonOptions.Run();
        var data = new Option<string>("--data", "-d")
        {
            Description = "a CSV or Parquet file to read, - for standard input; it needs no target column; default: none, and only --follow needs "
                + "none",
            HelpName = "FILE|-",
        };
        var output = new Option<string?>("--out", "-o")
        {
            Description = "the file to write, CSV or .parquet; default: standard output",
            HelpName = "FILE|-",
        };
        var proba = new Option<bool>("--proba") { Description = "add a column with the probability of each class, or of each 0/1 output" };
        var follow = new Option<bool>("--follow")
        {
            Description = "read rows with a header from standard input and write the prediction after each at once, with a state for each "
                + "sequence",
        };
        var state = new Option<string?>("--state")
        {
            Description = "with --follow: continue from the states in this file if it exists, and replace it at the end; default: states begin "
                + "anew and are not kept",
            HelpName = "FILE",
        };
        var window = OptionValues.Count(
            "--window", "with --follow: predict after each row for the last N rows of its sequence, as for a whole one; default: for "
            + "all of its rows so far", "N");
        var range = RangeOption.Make(
            "add columns with the ends of the ranges that hold P % of the targets, such as prediction_q05 and prediction_q95 of 90; of "
            + "models that predict numbers; default: none");
        var anomalies = new Option<bool>("--anomalies")
        {
            Description = "instead of predicting what follows: compare each target of the file with what the model predicts from the steps "
                + "before, and add the p-value of its error; of models that predict numbers",
        };
        var alpha = OptionValues.Number(
            "--alpha", "with --anomalies: the p-value up to which a row is an anomaly; default: 0.01", "P", "between 0 and 1",
            p => p is > 0 and < 1);
        var future = new Option<string?>("--future")
        {
            Description = "a CSV with the steps ahead of each series, for a model with data.known: the columns that are known, next to those "
                + "of the series and the step; default: rows of --data with an empty target",
            HelpName = "CSV",
        };
        var (checkpoint, force) = (CommonOptions.Checkpoint(), CommonOptions.Force());
        var command = new DocumentedCommand(
            "predict",
            "Predict for new sequences: a row per sequence or step, in the order of the input and with its ids.",
            "rnn predict runs/latest --data new.csv --proba > predictions.csv",
            "rnn predict runs/latest --data - < new.csv",
            "rnn predict runs/latest --data sales.csv --range 90,50",
            "rnn predict runs/latest --follow --state states.bin < rows.csv")
        {
            run, data, future, output, force, proba, range, anomalies, alpha, checkpoint, follow, state, window, CommonOptions.Memory(),
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(data) is not { Implicit: false } && result.GetResult(follow) is not { Implicit: false })
            {
                result.AddError("Option '--data' is required.");
            }
        });
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(parse.GetValue(follow), "is for --follow", "add --follow", state, window);
            parse.RequireUse(
                !parse.GetValue(follow) || parse.GetValue(data) == "-", "names a file, and --follow reads standard input",
                "leave out one of them", data);
            parse.RequireUse(
                !parse.GetValue(follow), "names a file, and --follow writes each prediction to standard output", "leave out one of them",
                output, force);
            parse.RequireUse(
                !parse.GetValue(follow), "is not for --follow", "leave out one of them", range, anomalies, alpha, future);
            if (parse.GetValue(follow))
            {
                return Follow(
                    session, parse.GetRequiredValue(run), parse.GetValue(checkpoint), parse.GetValue(proba), parse.GetValue(window),
                    parse.GetValue(state));
            }

            parse.RequireUse(
                !session.Json
                || parse.GetValue(output) != "-", "- writes the CSV to standard output, and --json its document", "leave out one of them",
                output);
            parse.RequireUse(parse.GetValue(anomalies), "is for --anomalies", "add --anomalies", alpha);
            parse.RequireUse(!parse.GetValue(anomalies), "is not for --anomalies", "leave out one of them", proba, range, future);
            parse.RequireUse(
                parse.GetRequiredValue(data) != "-", "needs a file, and --data is standard input", "write the rows to a file", future);
            using var trained = CommandInputs.LoadModel(parse.GetRequiredValue(run), parse.GetValue(checkpoint));
            RequireProbabilities(trained, parse.GetValue(proba));
            trained.Ranges = [.. (parse.GetValue(range) ?? []).Select(level => (double)level)];
            var name = parse.GetRequiredValue(data);
            string[] inputs = [
                .. new[] { name == "-" ? null : name, parse.GetValue(future) }.OfType<string>().Select(trained.Find)];
            var to = OutputFile.Prepare(
                session, parse.GetValue(output)
                ?? "-",
                new OverwriteRule(
                    parse.GetValue(force), InputFiles.OfModel(trained).Concat(InputFiles.OfData(inputs)))
                { IsInDocument = true });
            return parse.GetValue(anomalies) ? AnomaliesJob.Run(session, trained, name, to, parse.GetValue(alpha) ?? 0.01)
                : Run(session, trained, name, parse.GetValue(future), to, parse.GetValue(proba));
        });
        return command;
    }

    static int Follow(Session session, string run, string? checkpoint, bool proba, int? window, string? state)
    {
        if (session.Json)
        {
            throw new UsageException("--follow writes row by row, and --json prints one document", "leave out one of them");
        }

        if (state is not null && OutputFile.IsStandardOutput(state))
        {
            throw new UsageException("--state names a file, and standard output has the predictions", "name a file");
        }

        using var trained = CommandInputs.LoadModel(run, checkpoint);
        RequireProbabilities(trained, proba);
        var file = state is null ? null
            : OutputFile.Prepare(session, state, new OverwriteRule(Force: true, InputFiles.OfModel(trained)));
        using var job = new FollowJob(session, trained, proba, window, file);
        return job.Run();
    }

    static void RequireProbabilities(TrainedModel trained, bool proba)
    {
        if (proba && trained.Model.Task.WithoutProbabilities is { } reason)
        {
            throw new UsageException($"--proba needs a classifier: {reason}");
        }
    }

    static int Run(Session session, TrainedModel trained, string data, string? future, OutputFile output, bool proba) =>
        trained.Predicted(session, data, future, file => Run(session, trained, file, output, proba));

    static int Run(Session session, TrainedModel trained, PredictedFile file, OutputFile output, bool proba)
    {
        StatementWarnings.Print(session, trained.Model.Cell);
        var isKnown = file.About is not null;
        Notes(session, file.About);
        var table = PredictionTable.Of(trained, file, proba);
        table = session.Json ? table.Kept() : table;
        if (!output.IsStandard || !session.Json)
        {
            table.WriteTo(output);
        }

        Notes(session, isKnown ? null : file.About);
        if (session.Json)
        {
            session.PrintResult("rnn.predict/1", () => "", () => new JsonObject
            {
                ["checkpoint"] = trained.File,
                ["data"] = file.Name,
                ["out"] = output.IsStandard ? null : output.Path,
                ["predictions"] = table.ToJson(),
            });
        }

        if (!output.IsStandard)
        {
            session.Log($"{output.Path}: {Words.Counted(file.Count, "prediction")}");
        }

        return ExitCode.Success;
    }

    static void Notes(Session session, DataPart? about)
    {
        if (about is not null)
        {
            ScoreWarnings.FileNotes(session, about);
            ScoreWarnings.UnseenValues(session, about.File, about);
        }
    }
}
