using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>What is suspicious about a user's statements, though nothing forbids it.</summary>
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
            using var graph = new Graph(Precision.Float64, new Sizes().B);
            program.Build(graph, new Sizes());
            Say(session, graph.Statements);
            return;
        }

        Say(session, CellChoice.Find(new ModelConfig { Cell = name }, CellChoice.TextOf(name)));
    }

    /// <summary>Of a cell.</summary>
    public static void Say(Session session, ICell cell)
    {
        using var graph = Library.Trace(cell, Precision.Float64, Sizes.Of(cell)).Graph;
        Say(session, graph.Statements);
    }

    static void Say(Session session, IEnumerable<Statement> statements)
    {
        foreach (var remark in LoneLetters.In(statements))
        {
            session.Say($"note: {remark}");
        }
    }
}
