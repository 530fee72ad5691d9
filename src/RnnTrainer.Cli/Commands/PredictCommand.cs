using System.CommandLine;

namespace RnnTrainer.Cli;

/// <summary><c>rnn predict RUN --data CSV</c>: predictions as CSV, a row per sequence in the input's order.</summary>
static class PredictCommand
{
    public static Command Make(Session session)
    {
        var run = CommonOptions.Run();
        var data = new Option<string>("--data", "-d") { Description = "a CSV to read, - for standard input; it needs no target column", HelpName = "CSV|-", Required = true };
        var output = new Option<string?>("--out", "-o") { Description = "where the predictions go; default: standard output", HelpName = "CSV|-" };
        var proba = new Option<bool>("--proba") { Description = "add a column with the probability of each class" };
        var checkpoint = CommonOptions.Checkpoint();
        var command = new Command("predict", "Answer for new sequences: a CSV row per sequence, in the input's order and with its ids.")
        {
            run, data, output, proba, checkpoint,
        };
        command.SetAction(int (_) => throw new UsageException("the engine is not here yet"));
        return command;
    }
}
