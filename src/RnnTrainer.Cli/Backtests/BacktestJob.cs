using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Train;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Backtests;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Backtests;

/// <summary>One <c>rnn backtest</c>.</summary>
static class BacktestJob
{
    /// <summary>Trains what is not trained yet, and scores.</summary>
    public static int Run(Session session, string config, int windows, bool refits, TrainingOptions options)
    {
        CommandInputs.RequireConfig(config);
        var backtest = Backtest.Plan(config, windows, refits, options);
        PrintUnused(session, CommandInputs.ReadConfig(config, options.Sets).Config.Data);
        var plan = Read(session, backtest, 1, options);
        TrainingMessages.PrintPlan(session, plan);
        backtest.Begin(plan.Data);
        session.Interruption.DeferSignals();
        var steps = 0L;
        foreach (var number in backtest.Numbers)
        {
            var name = refits ? $"window {number} of {windows}" : "before the first window";
            if (backtest.OptionsOf(number) is not { } own)
            {
                session.Log($"{name}: finished before ({backtest.PathOf(number)})");
            }
            else if (!OneOfSeveral.Train(session, name, Read(session, backtest, number, own), own, ref steps))
            {
                return session.ReportFailure(Failure.FromInterruption(
                    session.Interruption.Exit!.Value, $"resume with the same command; the runs are in {backtest.Folder}"));
            }
        }

        var (result, table) = backtest.Score(options.DataFolders);
        var predictions = Path.Combine(backtest.Folder, BacktestResult.Predictions);
        OutputFile.Prepare(session, predictions, new OverwriteRule(Force: true, [])).WriteText(
            new ResultTable(table.Columns, [table.Rows]).WriteCsv);
        session.PrintResult(BacktestResult.Schema, () => BacktestReport.Text(result, table.Rows.Count), result.ToJson);
        return ExitCode.Success;
    }

    static TrainingPlan Read(Session session, Backtest backtest, int number, TrainingOptions options) => ReadingProgress.Show(
        session, backtest.Config(number).Config.Data.Train, progress => backtest.Read(number, options, progress));

    static void PrintUnused(Session session, DataConfig data)
    {
        if (data.Test is { } test)
        {
            session.Log($"note: {Printable.Line(test)} is not used: the windows are at the end of the training file (data.test)");
        }
        else if (data.Split is { HasTest: true })
        {
            session.Log("note: the test part of data.split is not used: the windows are at the end of each series");
        }
    }
}
