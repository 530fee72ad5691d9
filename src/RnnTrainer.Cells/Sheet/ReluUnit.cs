using RnnTrainer.Autodiff;
using static RnnTrainer.Autodiff.Functions;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Sheet;

/// <summary>
/// The sheet's problem 1: y = relu(wᵀx), for any loss of y. At wᵀx = 0 the derivative is that of the right side, 1[wᵀx ≥ 0].
/// </summary>
static class ReluUnit
{
    /// <param name="w">The weights [I].</param>
    /// <param name="x">The inputs [B,I].</param>
    /// <returns>y [B].</returns>
    public static Computed Build(Graph graph, Node w, Node x)
    {
        var a = graph.Computed("a", x.Shape[0]);
        a[b] += w[i] * x[b, i];
        var y = graph.Computed("y", x.Shape[0]);
        y[b] += Relu(a[b]);
        return y;
    }
}
