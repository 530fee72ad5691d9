using System.CommandLine;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Cli.Init;

/// <summary><c>rnn init CSV</c>: how a file is understood, and a config to start from.</summary>
static class InitCommand
{
    public static Command Make(Session session)
    {
        var data = CommonOptions.Name("CSV", "the data to train on; any layout that `rnn train` reads");
        var test = new Option<string?>("--test") { Description = "a file of the same kind that is held out; default: a part of the data is", HelpName = "CSV" };
        var target = CommonOptions.Target();
        var sequence = new Option<string?>("--sequence") { Description = "the column that names the sequence of each row; default: decided from the file", HelpName = "COL" };
        var step = new Option<string?>("--step") { Description = "the column that orders the rows of a sequence; default: decided from the file", HelpName = "COL" };
        var output = new Option<string?>("--out", "--output", "-o") { Description = "the config to write; default: standard output", HelpName = "CONFIG|-" };
        var force = CommonOptions.Force();
        var command = new Command("init", "Read a data file, say how it is understood, and write a config to start from.") { data, test, target, sequence, step, output, force };
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(parse.Has(output), "is for the file of --out", "add --out CONFIG, or leave it out", force);
            return InitJob.Run(session, new InitOrder(
            parse.GetRequiredValue(data),
            parse.GetValue(test),
            new DataOptions { Target = CommonOptions.Columns(parse.GetValue(target)), Sequence = parse.GetValue(sequence), Step = parse.GetValue(step) },
            parse.GetValue(output) is { } path && !OutputFile.IsStandardOutput(path) ? path : null,
            parse.GetValue(force)));
        });
        return command;
    }
}

/// <summary>What a command line asks of init.</summary>
/// <param name="Columns">Those that are named; the others are decided from the file.</param>
/// <param name="Output">A path; null: standard output.</param>
/// <param name="Force">Whether a file there is written over.</param>
sealed record InitOrder(string Data, string? Test, DataOptions Columns, string? Output, bool Force);
