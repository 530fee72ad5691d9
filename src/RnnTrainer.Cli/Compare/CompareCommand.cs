using System.CommandLine;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;

namespace RnnTrainer.Cli.Compare;

/// <summary><c>rnn compare CONFIG --cells ugrnn,gru,lstm</c>: the same training with several cells and seeds, in one table.</summary>
static class CompareCommand
{
    public static Command Make(Session session)
    {
        var config = CommonOptions.Config();
        var cells = OptionValues.List("--cells", "names and .cell files, with commas between them; the first sets the size", "ugrnn,gru,…", required: true);
        cells.CompletionSources.Add(context => Suggestions.CellLists(context.WordToComplete));
        var match = new Option<string>("--match")
        {
            Description = "parameters: every cell gets the hidden size at which its model has as many parameters as that of the first cell; hidden: all have that of the config",
            HelpName = "parameters|hidden",
            DefaultValueFactory = _ => "parameters",
        };
        match.TakesOneOf("parameters", "hidden");
        var seeds = OptionValues.Count("--seeds", "runs of each cell, with the seeds 1 … N; default: 3", "N");
        var random = OptionValues.Count("--random", "in place of seeds: N random settings of learning rate, clip and momentum, the same for every cell; with --reach the table tells how many of them train; default: seeds", "N");
        var metric = new Option<string?>("--metric") { Description = "the score that is compared; default: accuracy, rmse, mase or loss, as the task has it", HelpName = "METRIC" };
        var reach = new Option<string?>("--reach") { Description = "count the steps until an epoch's validation score (without a validation split: the training loss) is at least as good; default: steps are not counted", HelpName = "METRIC=V" };
        var output = new Option<string?>("--out", "-o") { Description = "folder of the runs; what is finished there is not trained again; default: runs/NAME-compare-TIME", HelpName = "DIR" };
        var (set, threads) = (CommonOptions.Set(), CommonOptions.Threads());
        var command = new Command("compare", "Train several cells alike, over several seeds and at equal parameter counts, and print their scores in one table.")
        {
            config, cells, match, seeds, random, metric, reach, output, set, threads,
        };
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(parse.GetValue(random) is null, "is the number of runs of each cell, and --random says another", "leave out one of them", seeds);
            CommonOptions.RequireNotSet(parse.GetValue(set), "model.cell", "--cells");
            CommonOptions.RequireNotSet(parse.GetValue(set), "training.seed", "--seeds");
            var options = new ComparisonOptions
            {
                Cells = [.. parse.GetRequiredValue(cells).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()],
                MatchParameters = parse.GetValue(match) == "parameters",
                Seeds = parse.GetValue(seeds) ?? 3,
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
