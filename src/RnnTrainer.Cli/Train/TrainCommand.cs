using System.CommandLine;
using System.CommandLine.Parsing;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;

namespace RnnTrainer.Cli.Train;

/// <summary><c>rnn train CONFIG</c>: trains a model, and scores it on the test split next to baselines.</summary>
static class TrainCommand
{
    public static Command Make(Session session)
    {
        var config = CommonOptions.Name("CONFIG", "a YAML file; `rnn config schema` describes its keys; none with --from", optional: true);
        var from = new Option<string?>("--from")
        {
            Description = "continue this run on the file of --data, in a new run: with its weights, columns, scales and classes; default: "
                + "train CONFIG from the beginning",
            HelpName = "RUN",
        };
        from.CompletionSources.Add(_ => Suggestions.Runs());
        var data = new Option<string?>("--data", "-d")
        {
            Description = "with --from: the new training file, with the columns of the old one; default: data.train of CONFIG",
            HelpName = "CSV",
        };
        var set = CommonOptions.Set();
        var output = new Option<string?>("--out", "-o")
        {
            Description = "folder of the run; DIR-2 if DIR is a run; default: runs/NAME-TIME",
            HelpName = "DIR",
        };
        var force = new Option<bool>("--force")
        {
            Description = "replace the run in --out, unless it is still being written; other files in the folder are kept",
        };
        var resume = new Option<string?>("--resume")
        {
            Description = "resume a run where it stopped; default: the run in --out, else runs/latest",
            HelpName = "RUN",
            Arity = ArgumentArity.ZeroOrOne,
        };
        resume.CompletionSources.Add(_ => Suggestions.Runs());
        var folds = OptionValues.Folds(
            "cross-validation: train K runs, each of which is scored on another K-th of the data; their scores, mean and deviation, and the "
            + "out-of-fold predictions are in DIR, default runs/NAME-folds; repeat the command to resume; default: one run");
        var threads = CommonOptions.Threads();
        var dryRun = new Option<bool>("--dry-run") { Description = "read config and data, print what would be trained, and write nothing" };
        var skipTrainScores = new Option<bool>("--skip-train-scores")
        {
            Description = "leave the training split out of the final scores, which saves a pass over it",
        };
        var distributed = new Option<string?>("--distributed")
        {
            Description = "mpi: train with the other processes of an MPI job; none: alone; default: mpi where a launcher of MPI (mpirun, "
                + "mpiexec, srun) has started several processes",
            HelpName = "mpi|none",
        };
        distributed.TakesOneOf("mpi", "none");
        var (failUnder, tensorBoard) = (CommonOptions.FailUnder(), CommonOptions.TensorBoard());
        var command = new DocumentedCommand(
            "train",
            "Train a model, checkpoint it, and score it on the test split next to baselines.",
            "rnn train configs/quickstart.yaml",
            "rnn train my.yaml --set training.epochs=100 --out runs/mine",
            "rnn train my.yaml --resume runs/mine",
            "rnn train my.yaml --folds 5",
            "rnn train --from runs/mine --data new.csv --set training.epochs=10")
        {
            config, from, data, set, output, force, resume, folds, threads, dryRun, skipTrainScores, failUnder, tensorBoard,
            distributed, CommonOptions.Memory(),
        };
        command.UsesProcesses = true;
        command.SetAction(int (parse) =>
        {
            var wanted = parse.GetResult(resume) is { Implicit: false } ? parse.GetValue(resume) ?? parse.GetValue(output)
                ?? "runs/latest" : null;
            if (parse.GetValue(resume) is { } resumed && parse.GetValue(output) is { } folder && !IsSame(resumed, folder))
            {
                throw new UsageException(
                    $"--resume writes to the folder of its run, {resumed}, and --out is another, {folder}", "leave out one of them");
            }

            if (parse.GetValue(force) && (parse.GetValue(output) is null || wanted is not null))
            {
                throw new UsageException(
                    "--force replaces the run in --out by a new one", wanted is null ? "add --out DIR" : "leave out --force or --resume");
            }

            var options = CommandInputs.Options(session, CommonOptions.Assignments(parse.GetValue(set), parse.GetValue(threads))) with
            {
                Folder = parse.GetValue(output),
                Replace = parse.GetValue(force),
                Resume = wanted,
                TensorBoard = parse.GetValue(tensorBoard),
                SkipTrainScores = parse.GetValue(skipTrainScores),
            };
            if (parse.GetValue(folds) is { } count)
            {
                if (session.Launcher is { Rank: > 0 })
                {
                    return ExitCode.Success;
                }

                options = options with { Folder = parse.GetValue(resume) ?? options.Folder, Resume = null };
                return FoldsJob.Run(
                    session, parse.GetRequiredValue(config), count, options, parse.GetValue(failUnder) ?? [], parse.GetValue(dryRun));
            }

            var (thresholds, isDry) = (parse.GetValue(failUnder) ?? [], parse.GetValue(dryRun));
            return DistributedJob.Run(session, parse.GetValue(distributed), processes => parse.GetValue(from) is not { } origin
                ? TrainJob.Run(session, parse.GetRequiredValue(config), options with { Processes = processes }, thresholds, isDry)
                : TrainJob.Continue(
                    session, origin, parse.GetValue(data)!, options with { Processes = processes }, thresholds, isDry));
        });
        command.Validators.Add(result => Require(result, config, from, data, resume, folds, distributed));
        return command;
    }

    static void Require(
        CommandResult result, Argument<string> config, Option<string?> from, Option<string?> data, Option<string?> resume,
        Option<int?> folds, Option<string?> distributed)
    {
        bool Has(Option option) => result.GetResult(option) is { Implicit: false };
        var named = result.GetResult(config)?.Tokens.Count > 0;
        var problem = Has(from) && named ? "CONFIG and --from exclude each other: the config is that of the run"
            : Has(from) && Has(resume) ? "--from begins a new run, and --resume continues an old one: leave out one of them"
            : Has(from) && Has(folds) ? "--from continues one run, and --folds begins several: leave out one of them"
            : Has(folds) && Has(distributed)
            ? "--folds trains its runs in one process, and --distributed divides one run among several: leave out one of them"
            : Has(from) && !Has(data) ? "--from needs --data, the file to continue on"
            : Has(data) && !Has(from) ? "--data is for --from: the config names the training file (data.train)"
            : !Has(from) && !named ? "CONFIG is missing"
            : null;
        if (problem is not null)
        {
            result.AddError(problem);
        }
    }

    static bool IsSame(string one, string other) =>
        Path.GetFullPath(Path.TrimEndingDirectorySeparator(one)) == Path.GetFullPath(Path.TrimEndingDirectorySeparator(other));
}
