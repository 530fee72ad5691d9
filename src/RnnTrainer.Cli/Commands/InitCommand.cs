using System.CommandLine;

namespace RnnTrainer.Cli;

/// <summary><c>rnn init CSV</c>: how a file is understood, and a config to start from.</summary>
static class InitCommand
{
    public static Command Make(Session session)
    {
        var data = CommonOptions.Name("CSV", "the data to train on; any layout that `rnn train` reads");
        var test = new Option<string?>("--test") { Description = "a file of the same kind that is held out; default: a part of the data is", HelpName = "CSV" };
        var target = CommonOptions.Target();
        var output = new Option<string?>("--out", "--output", "-o") { Description = "the config to write; default: standard output", HelpName = "CONFIG" };
        var command = new Command("init", "Read a data file, say how it is understood, and write a config to start from.") { data, test, target, output };
        command.SetAction(int (parse) => InitJob.Run(session, new InitOrder(
            parse.GetRequiredValue(data), parse.GetValue(test), CommonOptions.Columns(parse.GetValue(target)), parse.GetValue(output))));
        return command;
    }
}

/// <summary>What a command line asks of init.</summary>
/// <param name="Target">Column names; none: decided from the file.</param>
/// <param name="Output">A path; null: standard output.</param>
sealed record InitOrder(string Data, string? Test, IReadOnlyList<string> Target, string? Output);
