using System.CommandLine;

namespace RnnTrainer.Cli;

/// <summary><c>rnn data make</c>: data files.</summary>
static class DataCommand
{
    public static Command Make(Session session) => new("data", "Make data files.")
    {
        DataMakeCommand.Make(session),
    };
}
