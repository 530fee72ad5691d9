using RnnTrainer.Autodiff;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>A residual connection around a layer: <c>y[r,j] += h[r,j] + x[r,j]</c>, where r is the row. He et al. 2016.</summary>
static class Residual
{
    /// <param name="graph">The graph.</param>
    /// <param name="h">The output of the layer [R,J].</param>
    /// <param name="x">The input of the layer [R,J].</param>
    /// <returns>The sum [R,J].</returns>
    public static Computed Add(Graph graph, Node h, Node x)
    {
        var y = graph.Computed("y", h.Rows(), h.Shape[1]);
        y[r, j] += h[r, j] + x[r, j];
        return y;
    }
}
