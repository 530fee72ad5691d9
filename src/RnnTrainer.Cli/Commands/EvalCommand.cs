using System.CommandLine;

namespace RnnTrainer.Cli;

/// <summary><c>rnn eval RUN</c>: metrics on the test split or on a new file.</summary>
static class EvalCommand
{
    public static Command Make(Session session)
    {
        var run = CommonOptions.Run();
        var data = new Option<string?>("--data", "-d") { Description = "a CSV with labels; default: the run's test split", HelpName = "CSV" };
        var checkpoint = CommonOptions.Checkpoint();
        var failUnder = CommonOptions.FailUnder();
        var command = new Command("eval", "Score a trained model on its test split or on a new file.") { run, data, checkpoint, failUnder };
        command.SetAction(int (parse) =>
        {
            _ = ModelFile.Find(parse.GetRequiredValue(run), parse.GetValue(checkpoint));
            throw new UsageException("the engine is not here yet");
        });
        return command;
    }
}
