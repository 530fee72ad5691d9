using System.CommandLine;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;

namespace RnnTrainer.Cli.Data;

/// <summary><c>rnn data check CSV|CONFIG</c>: prints how data were read, the first bad cells, and findings.</summary>
static class DataCheckCommand
{
    public static Command Make(Session session)
    {
        var subject = CommonOptions.Name("CSV|CONFIG", "a data file of any layout, or a config whose data files are checked");
        var columns = new DataColumnOptions();
        var strict = new Option<bool>("--strict") { Description = "exit 4 if there are findings" };
        var time = new Option<bool>("--time") { Description = "print how long reading took, in seconds and in megabytes per second" };
        var command = new DocumentedCommand(
            "check",
            "Print how data were read, which cells are bad, and what may be an error.",
            "rnn data check my.csv",
            "rnn data check sales.csv --sequence store,item --step date",
            "rnn data check my.yaml --strict")
        {
            subject, strict, time, CommonOptions.Memory(),
        };
        foreach (var option in columns.All)
        {
            command.Options.Add(option);
        }

        command.SetAction(int (parse) =>
        {
            var file = parse.GetRequiredValue(subject);
            var isConfig = Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml";
            parse.RequireUse(
                !isConfig, "is for a data file, and a config defines how its files are read", "leave it out, or name the data file",
                [time, .. columns.All]);
            var check = isConfig
                ? DataCheck.OfConfig(session, CommandInputs.ReadConfig(file))
                : DataCheck.OfFile(
                    session, file, columns.Options(parse, session, file), columns.Task(parse), parse.GetValue(time));
            session.PrintResult("rnn.data.check/1", check.Text, check.Document);
            return parse.GetValue(strict) && check.Findings.Count > 0 ? ExitCode.Check : ExitCode.Success;
        });
        return command;
    }
}
