using System.CommandLine;

namespace RnnTrainer.Cli;

/// <summary><c>rnn gradcheck</c>: holds the derived gradients to finite differences.</summary>
static class GradcheckCommand
{
    public static Command Make(Session session)
    {
        var target = CommonOptions.Name("CONFIG|CELL|RUN", "what to check; default: ugrnn", optional: true);
        var command = new Command("gradcheck", "Hold every derived gradient to central differences in float64; exit 4 if one is wrong.") { target };
        command.SetAction(int (_) => throw new UsageException("the engine is not here yet"));
        return command;
    }
}
