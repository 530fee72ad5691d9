using System.CommandLine;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Train;
using RnnTrainer.Cli.Warnings;
using RnnTrainer.Training;
using RnnTrainer.Training.Evaluation;

namespace RnnTrainer.Cli.Eval;

/// <summary><c>rnn eval RUN</c>: metrics on the test split or on a new file.</summary>
static class EvalCommand
{
    public static Command Make(Session session)
    {
        var run = CommonOptions.Run();
        var data = new Option<string?>("--data", "-d") { Description = "a file with targets, looked for in the folders of RNN_DATA too; default: the run's test split", HelpName = "CSV" };
        var by = new Option<string?>("--by") { Description = "the scores of each group too: sequences by length, answers by class, target or step ahead; default: of all together", HelpName = "length|class|target|step" };
        by.TakesOneOf([.. Enum.GetNames<BreakdownKind>().Select(n => n.ToLowerInvariant())]);
        var confidence = OptionValues.Number(
            "--confidence", "an interval for each metric that holds this fraction of 1000 bootstrap draws of the sequences, for example 0.95; default: none", "P",
            "between 0 and 1", p => p is > 0 and < 1);
        var checkpoint = CommonOptions.Checkpoint();
        var failUnder = CommonOptions.FailUnder();
        var command = new Command("eval", "Score a trained model on its test split or on a new file.") { run, data, by, confidence, checkpoint, failUnder };
        command.SetAction(int (parse) =>
        {
            using var trained = CommandInputs.LoadModel(parse.GetRequiredValue(run), parse.GetValue(checkpoint));
            var thresholds = Thresholds.Parse(parse.GetValue(failUnder) ?? [], trained.Model.Task);
            BreakdownKind? kind = parse.GetValue(by) is { } name ? Enum.Parse<BreakdownKind>(name, ignoreCase: true) : null;
            if (kind is { } asked && Breakdown.Problem(trained.Model.Task.Breakdowns, trained.Model.Schema, asked) is { } problem)
            {
                throw new UsageException($"--by {problem}");
            }

            return Run(session, trained, parse.GetValue(data), new EvalOrder(kind, parse.GetValue(confidence)), thresholds);
        });
        return command;
    }

    static int Run(Session session, TrainedModel trained, string? data, EvalOrder order, IReadOnlyList<Threshold> thresholds)
    {
        var part = data is null ? trained.Test() : trained.ReadData(session, data, labelled: true);
        if (order.Confidence is not null && part.Count < 2)
        {
            throw new UsageException("--confidence draws sequences, and there is only one");
        }

        session.Log($"{trained.File}: epoch {trained.Checkpoint.Progress.Epoch}; {part.File}: {part.Count} sequences");
        StatementWarnings.Print(session, trained.Model.Cell);
        Remarks.Unseen(session, data is null ? "test" : part.File, part);
        Remarks.Unmeasured(session, trained.Checkpoint.Schema);
        if ((data ?? trained.Config.Data.Test) is not null && trained.WasTrainedOn(part))
        {
            session.Log($"warning: {part.File} is the file that the model was trained on, byte for byte: its scores are those of learning by heart");
        }

        var report = EvalReport.Of(trained, part, data is null ? "test" : "data", order);
        session.PrintResult("rnn.eval/1", report.Text, report.Document);
        Remarks.End(session, trained.Config, report.Scored);
        return Thresholds.Hold(session, thresholds, report.Scored);
    }
}
