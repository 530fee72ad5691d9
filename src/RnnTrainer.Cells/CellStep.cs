using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Autodiff.Scan.Plan;

namespace RnnTrainer.Cells;

/// <summary>One step of a cell, traced into a graph of its own.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Graph">The graph that holds the step's statements.</param>
/// <param name="Phi">The parameters that the step reads.</param>
/// <param name="X">The input x_t [B,K].</param>
/// <param name="Before">The states before the step, each [B,J].</param>
/// <param name="After">The states after the step, each [B,J], in the same order.</param>
public sealed record CellStep(ICell Cell, Graph Graph, Phi Phi, Input X, IReadOnlyList<Input> Before, IReadOnlyList<Node> After)
{
    /// <summary>The step as a scan runs it.</summary>
    internal StepProgram Program => new(Graph, X, Before, [.. After.Cast<Computed>()]);

    /// <summary>The statements of the step as text, with their declarations: what <c>rnn derive CELL --forward</c> prints.</summary>
    public IEnumerable<string> ForwardText
    {
        get
        {
            var text = Cell as TextCell;
            var head = new ProgramHead([.. Before], Phi.Parameters, NamedInitializers(), text?.Sizes, text?.Declared);
            return ProgramText.Lines("cell", Cell.Name, Graph.Nodes, Graph.Statements, head);
        }
    }

    /// <summary>The derived backward statements as text: what <c>rnn derive CELL --backward</c> prints.</summary>
    public IEnumerable<string> BackwardText => TextPrinter.Lines(Graph.BackwardFrom(After));

    /// <summary>Traces one step with new parameters, all zero, and compiles it.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="precision">The number type of the graph.</param>
    /// <param name="sizes">B, J and K.</param>
    /// <exception cref="NotationException">A statement of the cell is not well formed, such as one index with two sizes.</exception>
    /// <exception cref="CellException">A text cell cannot have the hidden size J.</exception>
    public static CellStep Trace(ICell cell, Precision precision, CellSizes sizes) => Trace(cell, precision, sizes, executor: null);

    /// <summary>Traces one step with new parameters, all zero.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="precision">The number type of the graph.</param>
    /// <param name="sizes">B, J and K.</param>
    /// <param name="executor">Runs the graph; null: the compiler.</param>
    /// <exception cref="NotationException">A statement of the cell is not well formed, such as one index with two sizes.</exception>
    /// <exception cref="CellException">A text cell cannot have the hidden size J.</exception>
    internal static CellStep Trace(ICell cell, Precision precision, CellSizes sizes, IExecutor? executor = null) =>
        Trace(cell, Phi.Zeros(cell, precision, sizes.K, sizes.J), precision, sizes, executor);

    /// <summary>Traces one step with the given parameters.</summary>
    /// <inheritdoc cref="Trace(ICell, Precision, CellSizes, IExecutor?)"/>
    /// <param name="phi">The parameters, shaped for J and K.</param>
    internal static CellStep Trace(ICell cell, Phi phi, Precision precision, CellSizes sizes, IExecutor? executor = null)
    {
        var graph = new Graph(precision, sizes.B, executor);
        var x = graph.Input((cell as TextCell)?.Input ?? "x", sizes.B, sizes.K);
        var states = cell.States.Select(s => graph.Input(s, sizes.B, sizes.J)).ToList();
        return new CellStep(cell, graph, phi, x, states, cell.Step(graph, phi, x, states));
    }

    /// <summary>The initializers that differ from what the notation takes by default, by the parameter's name.</summary>
    Dictionary<string, string> NamedInitializers()
    {
        var (J, K) = (Before[0].Shape[1], X.Shape[1]);
        return Cell.Parameters(K, J)
            .Where(p => p.Initializer != Initializer.Default(p.Shape.Count, p.Shape.SequenceEqual([J, J])))
            .ToDictionary(p => p.Name, p => p.Initializer.ToString());
    }
}
