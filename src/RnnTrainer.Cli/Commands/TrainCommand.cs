using System.CommandLine;

namespace RnnTrainer.Cli;

/// <summary><c>rnn train CONFIG</c>: trains, checkpoints, and scores the test split beside naive baselines.</summary>
static class TrainCommand
{
    public static Command Make(Session session)
    {
        var config = CommonOptions.Config();
        var set = CommonOptions.Set();
        var output = new Option<string?>("--out", "-o") { Description = "folder of the run; default: runs/NAME-TIME", HelpName = "DIR" };
        var resume = new Option<string?>("--resume")
        {
            Description = "go on where a run stopped; default: the run in --out, else runs/latest",
            HelpName = "RUN",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var threads = CommonOptions.Threads();
        var dryRun = new Option<bool>("--dry-run") { Description = "read config and data, build the model, say what would be done, write nothing" };
        var failUnder = CommonOptions.FailUnder();
        var command = new Command("train", "Train a model, checkpoint it, and score it on the test split beside naive baselines.")
        {
            config, set, output, resume, threads, dryRun, failUnder,
        };
        command.SetAction(int (_) => throw new UsageException("the engine is not here yet"));
        return command;
    }
}
