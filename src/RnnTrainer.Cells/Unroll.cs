using RnnTrainer.Autodiff;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells;

/// <summary>The unrolled graph of the sheet's problem 5: T copies of a cell with one shared Phi, steps t = 0 … T−1.</summary>
public static class Unroll
{
    /// <param name="x">The inputs x_0 … x_{T−1}, each [B,K].</param>
    /// <param name="initial">The states before step 0.</param>
    /// <param name="running">
    /// For batches of unequal lengths, one [B] per step: 1 while the example has a step t, 0 after its end, where its states stay as they were.
    /// Null: every example has T steps.
    /// </param>
    /// <param name="nudges">
    /// Added to the states that each step hands on, one [B,J] per step and state; it needs <paramref name="running"/>. The gradient of such an input is that of the
    /// state, which finite differences can see only so. Null: nothing is added.
    /// </param>
    /// <returns>The states after each step.</returns>
    public static IReadOnlyList<IReadOnlyList<Node>> Over(
        Graph graph,
        ICell cell,
        Phi phi,
        IReadOnlyList<Node> x,
        IReadOnlyList<Node> initial,
        IReadOnlyList<Node>? running = null,
        IReadOnlyList<IReadOnlyList<Node>>? nudges = null)
    {
        var states = new List<IReadOnlyList<Node>>(x.Count);
        for (var t = 0; t < x.Count; t++)
        {
            var before = t == 0 ? initial : states[t - 1];
            var after = cell.Step(graph, phi, x[t], before);
            states.Add(running is null ? after : [.. after.Select((next, n) => Hold(graph, running[t], next, before[n], nudges?[t][n]))]);
        }

        return states;
    }

    /// <summary>The step's result for examples that still run, the old state for those that have ended.</summary>
    static Computed Hold(Graph graph, Node running, Node next, Node old, Node? nudge)
    {
        var h = graph.Computed("h", next.Shape);
        h[b, j] += running[b] * next[b, j];
        h[b, j] += (1 - running[b]) * old[b, j];
        if (nudge is not null)
        {
            h[b, j] += running[b] * nudge[b, j];
        }

        return h;
    }
}
