using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Language.Building;
using RnnTrainer.Cells.Library;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Gradcheck;

namespace RnnTrainer.Cli.Inputs;

/// <summary>Finds cells and programs by name.</summary>
static class ProgramChoice
{
    public static IEnumerable<string> Names => CellLibrary.Names.Concat(ProgramLibrary.All.Select(p => p.Name));

    /// <summary>Builds a cell or a program.</summary>
    /// <exception cref="UsageException">There is no such cell or program.</exception>
    /// <exception cref="CellException">The file cannot be read, or has errors.</exception>
    public static BuiltProgram Build(string name)
    {
        var program = FindProgram(name);
        if (program is null && FindCell(name) is { } cell)
        {
            var step = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell));
            return new BuiltProgram(step.Graph, step, [.. step.ForwardText], step.After);
        }

        if (program is not null && CellChoice.IsPath(name) && new ProgramSubject(program, seed: 1).BackwardErrors() is { Count: > 0 } wrong)
        {
            throw new CellException(wrong);
        }

        var graph = new Graph(Precision.Float64, new CellSizes().B);
        var result = (program ?? throw Unknown(name)).Build(graph, new CellSizes());
        return new BuiltProgram(graph, null, [.. ProgramText.Lines("program", program.Name, graph.Nodes, graph.Statements)], [result]);
    }

    /// <summary>The program of this name or path; null if there is none.</summary>
    public static NamedProgram? FindProgram(string name) =>
        ProgramLibrary.All.FirstOrDefault(p => p.Name == name) ?? CellChoice.FindProgram(name);

    /// <summary>The cell of this name or path; null if there is no built-in one of this name.</summary>
    public static ICell? FindCell(string name) => CellChoice.IsPath(name) ? CellChoice.Find(name) : CellLibrary.Find(name);

    public static UsageException Unknown(string name) => new(
        $"there is no cell or program '{name}'",
        NearestName.To(name, Names) is { } near ? $"did you mean '{near}'?" : $"there are {string.Join(", ", Names)}");
}

/// <summary>A cell or a program in a graph.</summary>
/// <param name="Step">The step of a cell; null for a program.</param>
/// <param name="ForwardText">Its text, with declarations.</param>
/// <param name="Results">The nodes whose gradients come from outside.</param>
sealed record BuiltProgram(Graph Graph, CellStep? Step, IReadOnlyList<string> ForwardText, IReadOnlyList<Node> Results);
