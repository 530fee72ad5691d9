using System.CommandLine;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Cli.Backtests;

/// <summary><c>rnn backtest CONFIG --windows N</c>: forecasts from several origins of the training file, next to baselines.</summary>
static class BacktestCommand
{
    public static Command Make(Session session)
    {
        var config = CommonOptions.Config();
        var windows = new Option<int>("--windows")
        {
            Description = "origins, a horizon apart; the steps ahead of the last end with the series",
            HelpName = "N",
            Required = true,
            CustomParser = result => OptionValues.TakeWhole(result, 1, Fold.Most) ?? 0,
        };
        var refit = new Option<bool>("--refit")
        {
            Description = "train a model for each origin, on what comes before it; default: one, on what comes before the first",
        };
        var output = new Option<string?>("--out", "-o")
        {
            Description = "folder of the runs, the scores and the predictions; repeat the command to resume; default: runs/NAME-backtest",
            HelpName = "DIR",
        };
        var force = new Option<bool>("--force")
        {
            Description = "replace the backtest in the folder; other files in it are kept",
        };
        var (set, threads) = (CommonOptions.Set(), CommonOptions.Threads());
        var command = new DocumentedCommand(
            "backtest",
            "Forecast the end of the training file from several origins (rolling-origin evaluation), and score each window and step ahead "
            + "next to baselines.",
            "rnn backtest my.yaml --windows 4",
            "rnn backtest my.yaml --windows 4 --refit --out runs/rolling")
        {
            config, windows, refit, set, output, force, threads, CommonOptions.Memory(),
        };
        command.SetAction(int (parse) =>
        {
            var options = CommandInputs.Options(session, CommonOptions.Assignments(parse.GetValue(set), parse.GetValue(threads))) with
            {
                Folder = parse.GetValue(output),
                Replace = parse.GetValue(force),
                SkipTrainScores = true,
            };
            return BacktestJob.Run(
                session, parse.GetRequiredValue(config), parse.GetRequiredValue(windows), parse.GetValue(refit), options);
        });
        return command;
    }
}
