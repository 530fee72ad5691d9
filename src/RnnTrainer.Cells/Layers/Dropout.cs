using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>
/// Inverted dropout, <c>d[r,j] += mask[r,j] x[r,j]</c>: an entry of the mask is 0 with probability p, else 1/(1 − p), so that the mean stays and nothing changes
/// where there is no dropout. Srivastava et al. 2014. The letter r stands for the row.
/// </summary>
static class Dropout
{
    /// <param name="x">Rows [rows,J].</param>
    /// <param name="mask">Of the same shape.</param>
    public static Computed Apply(Graph graph, Node x, Input mask)
    {
        var d = graph.Computed("d", x.Rows(), x.Shape[1]);
        d[r, j] += mask[r, j] * x[r, j];
        return d;
    }
}
