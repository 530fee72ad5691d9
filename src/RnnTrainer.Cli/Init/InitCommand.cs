using System.CommandLine;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Data;

namespace RnnTrainer.Cli.Init;

/// <summary><c>rnn init CSV</c>: prints how a file is understood, and writes a config to start from.</summary>
static class InitCommand
{
    public static Command Make(Session session)
    {
        var data = CommonOptions.Name("CSV", "the data to train on; any layout that `rnn train` reads");
        var test = new Option<string?>("--test")
        {
            Description = "a file of the same kind to test on; default: a part of the data is held out",
            HelpName = "CSV",
        };
        var target = CommonOptions.Target();
        var sequence = new Option<string?>("--sequence")
        {
            Description = "the column that names the sequence of each row; default: decided from the file",
            HelpName = "COL",
        };
        var step = new Option<string?>("--step")
        {
            Description = "the column that orders the rows of a sequence; default: decided from the file",
            HelpName = "COL",
        };
        var output = new Option<string?>("--out", "--output", "-o")
        {
            Description = "the config to write; default: standard output",
            HelpName = "CONFIG|-",
        };
        var force = CommonOptions.Force();
        var command = new DocumentedCommand(
            "init",
            "Read a data file, print how it is understood, and write a config to start from.",
            "rnn init my.csv --out my.yaml",
            "rnn init train.csv --test test.csv --target label --out my.yaml")
        {
            data, test, target, sequence, step, output, force,
        };
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(parse.Has(output), "is for the file of --out", "add --out CONFIG, or leave it out", force);
            var columns = new DataOptions
            {
                Target = CommonOptions.Columns(parse.GetValue(target)),
                Sequence = CommonOptions.Columns(parse.GetValue(sequence)),
                Step = CommonOptions.Columns(parse.GetValue(step)),
            };
            var (file, testFile) = (parse.GetRequiredValue(data), parse.GetValue(test));
            var config = parse.GetValue(output) is { } path && !OutputFile.IsStandardOutput(path)
                ? OutputFile.Prepare(session, path, new OverwriteRule(parse.GetValue(force), InputFiles.OfData(file, testFile)))
                : null;
            return InitJob.Run(session, file, testFile, columns, config);
        });
        return command;
    }
}
