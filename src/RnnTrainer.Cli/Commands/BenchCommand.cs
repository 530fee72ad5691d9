using System.CommandLine;

namespace RnnTrainer.Cli;

/// <summary><c>rnn bench</c>: time per step against sequence length.</summary>
static class BenchCommand
{
    public static Command Make(Session session)
    {
        var target = CommonOptions.Name("CONFIG|CELL", "what to time; default: ugrnn", optional: true);
        var command = new Command("bench", "Time a training step or inference against the sequence length, and fit time = a T^p.") { target };
        command.SetAction(int (_) => throw new UsageException("the engine is not here yet"));
        return command;
    }
}
