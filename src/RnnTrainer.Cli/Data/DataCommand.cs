using System.CommandLine;
using RnnTrainer.Cli.Terminal;

namespace RnnTrainer.Cli.Data;

/// <summary><c>rnn data check|make|convert</c>: data files.</summary>
static class DataCommand
{
    public static Command Make(Session session) => new("data", "Check, make or convert data files.")
    {
        DataCheckCommand.Make(session),
        DataMakeCommand.Make(session),
        DataConvertCommand.Make(session),
    };
}
