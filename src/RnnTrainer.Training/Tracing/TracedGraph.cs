using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Language.Building;
using RnnTrainer.Training.Gradcheck;
using RnnTrainer.Training.Unrolling;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Training.Tracing;

/// <summary>A graph with a loss.</summary>
/// <param name="Names">The names of the nodes, with their time steps.</param>
sealed record TracedGraph(Graph Graph, Node Loss, TensorNames Names) : IDisposable
{
    /// <summary>The unrolled cell; the loss is half the squared distance of the last output from a target.</summary>
    /// <exception cref="CellException">The cell cannot have this hidden size.</exception>
    public static TracedGraph OfCell(ICell cell, int steps, CellSizes sizes, IExecutor executor)
    {
        var graph = new Graph(Precision.Float64, sizes.B, executor);
        var unrolled = UnrolledCell.Of(graph, cell, steps, sizes, t => t.ToString(CultureInfo.InvariantCulture));
        var target = graph.Data("target", sizes.B, sizes.J);
        var loss = graph.Computed("loss", sizes.B);
        loss[b] += 0.5 * Functions.Square(unrolled.States[^1][0][b, j] - target[b, j]);
        return new TracedGraph(graph, loss, unrolled.Names);
    }

    /// <summary>A program. One that does not end in a loss gets the sum of its results with given weights.</summary>
    public static TracedGraph OfProgram(NamedProgram program, CellSizes sizes, IExecutor executor)
    {
        var graph = new Graph(Precision.Float64, sizes.B, executor);
        Node result = program.Build(graph, sizes);
        return new TracedGraph(
            graph, result.Shape.Count == 1 ? result : ProgramSubject.Weighted(graph, result), TensorNames.Plain);
    }

    public void Dispose()
    {
        Graph.Dispose();
        foreach (var parameter in Graph.Nodes.OfType<Parameter>())
        {
            parameter.Dispose();
        }
    }
}
