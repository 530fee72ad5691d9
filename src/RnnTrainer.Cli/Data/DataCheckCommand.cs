using System.CommandLine;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;

namespace RnnTrainer.Cli.Data;

/// <summary><c>rnn data check CSV|CONFIG</c>: how data were read, the first bad cells, and what is suspicious.</summary>
static class DataCheckCommand
{
    public static Command Make(Session session)
    {
        var subject = CommonOptions.Name("CSV|CONFIG", "a data file of any layout, or a config, whose files are read as it says");
        var target = CommonOptions.Target();
        var strict = new Option<bool>("--strict") { Description = "exit 4 if anything is suspicious" };
        var time = new Option<bool>("--time") { Description = "say how long reading took, and how many megabytes a second that is" };
        var command = new Command("check", "Say how data were read, which cells are bad, and what is suspicious.") { subject, target, strict, time };
        command.SetAction(int (parse) =>
        {
            var order = new CheckOrder(parse.GetRequiredValue(subject), CommonOptions.Columns(parse.GetValue(target)), parse.GetValue(strict), parse.GetValue(time));
            parse.RequireUse(!order.IsConfig, "is for a data file, and this is a config, which says how its files are read", "leave it out, or name the data file", target, time);
            return CheckJob.Run(session, order);
        });
        return command;
    }
}

/// <summary>What a command line asks of check.</summary>
/// <param name="Subject">A data file or a config.</param>
/// <param name="Target">Column names; none: decided from the file, or as the config says.</param>
sealed record CheckOrder(string Subject, IReadOnlyList<string> Target, bool Strict, bool Time)
{
    public bool IsConfig => Path.GetExtension(Subject).ToLowerInvariant() is ".yaml" or ".yml";
}
