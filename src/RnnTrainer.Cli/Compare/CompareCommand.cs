using System.CommandLine;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;

namespace RnnTrainer.Cli.Compare;

/// <summary><c>rnn compare CONFIG --cells ugrnn,gru,lstm</c>: trains several cells with the same config and seeds, and prints one
/// table.</summary>
static class CompareCommand
{
    public static Command Make(Session session)
    {
        var config = CommonOptions.Config();
        var cells = OptionValues.List(
            "--cells", "names and .cell files, separated by commas; the first sets the number of parameters", "ugrnn,gru,…",
            required: true);
        cells.CompletionSources.Add(context => Suggestions.CellLists(context.WordToComplete));
        var match = new Option<string>("--match")
        {
            Description =
                "parameters: each cell gets the hidden size with which its model has as many parameters as that of the first cell; "
                + "hidden: all have the hidden size of the config",
            HelpName = "parameters|hidden",
            DefaultValueFactory = _ => "parameters",
        };
        match.TakesOneOf("parameters", "hidden");
        var seeds = OptionValues.Count("--seeds", "runs of each cell, with seeds 1 to N; default: 3", "N");
        var folds = OptionValues.Folds(
            "train every seed K times, each with another K-th of the data as validation split; default: the validation split of the config");
        var random = OptionValues.Count(
            "--random",
            "instead of seeds: N random settings of learning rate, clip and momentum, the same for each cell; with --reach the table "
            + "shows how many of them train; default: seeds", "N");
        var metric = new Option<string?>("--metric")
        {
            Description = "the score to compare; default: accuracy, rmse, mase or loss, by task",
            HelpName = "METRIC",
        };
        var reach = new Option<string?>("--reach")
        {
            Description =
                "count the updates until the validation score of an epoch (the training loss without a validation split) is at least as "
                + "good; default: not counted",
            HelpName = "METRIC=V",
        };
        var output = new Option<string?>("--out", "-o")
        {
            Description = "folder of the runs; finished runs in it are not trained again; default: runs/NAME-compare-TIME",
            HelpName = "DIR",
        };
        var (set, threads) = (CommonOptions.Set(), CommonOptions.Threads());
        var command = new DocumentedCommand(
            "compare",
            "Train several cells with the same config, seeds and number of parameters, and print their scores in one table.",
            "rnn compare my.yaml --cells ugrnn,gru,lstm",
            "rnn compare my.yaml --cells ugrnn,my.cell --seeds 5 --out runs/cells")
        {
            config, cells, match, seeds, folds, random, metric, reach, output, set, threads, CommonOptions.Memory(),
        };
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(
                parse.GetValue(random) is null, "is the number of runs of each cell, and so is --random", "leave out one of them", seeds);
            CommonOptions.RequireNotSet(parse.GetValue(set), "model.cell", "--cells");
            CommonOptions.RequireNotSet(parse.GetValue(set), "training.seed", "--seeds");
            var options = new ComparisonOptions
            {
                Cells = [
                    .. parse.GetRequiredValue(cells).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Distinct()],
                MatchParameters = parse.GetValue(match) == "parameters",
                Seeds = parse.GetValue(seeds) ?? 3,
                Folds = parse.GetValue(folds),
                Random = parse.GetValue(random),
                Metric = parse.GetValue(metric),
                Folder = parse.GetValue(output),
                Training = CommandInputs.OptionsOfMany(session, CommonOptions.Assignments(parse.GetValue(set), parse.GetValue(threads))),
            };
            return CompareJob.Run(session, parse.GetRequiredValue(config), options, parse.GetValue(reach));
        });
        return command;
    }
}
