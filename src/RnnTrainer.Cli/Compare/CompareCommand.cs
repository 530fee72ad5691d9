using System.CommandLine;

namespace RnnTrainer.Cli;

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
            return CompareJob.Run(session, new CompareOrder(
            parse.GetRequiredValue(config),
            CommonOptions.Assignments(parse.GetValue(set), parse.GetValue(threads)),
            [.. parse.GetRequiredValue(cells).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()],
            parse.GetValue(match) == "parameters",
            parse.GetValue(seeds) ?? 3,
            parse.GetValue(random),
            parse.GetValue(metric),
            parse.GetValue(reach),
            parse.GetValue(output)));
        });
        return command;
    }
}

/// <summary>What a command line asks of compare.</summary>
/// <param name="Config">A path.</param>
/// <param name="Sets">Assignments <c>key=value</c>.</param>
/// <param name="Cells">Names and paths, none twice.</param>
/// <param name="MatchesParameters">Equal numbers of parameters, else equal hidden sizes.</param>
/// <param name="Seeds">Runs of each cell.</param>
/// <param name="Random">Random settings in place of seeds; null: none.</param>
/// <param name="Metric">Null: the task's main metric.</param>
/// <param name="Reach"><c>metric=value</c> or null.</param>
/// <param name="Folder">Null: chosen by name and time.</param>
sealed record CompareOrder(
    string Config, IReadOnlyList<string> Sets, IReadOnlyList<string> Cells, bool MatchesParameters, int Seeds, int? Random, string? Metric, string? Reach, string? Folder);
