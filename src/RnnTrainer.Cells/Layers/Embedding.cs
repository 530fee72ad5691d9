using RnnTrainer.Autodiff;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>
/// A learned vector for each symbol: <c>x[b,k] += E[s[b,m],k]</c>, where b is the row. A time step that has several symbols m has the sum
/// of their vectors.
/// </summary>
static class Embedding
{
    /// <param name="graph">The graph.</param>
    /// <param name="E">The vectors [V,K].</param>
    /// <param name="s">The symbols [B,M], integers 0 … V−1.</param>
    /// <returns>The rows [B,K].</returns>
    public static Computed Gather(Graph graph, Parameter E, Input s)
    {
        var x = graph.Computed("x", s.Rows(), E.Shape[1]);
        x[b, k] += E[s[b, m], k];
        return x;
    }

    /// <summary>Each row times a number: <c>y[b,k] += w[b] x[b,k]</c>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The rows [B,K].</param>
    /// <param name="w">The numbers [B].</param>
    /// <returns>The rows [B,K].</returns>
    public static Computed Scaled(Graph graph, Node x, Input w)
    {
        var y = graph.Computed("scaled x", x.Rows(), x.Shape[1]);
        y[b, k] += w[b] * x[b, k];
        return y;
    }
}
