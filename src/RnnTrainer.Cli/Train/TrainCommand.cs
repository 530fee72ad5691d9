using System.CommandLine;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;

namespace RnnTrainer.Cli.Train;

/// <summary><c>rnn train CONFIG</c>: trains a model, and scores it on the test split next to baselines.</summary>
static class TrainCommand
{
    public static Command Make(Session session)
    {
        var config = CommonOptions.Config();
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
        var threads = CommonOptions.Threads();
        var dryRun = new Option<bool>("--dry-run") { Description = "read config and data, print what would be trained, and write nothing" };
        var skipTrainScores = new Option<bool>("--skip-train-scores")
        {
            Description = "leave the training split out of the final scores, which saves a pass over it",
        };
        var (failUnder, tensorBoard) = (CommonOptions.FailUnder(), CommonOptions.TensorBoard());
        var command = new DocumentedCommand(
            "train",
            "Train a model, checkpoint it, and score it on the test split next to baselines.",
            "rnn train configs/quickstart.yaml",
            "rnn train my.yaml --set training.epochs=100 --out runs/mine",
            "rnn train my.yaml --resume runs/mine")
        {
            config, set, output, force, resume, threads, dryRun, skipTrainScores, failUnder, tensorBoard,
            CommonOptions.Memory(),
        };
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
            return TrainJob.Run(session, parse.GetRequiredValue(config), options, parse.GetValue(failUnder) ?? [], parse.GetValue(dryRun));
        });
        return command;
    }

    static bool IsSame(string one, string other) =>
        Path.GetFullPath(Path.TrimEndingDirectorySeparator(one)) == Path.GetFullPath(Path.TrimEndingDirectorySeparator(other));
}
