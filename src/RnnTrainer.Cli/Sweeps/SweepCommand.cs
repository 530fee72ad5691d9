using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Sweeps;

namespace RnnTrainer.Cli.Sweeps;

/// <summary><c>rnn sweep CONFIG --grid model.hidden=16,32</c>: trains a config with many settings, and ranks them by validation
/// score.</summary>
static class SweepCommand
{
    public static Command Make(Session session)
    {
        var config = CommonOptions.Config();
        var grid = Repeated(
            "--grid", "a config key and its values, for example --grid model.hidden=16,32,64; repeatable: all combinations are trained",
            "key=V,V,…");
        var range = Repeated(
            "--range",
            "with --random: a config key and the range from which it is drawn, uniformly, or log-uniformly if the range is positive and "
            + "spans a factor of 10; repeatable", "key=LOW..HIGH");
        var random = OptionValues.Count(
            "--random",
            "train N random settings instead of all combinations: a number from each --range and a value of each --grid; default: all "
            + "combinations", "N");
        var seed = OptionValues.Seed("for the random settings");
        var halving = new Option<bool>("--halving")
        {
            Description = "successive halving: train all settings for a few epochs, the better half for twice as many, and so on",
        };
        var jobs = OptionValues.Count(
            "--jobs", "runs to train at the same time, which share cores and memory; default: 1", "N", CommonOptions.MostThreads);
        var folds = OptionValues.Folds(
            "train every setting K times, each with another K-th of the data as validation split, and rank by the mean; default: the "
            + "validation split of the config");
        var metric = new Option<string?>("--metric")
        {
            Description = "the validation score to rank by; default: accuracy, rmse, mase or loss, by task",
            HelpName = "METRIC",
        };
        var output = new Option<string?>("--out", "-o")
        {
            Description = "folder of the runs; finished runs in it are not trained again; default: runs/NAME-sweep",
            HelpName = "DIR",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "list the settings, write nothing" };
        var shard = new Option<SweepShard?>("--shard")
        {
            Description = "this is process i of n that share the folder --out, on one machine or many: each trains runs that no other has "
                + "claimed, and all print the same ranking; default: the task of a Slurm job array, the index of a Kubernetes job, else one "
                + "process",
            HelpName = "i/n",
            CustomParser = ReadShard,
        };
        var print = new Option<string?>("--print")
        {
            Description = "print the job file that runs this command on a cluster, and train nothing: slurm (for sbatch) or k8s (for kubectl "
                + "apply); --shard 1/n divides it among n processes, default: a process for each run, at most 8",
            HelpName = "slurm|k8s",
        };
        print.TakesOneOf("slurm", "k8s");
        var (set, threads, tensorBoard) = (CommonOptions.Set(), CommonOptions.Threads(), CommonOptions.TensorBoard());
        var command = new DocumentedCommand(
            "sweep",
            "Train a config with many settings and rank them by their validation scores.",
            "rnn sweep my.yaml --grid model.hidden=32,64,128 --grid model.cell=ugrnn,gru",
            "rnn sweep my.yaml --random 20 --range training.learning_rate=0.001..1 --halving --jobs 2",
            "rnn sweep my.yaml --grid model.hidden=32,64,128 --shard 1/2",
            "rnn sweep my.yaml --grid model.hidden=32,64,128 --print slurm")
        {
            config, grid, range, random, seed, halving, jobs, folds, metric, output, set, threads, tensorBoard, dryRun, shard, print,
            CommonOptions.Memory(),
        };
        command.UsesProcesses = true;
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(parse.GetValue(random) is not null, "is for --random", "add --random N, or leave it out", seed);
            parse.RequireUse(parse.GetValue(print) is null, "trains nothing, as --print does", "leave out one of them", dryRun);
            parse.RequireUse(!parse.GetValue(dryRun), "is for runs that are trained", "leave out --shard or --dry-run", shard);
            var sets = Assignments(parse.GetValue(set), parse.GetValue(threads), parse.GetValue(jobs) ?? 1);
            var options = new SweepOptions
            {
                Keys = SweepKeys.Of(parse.GetValue(grid) ?? [], parse.GetValue(range) ?? [], sets),
                Random = parse.GetValue(random),
                Seed = parse.GetValue(seed),
                Halving = parse.GetValue(halving),
                Jobs = parse.GetValue(jobs) ?? 1,
                Folds = parse.GetValue(folds),
                Metric = parse.GetValue(metric),
                Folder = parse.GetValue(output),
                Shard = parse.GetValue(shard) ?? SweepShard.Of(Environment.GetEnvironmentVariable)
                    ?? (session.Launcher is { } launcher ? new SweepShard(launcher.Rank, launcher.Size) : null),
                OnWait = runs => session.Log($"waiting for {Words.Counted(runs, "run")} that other processes train"),
                Training = CommandInputs.OptionsOfMany(session, sets) with { TensorBoard = parse.GetValue(tensorBoard) },
            };
            return parse.GetValue(print) is { } kind
                ? ClusterJob.Print(session, kind, parse.GetRequiredValue(config), options with { Shard = parse.GetValue(shard) }, parse)
                : SweepJob.Run(session, parse.GetRequiredValue(config), options, parse.GetValue(dryRun));
        });
        return command;
    }

    static SweepShard? ReadShard(ArgumentResult result)
    {
        var shard = SweepShard.Parse(result.Tokens[0].Value);
        if (shard is null)
        {
            result.AddError($"--shard expects i/n, such as 2/4, found {OptionValues.Show(result.Tokens[0].Value)}");
        }

        return shard;
    }

    static Option<string[]> Repeated(string name, string description, string form) => new(name)
    {
        Description = description,
        HelpName = form,
        Arity = ArgumentArity.OneOrMore,
    };

    // The number of threads does not change the result of a run, so the cores are divided among the jobs unless --threads is given.
    static string[] Assignments(string[]? sets, int? threads, int jobs) => threads is null && jobs > 1
        ? [$"training.threads={Math.Max(1, Environment.ProcessorCount / jobs).ToString(CultureInfo.InvariantCulture)}", .. sets ?? []]
        : CommonOptions.Assignments(sets, threads);
}
