using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Folds;
using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Train;

/// <summary>One <c>rnn train CONFIG --folds K</c>.</summary>
static class FoldsJob
{
    /// <summary>Trains what is not trained yet, and scores.</summary>
    public static int Run(
        Session session, string config, int count, TrainingOptions options, IReadOnlyList<string> failUnder, bool dryRun)
    {
        CommandInputs.RequireConfig(config);
        var folds = CrossValidation.Plan(config, count, options);
        var first = folds.Config(1);
        var thresholds = Thresholds.Parse(failUnder, SequenceTask.Of(first.Config));
        TellWhatIsReplaced(session, CommandInputs.ReadConfig(config, options.Sets).Config.Data);
        if (dryRun)
        {
            return DryRun(session, folds, options);
        }

        var plan = Read(session, folds, 1, options);
        TrainingMessages.PrintPlan(session, plan);
        folds.Begin(plan.Data);
        session.Interruption.DeferSignals();
        var steps = 0L;
        foreach (var number in folds.Numbers)
        {
            if (folds.OptionsOf(number) is not { } own)
            {
                session.Log($"fold {number} of {count}: finished before ({folds.PathOf(number)})");
                continue;
            }

            if (!OneOfSeveral.Train(session, $"fold {number} of {count}", Read(session, folds, number, own), own, ref steps))
            {
                return session.ReportFailure(Failure.FromInterruption(
                    session.Interruption.Exit!.Value, $"resume with the same command; the folds are in {folds.Folder}"));
            }
        }

        return Score(session, folds, options, thresholds);
    }

    static TrainingPlan Read(Session session, CrossValidation folds, int number, TrainingOptions options) => ReadingProgress.Show(
        session, folds.Config(number).Config.Data.Train, progress => folds.Read(number, options, progress));

    static int Score(Session session, CrossValidation folds, TrainingOptions options, IReadOnlyList<Threshold> thresholds)
    {
        var summary = folds.Summarize();
        var predictions = OutOfFold.Of(summary, options.DataFolders);
        var path = Path.Combine(folds.Folder, FoldSummary.Predictions);
        OutputFile.Prepare(session, path, new OverwriteRule(Force: true, [])).WriteText(
            new ResultTable(predictions.Columns, [predictions.Rows]).WriteCsv);
        session.PrintResult(FoldSummary.Schema, () => FoldsReport.Text(summary, predictions.Rows.Count), summary.ToJson);
        return Thresholds.Check(session, thresholds, "mean test", FoldsReport.Means(summary.Scores));
    }

    static int DryRun(Session session, CrossValidation folds, TrainingOptions options)
    {
        var sizes = folds.Numbers.Select(n => folds.Read(n, options).Data.Parts.Select(p => (p.Name, p.Part.Count)).ToList()).ToList();
        session.PrintResult(FoldSummary.Schema, () => FoldsReport.PlanText(folds, sizes), () => FoldsReport.PlanDocument(folds, sizes));
        return ExitCode.Success;
    }

    static void TellWhatIsReplaced(Session session, DataConfig data)
    {
        if (data.Test is { } test)
        {
            session.Log($"note: {Printable.Line(test)} is not used: every fold of the training file is a test part once (data.test)");
        }
        else if (data.Split is { HasTest: true })
        {
            session.Log("note: data.split.test is not used: every fold is a test part once");
        }
    }
}
