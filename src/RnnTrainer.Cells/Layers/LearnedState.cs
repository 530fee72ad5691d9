using RnnTrainer.Autodiff;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>
/// A learned initial state: a parameter that is the state of every example before the first step, <c>h[b,j] += h0[j]</c>.
/// </summary>
static class LearnedState
{
    /// <param name="graph">The graph.</param>
    /// <param name="h0">The parameter [J].</param>
    /// <returns>The state [B,J].</returns>
    public static Computed Expand(Graph graph, Parameter h0)
    {
        var h = graph.Computed(h0.Name, graph.Batch, h0.Shape[0]);
        h[b, j] += h0[j];
        return h;
    }
}
