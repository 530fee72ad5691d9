using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cells;
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

    /// <summary>The statements of a cell or a program, and the derived backward statements.</summary>
    /// <exception cref="UsageException">There is no such cell or program.</exception>
    public static (IEnumerable<string> Forward, IEnumerable<string> Backward) Text(string name, bool latex, bool simplify)
    {
        var (graph, forward, results) = Build(name);
        if (simplify)
        {
            graph.SimplifyBackward(results);
        }

        return latex
            ? (LatexPrinter.Lines(graph.Statements), LatexPrinter.Lines(graph.BackwardFrom(results)))
            : (forward, TextPrinter.Lines(graph.BackwardFrom(results)));
    }

    static (Graph Graph, IEnumerable<string> Forward, IReadOnlyList<Node> Results) Build(string name)
    {
        var program = ProgramLibrary.All.FirstOrDefault(p => p.Name == name) ?? CellChoice.FindProgram(name);
        if (program is null && (CellChoice.IsPath(name) ? CellChoice.Find(name) : CellLibrary.Find(name)) is { } cell)
        {
            var step = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell));
            return (step.Graph, step.ForwardText, step.After);
        }

        if (program is not null && CellChoice.IsPath(name) && new ProgramSubject(program, seed: 1).BackwardErrors() is { Count: > 0 } wrong)
        {
            throw new CellException(wrong);
        }

        var graph = new Graph(Precision.Float64, new CellSizes().B);
        var result = (program ?? throw Unknown(name)).Build(graph, new CellSizes());
        return (graph, ProgramText.Lines("program", program.Name, graph.Nodes, graph.Statements), [result]);
    }

    public static UsageException Unknown(string name) => new(
        $"there is no cell or program '{name}'",
        NearestName.To(name, Names) is { } near ? $"did you mean '{near}'?" : $"there are {string.Join(", ", Names)}");
}
