using RnnTrainer.Cells;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Cli.Warnings;

/// <summary>Prints the warnings about the statements of a cell or a program: what is allowed but may be an error.</summary>
static class StatementWarnings
{
    /// <summary>Those of a file; the cells of the library have none.</summary>
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

    /// <summary>Those of a cell.</summary>
    public static void Print(Session session, ICell cell) => Print(session, CellCheck.Warnings(cell));

    static void Print(Session session, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            session.Log(warning.Split('\n'));
        }
    }
}
