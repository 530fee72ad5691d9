using RnnTrainer.Cells;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Cli.Warnings;

/// <summary>What may be a mistake in a user's statements, though nothing forbids it.</summary>
static class StatementWarnings
{
    /// <summary>Of a file with a cell or a program; a name of the library is in order.</summary>
    public static void Print(Session session, string name)
    {
        if (!CellChoice.IsPath(name))
        {
            return;
        }

        if (CellChoice.FindProgram(name) is { } program)
        {
            Print(session, program.Warnings.Select(w => w.ToString()));
            return;
        }

        Print(session, CellChoice.Find(new ModelConfig { Cell = name }, CellChoice.TextOf(name)));
    }

    /// <summary>Of a cell.</summary>
    public static void Print(Session session, ICell cell) => Print(session, CellCheck.Warnings(cell));

    static void Print(Session session, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            session.Log(warning.Split('\n'));
        }
    }
}
