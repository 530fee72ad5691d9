using System.CommandLine;

namespace RnnTrainer.Cli;

/// <summary><c>rnn data make|convert</c>: data files.</summary>
static class DataCommand
{
    public static Command Make(Session session) => new("data", "Make or convert data files.")
    {
        DataMakeCommand.Make(session),
        DataConvertCommand.Make(session),
    };
}
