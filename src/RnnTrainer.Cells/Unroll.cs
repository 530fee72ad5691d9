using RnnTrainer.Autodiff;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells;

/// <summary>The unrolled graph of the sheet's problem 5: T copies of a cell that share one Φ, for the time steps t = 0 … T−1.</summary>
public static class Unroll
{
    /// <summary>Writes T steps into a graph, <c>states[t] = cell(Φ, x[t], states[t−1])</c>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="phi">Its parameters.</param>
    /// <param name="x">The inputs x_0 … x_{T−1}, each [B,K].</param>
    /// <param name="initial">The states before step 0, each [B,J].</param>
    /// <param name="valid">
    /// For batches of sequences of different lengths the valid mask, one [B] per step: 1 while the example has a step t, 0 after its end,
    /// where its states do not change. Null if every example has T steps.
    /// </param>
    /// <param name="perturbations">
    /// Inputs that are added to the states after each step, one [B,J] per step and state, for a gradient check: finite differences see the
    /// gradient of a state only as that of such an input. They need <paramref name="valid"/>. Null if nothing is added.
    /// </param>
    /// <returns>The states after each step.</returns>
    /// <exception cref="NotationException">The shapes do not fit.</exception>
    public static IReadOnlyList<IReadOnlyList<Node>> Over(
        Graph graph,
        ICell cell,
        Phi phi,
        IReadOnlyList<Node> x,
        IReadOnlyList<Node> initial,
        IReadOnlyList<Node>? valid = null,
        IReadOnlyList<IReadOnlyList<Node>>? perturbations = null)
    {
        var states = new List<IReadOnlyList<Node>>(x.Count);
        for (var t = 0; t < x.Count; t++)
        {
            var before = t == 0 ? initial : states[t - 1];
            var after = cell.Step(graph, phi, x[t], before);
            states.Add(valid is null ? after
                : [.. after.Select((next, n) => Hold(graph, valid[t], next, before[n], perturbations?[t][n]))]);
        }

        return states;
    }

    /// <summary>The new state of examples that have the step, the old state of those that have ended.</summary>
    static Computed Hold(Graph graph, Node valid, Node next, Node old, Node? perturbation)
    {
        var h = graph.Computed("h", next.Shape);
        h[b, j] += valid[b] * next[b, j];
        h[b, j] += (1 - valid[b]) * old[b, j];
        if (perturbation is not null)
        {
            h[b, j] += valid[b] * perturbation[b, j];
        }

        return h;
    }
}
