using RnnTrainer.Cells;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>What may be a mistake in a user's statements, though nothing forbids it.</summary>
static class CellRemarks
{
    /// <summary>Of a file with a cell or a program; a name of the library is in order.</summary>
    public static void Say(Session session, string name)
    {
        if (!CellChoice.IsPath(name))
        {
            return;
        }

        if (CellChoice.FindProgram(name) is { } program)
        {
            Say(session, program.Warnings.Select(w => w.ToString()));
            return;
        }

        Say(session, CellChoice.Find(new ModelConfig { Cell = name }, CellChoice.TextOf(name)));
    }

    /// <summary>Of a cell.</summary>
    public static void Say(Session session, ICell cell) => Say(session, CellWarnings.Of(cell));

    static void Say(Session session, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            session.Say(warning.Split('\n'));
        }
    }
}
