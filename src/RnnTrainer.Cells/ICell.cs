using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells;

/// <summary>
/// One time step of a recurrent network, written as equations. Implement it to train a cell of your own; the gradients are derived.
/// </summary>
public interface ICell
{
    /// <summary>The name that configs and commands use.</summary>
    string Name { get; }

    /// <summary>The names of the states, each of shape [B,J]; the first is the output of the cell.</summary>
    IReadOnlyList<string> States { get; }

    /// <summary>The number of which J has to be a multiple, for cells whose units are divided into groups; else 1.</summary>
    int UnitMultiple => 1;

    /// <summary>The parameters of one layer.</summary>
    /// <param name="K">The number of inputs.</param>
    /// <param name="J">The hidden size.</param>
    IReadOnlyList<ParameterShape> Parameters(int K, int J);

    /// <summary>Writes the statements of one step into a graph.</summary>
    /// <param name="graph">The graph; it creates the nodes that the step computes.</param>
    /// <param name="phi">The parameters by name.</param>
    /// <param name="x">The input x_t [B,K].</param>
    /// <param name="states">The states before the step, each [B,J], in the order of <see cref="States"/>.</param>
    /// <returns>The states after the step, each [B,J], in the same order.</returns>
    IReadOnlyList<Node> Step(Graph graph, Phi phi, Node x, IReadOnlyList<Node> states);
}
