using RnnTrainer.Autodiff;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>A way around a layer, <c>y[r,j] += h[r,j] + x[r,j]</c>. The letter r stands for the row.</summary>
static class Residual
{
    /// <param name="h">What the layer puts out [rows,J].</param>
    /// <param name="x">What goes around it, of the same shape.</param>
    public static Computed Add(Graph graph, Node h, Node x)
    {
        var y = graph.Computed("y", h.Rows(), h.Shape[1]);
        y[r, j] += h[r, j] + x[r, j];
        return y;
    }
}
