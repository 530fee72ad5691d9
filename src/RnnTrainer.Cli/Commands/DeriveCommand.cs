using System.CommandLine;

namespace RnnTrainer.Cli;

/// <summary><c>rnn derive CELL|PROGRAM</c>: the program and its derived backward loops.</summary>
static class DeriveCommand
{
    public static Command Make(Session session)
    {
        var target = CommonOptions.Name("CELL|PROGRAM", "a built-in name or a .cell file");
        var forward = new Option<bool>("--forward") { Description = "the program only" };
        var backward = new Option<bool>("--backward") { Description = "the derived loops only" };
        var latex = new Option<bool>("--latex") { Description = "as LaTeX" };
        var command = new Command("derive", "Print a program and the backward loops derived from it.") { target, forward, backward, latex };
        command.SetAction(int (_) => throw new UsageException("the engine is not here yet"));
        return command;
    }
}
