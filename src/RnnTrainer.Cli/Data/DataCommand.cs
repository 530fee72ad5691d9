using System.CommandLine;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;

namespace RnnTrainer.Cli.Data;

/// <summary><c>rnn data check|make|convert</c>: data files.</summary>
static class DataCommand
{
    public static Command Make(Session session) => new DocumentedCommand(
        "data",
        "Check, make or convert data files.",
        "rnn data check my.csv",
        "rnn data make adding --out adding.csv")
    {
        DataCheckCommand.Make(session),
        DataMakeCommand.Make(session),
        DataConvertCommand.Make(session),
    };
}
