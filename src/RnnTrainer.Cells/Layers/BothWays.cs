using RnnTrainer.Autodiff;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>
/// A layer that reads its sequence in both directions, by Schuster and Paliwal 1997: what the two put out stands side by side. Orders and columns are look-ups, so
/// the derived gradients find their way back by themselves.
/// </summary>
sealed class BothWays
{
    readonly Graph _graph;
    readonly Input _left;
    readonly Input _right;

    /// <param name="J">The size of each half.</param>
    public BothWays(Graph graph, int J)
    {
        (_graph, _left, _right) = (graph, graph.Indices("left", J), graph.Indices("right", J));
        for (var n = 0; n < J; n++)
        {
            (_left.Value.Integers[n], _right.Value.Integers[n]) = (n, J + n);
        }
    }

    /// <summary>Packed rows with each sequence's steps in reverse order, <c>y[r,k] += x[mirror[r],k]</c>.</summary>
    /// <param name="mirror">The row that has as many steps after it in its sequence as row r has before it.</param>
    public static Computed Reversed(Graph graph, Node x, Input mirror)
    {
        var y = graph.Computed("x reversed", Graph.PackedRows, x.Shape[1]);
        y[r, k] += x[mirror[r], k];
        return y;
    }

    /// <summary><c>y[r,left[j]] += h[r,j]</c>, <c>y[r,right[j]] += back[r,j]</c>: [rows,2J].</summary>
    public Computed Join(Node h, Node back)
    {
        var y = _graph.Computed("h both ways", h.Rows(), 2 * h.Shape[1]);
        y[r, _left[j]] += h[r, j];
        y[r, _right[j]] += back[r, j];
        return y;
    }

    /// <summary>The same where the rows of <paramref name="back"/> are in reverse order, <c>y[mirror[r],right[j]] += back[r,j]</c>.</summary>
    public Computed Join(Node h, Node back, Input mirror)
    {
        var y = _graph.Computed("h both ways", Graph.PackedRows, 2 * h.Shape[1]);
        y[r, _left[j]] += h[r, j];
        y[mirror[r], _right[j]] += back[r, j];
        return y;
    }
}
