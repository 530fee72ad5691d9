using System.CommandLine;

namespace RnnTrainer.Cli;

/// <summary><c>rnn train CONFIG</c>: trains, checkpoints, and scores the test split beside naive baselines.</summary>
static class TrainCommand
{
    public static Command Make(Session session)
    {
        var config = CommonOptions.Config();
        var set = CommonOptions.Set();
        var output = new Option<string?>("--out", "-o") { Description = "folder of the run, DIR-2 where there is a run already; default: runs/NAME-TIME", HelpName = "DIR" };
        var force = new Option<bool>("--force") { Description = "replace the run in --out, unless it is being written; other files there stay" };
        var resume = new Option<string?>("--resume")
        {
            Description = "go on where a run stopped; default: the run in --out, else runs/latest",
            HelpName = "RUN",
            Arity = ArgumentArity.ZeroOrOne,
        };
        resume.CompletionSources.Add(_ => Suggestions.Runs());
        var threads = CommonOptions.Threads();
        var dryRun = new Option<bool>("--dry-run") { Description = "read config and data, build the model, say what would be done, write nothing" };
        var (failUnder, tensorBoard) = (CommonOptions.FailUnder(), CommonOptions.TensorBoard());
        var command = new Command("train", "Train a model, checkpoint it, and score it on the test split beside naive baselines.")
        {
            config, set, output, force, resume, threads, dryRun, failUnder, tensorBoard,
        };
        command.SetAction(int (parse) =>
        {
            var wanted = parse.GetResult(resume) is { Implicit: false } ? parse.GetValue(resume) ?? parse.GetValue(output) ?? "runs/latest" : null;
            if (parse.GetValue(resume) is { } resumed && parse.GetValue(output) is { } folder && !IsSame(resumed, folder))
            {
                throw new UsageException($"--resume goes on in the folder of its run, {resumed}, and --out names another, {folder}", "leave out one of them");
            }

            if (parse.GetValue(force) && (parse.GetValue(output) is null || wanted is not null))
            {
                throw new UsageException("--force replaces the run in --out by a new one", wanted is null ? "add --out DIR" : "leave out --force or --resume");
            }

            var order = new TrainOrder(
                parse.GetRequiredValue(config),
                CommonOptions.Assignments(parse.GetValue(set), parse.GetValue(threads)),
                parse.GetValue(output),
                wanted,
                parse.GetValue(dryRun),
                parse.GetValue(failUnder) ?? [])
            {
                TensorBoard = parse.GetValue(tensorBoard),
                Replaces = parse.GetValue(force),
            };
            return TrainJob.Run(session, order);
        });
        return command;
    }

    static bool IsSame(string one, string other) => Path.GetFullPath(Path.TrimEndingDirectorySeparator(one)) == Path.GetFullPath(Path.TrimEndingDirectorySeparator(other));
}

/// <summary>What a command line asks of train.</summary>
/// <param name="Config">A path.</param>
/// <param name="Sets">Assignments <c>key=value</c>.</param>
/// <param name="Folder">Of the new run; null: chosen by name and time.</param>
/// <param name="Resume">The run to go on with; null: a new one.</param>
/// <param name="DryRun">Write nothing.</param>
/// <param name="FailUnder">Thresholds <c>metric=value</c>.</param>
/// <param name="IsTrial">Not a run of the user's: <c>runs/latest</c> stays where it points.</param>
sealed record TrainOrder(string Config, IReadOnlyList<string> Sets, string? Folder, string? Resume, bool DryRun, IReadOnlyList<string> FailUnder, bool IsTrial = false)
{
    /// <summary>Epochs of the run after which it rests, to be resumed; null: it goes on to its end.</summary>
    public int? UpTo { get; init; }

    /// <summary>Remove the run in the folder first.</summary>
    public bool Replaces { get; init; }

    /// <summary>Write event files; a run that has some goes on with them in any case.</summary>
    public bool TensorBoard { get; init; }
}
