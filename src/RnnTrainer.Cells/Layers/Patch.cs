using RnnTrainer.Autodiff;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>
/// The learned linear map in front of the lowest layer: <c>p[r,j] += W[j,k] x[r,k]</c>, where row r has the inputs of the steps of a patch,
/// one step after another.
/// </summary>
static class Patch
{
    /// <summary>The parameter W [J,K].</summary>
    /// <param name="K">Inputs of all steps of a patch.</param>
    /// <param name="J">Numbers that the lowest layer gets.</param>
    public static ParameterShape Parameter(int K, int J) => new("W", [J, K], Initializer.Glorot);

    /// <param name="graph">The graph.</param>
    /// <param name="W">The weights [J,K].</param>
    /// <param name="x">The patches [R,K].</param>
    /// <returns>The rows [R,J].</returns>
    public static Computed Map(Graph graph, Parameter W, Node x)
    {
        var p = graph.Computed("patch", x.Rows(), W.Shape[0]);
        p[r, j] += W[j, k] * x[r, k];
        return p;
    }
}
