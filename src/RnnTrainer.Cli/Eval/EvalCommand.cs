using System.CommandLine;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Warnings;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Ranges;

namespace RnnTrainer.Cli.Eval;

/// <summary><c>rnn eval RUN</c>: scores a model on its test split or on a new file.</summary>
static class EvalCommand
{
    public static Command Make(Session session)
    {
        var run = CommonOptions.Run();
        var data = new Option<string?>("--data", "-d")
        {
            Description = "a file with targets, also searched in the folders of RNN_DATA; default: the run's test split",
            HelpName = "CSV",
        };
        var by = new Option<string?>("--by")
        {
            Description = "also score groups: sequences by length or by group (data.split.by), predictions by class, label, target or step ahead; default: no groups",
            HelpName = "length|class|label|group|target|step",
        };
        by.TakesOneOf([.. Enum.GetNames<BreakdownKind>().Select(n => n.ToLowerInvariant())]);
        var confidence = OptionValues.Number(
            "--confidence",
            "print an interval for each metric that contains this fraction of 1000 bootstrap draws of the sequences, for example 0.95; "
            + "default: none", "P",
            "between 0 and 1", p => p is > 0 and < 1);
        var range = RangeOption.Make(
            "also score the ranges that hold P % of the targets: coverage_P, width_P, winkler_P and wql; of models that predict numbers; default: none");
        var checkpoint = CommonOptions.Checkpoint();
        var failUnder = CommonOptions.FailUnder();
        var command = new DocumentedCommand(
            "eval",
            "Score a trained model on its test split or on a new file.",
            "rnn eval runs/latest",
            "rnn eval runs/latest --data new.csv --by class --confidence 0.95",
            "rnn eval runs/latest --range 90")
        {
            run, data, by, confidence, range, checkpoint, failUnder, CommonOptions.Memory(),
        };
        command.SetAction(int (parse) =>
        {
            using var trained = CommandInputs.LoadModel(parse.GetRequiredValue(run), parse.GetValue(checkpoint));
            var levels = parse.GetValue(range) ?? [];
            trained.Ranges = [.. levels.Select(level => (double)level)]; // refuses what cannot be, before anything is read
            var thresholds = Thresholds.Parse(
                parse.GetValue(failUnder) ?? [], trained.Model.Task, further: RangeNames.Metrics(levels));
            BreakdownKind? kind = parse.GetValue(by) is { } name ? Enum.Parse<BreakdownKind>(name, ignoreCase: true) : null;
            if (kind is { } asked && Breakdown.Problem(
                    trained.Model.Task.Breakdowns, trained.Model.Schema, trained.Config.Data.Split?.By, asked) is { } problem)
            {
                throw new UsageException($"--by {problem}");
            }

            return Run(session, trained, parse.GetValue(data), kind, parse.GetValue(confidence), thresholds, levels);
        });
        return command;
    }

    static int Run(
        Session session, TrainedModel trained, string? data, BreakdownKind? by, double? confidence, IReadOnlyList<Threshold> thresholds,
        IReadOnlyList<decimal> levels)
    {
        var part = data is null ? trained.Test() : trained.ReadData(session, data, labelled: true);
        if (confidence is not null && part.Count < 2)
        {
            throw new UsageException("--confidence draws sequences, and the data have only one");
        }

        var model = trained.Members.Count > 0 ? $"an ensemble of {trained.Members.Count}" : $"epoch {trained.Checkpoint.Progress.Epoch}";
        session.Log($"{trained.File}: {model}; {part.File}: {Words.Counted(part.Count, "sequence")}");
        StatementWarnings.Print(session, trained.Model.Cell);
        ScoreWarnings.FileNotes(session, part);
        ScoreWarnings.UnseenValues(session, data is null ? "test" : part.File, part);
        ScoreWarnings.ConstantTargets(session, trained.Checkpoint.Schema);
        if ((data ?? trained.Config.Data.Test) is not null && trained.WasTrainedOn(part))
        {
            session.Log($"warning: {part.File} is the training file of the model, byte for byte: its scores show memorization");
        }

        var report = EvalReport.Of(trained, part, data is null ? "test" : "data", by, confidence, levels);
        session.PrintResult("rnn.eval/1", report.Text, report.Document);
        ScoreWarnings.NotBetterThanBaseline(session, report.Scored);
        return Thresholds.Check(session, thresholds, report.Scored.Name, report.Scores);
    }
}
