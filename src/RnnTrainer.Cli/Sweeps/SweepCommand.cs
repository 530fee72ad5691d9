using System.CommandLine;
using System.Globalization;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;
using RnnTrainer.Training.Sweeps;

namespace RnnTrainer.Cli.Sweeps;

/// <summary><c>rnn sweep CONFIG --grid model.hidden=16,32</c>: the same training with many settings, ranked by their validation scores.</summary>
static class SweepCommand
{
    public static Command Make(Session session)
    {
        var config = CommonOptions.Config();
        var grid = Repeated("--grid", "a key of the config and the values that it takes, for example --grid model.hidden=16,32,64; repeatable: all combinations are trained", "key=V,V,…");
        var range = Repeated("--range", "with --random: a key and the numbers between which it is drawn, evenly, or evenly in its logarithm where the range is positive and spans a factor of 10; repeatable", "key=LOW..HIGH");
        var random = OptionValues.Count("--random", "in place of all combinations N settings drawn at random: of each --range a number, of each --grid one of its values; default: all combinations", "N");
        var seed = OptionValues.Seed("of the random settings");
        var halving = new Option<bool>("--halving") { Description = "train all a little, let the better half go on to twice as many epochs, and so on: most runs end early" };
        var jobs = OptionValues.Count("--jobs", "runs that are trained at the same time; the cores are shared among them; default: 1", "N", CommonOptions.MostThreads);
        var metric = new Option<string?>("--metric") { Description = "the validation score that decides; default: accuracy, rmse, mase or loss, as the task has it", HelpName = "METRIC" };
        var output = new Option<string?>("--out", "-o") { Description = "folder of the runs; what is finished there is not trained again; default: runs/NAME-sweep", HelpName = "DIR" };
        var dryRun = new Option<bool>("--dry-run") { Description = "list the settings, write nothing" };
        var (set, threads, tensorBoard) = (CommonOptions.Set(), CommonOptions.Threads(), CommonOptions.TensorBoard());
        var command = new Command("sweep", "Train a config with many settings and rank them by their validation scores.")
        {
            config, grid, range, random, seed, halving, jobs, metric, output, set, threads, tensorBoard, dryRun,
        };
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(parse.GetValue(random) is not null, "draws the settings of --random", "add --random N, or leave it out", seed);
            var sets = Assignments(parse.GetValue(set), parse.GetValue(threads), parse.GetValue(jobs) ?? 1);
            var options = new SweepOptions
            {
                Keys = SweepKeys.Of(parse.GetValue(grid) ?? [], parse.GetValue(range) ?? [], sets),
                Random = parse.GetValue(random),
                Seed = parse.GetValue(seed),
                Halving = parse.GetValue(halving),
                Jobs = parse.GetValue(jobs) ?? 1,
                Metric = parse.GetValue(metric),
                Folder = parse.GetValue(output),
                Training = CommandInputs.OptionsOfMany(session, sets) with { TensorBoard = parse.GetValue(tensorBoard) },
            };
            return SweepJob.Run(session, parse.GetRequiredValue(config), options, parse.GetValue(dryRun));
        });
        return command;
    }

    static Option<string[]> Repeated(string name, string description, string form) => new(name) { Description = description, HelpName = form, Arity = ArgumentArity.OneOrMore };

    // What the threads of one run are does not change its result. Who says how many, has them.
    static string[] Assignments(string[]? sets, int? threads, int jobs) => threads is null && jobs > 1
        ? [$"training.threads={Math.Max(1, Environment.ProcessorCount / jobs).ToString(CultureInfo.InvariantCulture)}", .. sets ?? []]
        : CommonOptions.Assignments(sets, threads);
}
