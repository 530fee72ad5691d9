using RnnTrainer.Autodiff;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>
/// Inverted dropout, <c>d[r,j] += mask[r,j] x[r,j]</c>, where r is the row: an entry of the mask is 0 with probability p, else 1/(1 − p),
/// so that the mean does not change and prediction needs no scaling. Srivastava et al. 2014.
/// </summary>
static class Dropout
{
    /// <param name="graph">The graph.</param>
    /// <param name="x">The rows [R,J].</param>
    /// <param name="mask">The mask [R,J].</param>
    /// <returns>The masked rows [R,J].</returns>
    public static Computed Apply(Graph graph, Node x, Input mask)
    {
        var d = graph.Computed("d", x.Rows(), x.Shape[1]);
        d[r, j] += mask[r, j] * x[r, j];
        return d;
    }
}
