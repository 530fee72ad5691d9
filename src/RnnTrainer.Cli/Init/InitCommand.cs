using System.CommandLine;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training.Init;

namespace RnnTrainer.Cli.Init;

/// <summary><c>rnn init CSV</c>: prints how a file is understood, and writes a config to start from.</summary>
static class InitCommand
{
    public static Command Make(Session session)
    {
        var data = CommonOptions.Name("CSV", "the data to train on; any layout that `rnn train` reads");
        var validation = new Option<string?>("--validation")
        {
            Description = "a file of the same kind to validate on; default: a part of the data is held out",
            HelpName = "CSV",
        };
        var test = new Option<string?>("--test")
        {
            Description = "a file of the same kind to test on; default: a part of the data is held out",
            HelpName = "CSV",
        };
        var columns = new DataColumnOptions();
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
            "rnn init train.csv --test test.csv --target label --out my.yaml",
            "rnn init sales.csv --task forecast --sequence store,item --step date --out my.yaml")
        {
            data, validation, test, output, force, CommonOptions.Memory(),
        };
        foreach (var option in columns.All)
        {
            command.Options.Add(option);
        }

        command.SetAction(int (parse) =>
        {
            parse.RequireUse(parse.Has(output), "is for the file of --out", "add --out CONFIG, or leave it out", force);
            var files = new DataFiles(parse.GetRequiredValue(data), parse.GetValue(validation), parse.GetValue(test));
            var config = parse.GetValue(output) is { } path && !OutputFile.IsStandardOutput(path)
                ? OutputFile.Prepare(session, path, new OverwriteRule(parse.GetValue(force), InputFiles.OfData(files.All)))
                : null;
            return InitJob.Run(session, files, columns.Options(parse, session, files.Train), columns.Task(parse), config);
        });
        return command;
    }
}
