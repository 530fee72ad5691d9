using RnnTrainer.Autodiff;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>
/// The vectors of symbols and numbers as one input, the vectors on the left: <c>x[r,left[j]] += v[r,j]</c>, <c>x[r,right[k]] += n[r,k]</c>,
/// where r is the row.
/// </summary>
sealed class SideBySide
{
    readonly Graph _graph;
    readonly Input _left;
    readonly Input _right;

    /// <param name="graph">The graph.</param>
    /// <param name="J">Entries of a vector.</param>
    /// <param name="K">Numbers.</param>
    public SideBySide(Graph graph, int J, int K)
    {
        (_graph, _left, _right) = (graph, graph.Indices("vector", J), graph.Indices("numbers", K));
        for (var n = 0; n < J + K; n++)
        {
            (n < J ? _left.Value.Integers[n..] : _right.Value.Integers[(n - J)..])[0] = n;
        }
    }

    /// <param name="v">The vectors [R,J].</param>
    /// <param name="n">The numbers [R,K].</param>
    /// <returns>Both [R,J+K].</returns>
    public Computed Join(Node v, Node n)
    {
        var x = _graph.Computed("x of both", v.Rows(), v.Shape[1] + n.Shape[1]);
        x[r, _left[j]] += v[r, j];
        x[r, _right[k]] += n[r, k];
        return x;
    }
}
