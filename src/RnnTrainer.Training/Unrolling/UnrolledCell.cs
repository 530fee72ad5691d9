using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cells;

namespace RnnTrainer.Training.Unrolling;

/// <summary>A cell over some time steps, with one Φ, whose nodes know their names and time steps.</summary>
/// <param name="Steps">The nodes of each step: its input, then what it computes.</param>
/// <param name="States">The states before the first step and after each step.</param>
/// <param name="Times">The name without a prime and the time step of each node but the parameters.</param>
sealed record UnrolledCell(
    IReadOnlyList<IReadOnlyList<Node>> Steps, IReadOnlyList<IReadOnlyList<Node>> States, IReadOnlyDictionary<Node, TimedName> Times)
{
    /// <summary>The names of nodes, with their time steps.</summary>
    public TensorNames Names => new(node => Times.TryGetValue(node, out var timed) ? timed : null);

    /// <summary>Writes the steps into a graph.</summary>
    /// <param name="timeOf">The text of a time step; the states before the first step have −1.</param>
    /// <exception cref="CellException">The cell cannot have this hidden size.</exception>
    public static UnrolledCell Of(Graph graph, ICell cell, int steps, CellSizes sizes, Func<int, string> timeOf)
    {
        var phi = Phi.Zeros(cell, graph.Precision, sizes.K, sizes.J);
        var times = new Dictionary<Node, TimedName>();
        var input = (cell as TextCell)?.Input ?? "x";
        var x = Enumerable.Range(0, steps).Select(t => Timed(graph.Input(input, sizes.B, sizes.K), input, t)).ToList();
        var nodes = new List<IReadOnlyList<Node>>();
        List<IReadOnlyList<Node>> states = [[.. cell.States.Select(s => Timed(graph.Input(s, sizes.B, sizes.J), s, -1))]];
        for (var t = 0; t < steps; t++)
        {
            var known = graph.Nodes.Count;
            states.Add(cell.Step(graph, phi, x[t], states[t]));
            List<Node> computed = [.. graph.Nodes.Skip(known).Where(n => n is not Parameter)];
            computed.ForEach(n => Timed(n, n.Name, t));
            foreach (var (name, state) in cell.States.Zip(states[t + 1]))
            {
                Timed(state, name, t);
            }

            nodes.Add([x[t], .. computed]);
        }

        return new UnrolledCell(nodes, states, times);

        Node Timed(Node node, string name, int t)
        {
            times[node] = new TimedName(name, timeOf(t));
            return node;
        }
    }
}
