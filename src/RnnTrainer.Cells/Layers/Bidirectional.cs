using RnnTrainer.Autodiff;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>
/// A bidirectional layer: the outputs of both directions are concatenated, the forward direction on the left. Reversing and placing are
/// gathers, so their gradients are derived. Schuster and Paliwal 1997.
/// </summary>
sealed class Bidirectional
{
    readonly Graph _graph;
    readonly Input _left;
    readonly Input _right;

    /// <param name="graph">The graph.</param>
    /// <param name="J">The hidden size of each direction.</param>
    public Bidirectional(Graph graph, int J)
    {
        (_graph, _left, _right) = (graph, graph.Indices("left", J), graph.Indices("right", J));
        for (var n = 0; n < J; n++)
        {
            (_left.Value.Integers[n], _right.Value.Integers[n]) = (n, J + n);
        }
    }

    /// <summary>The packed rows with the time steps of each sequence in reverse order, <c>y[r,k] += x[reversed[r],k]</c>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The packed rows [R,K].</param>
    /// <param name="reversed">
    /// The reversed index [R]: the row that has as many steps after it in its sequence as row r has before it.
    /// </param>
    public static Computed Reversed(Graph graph, Node x, Input reversed)
    {
        var y = graph.Computed("x reversed", Graph.PackedRows, x.Shape[1]);
        y[r, k] += x[reversed[r], k];
        return y;
    }

    /// <summary>The outputs side by side, <c>y[r,left[j]] += h[r,j]</c>, <c>y[r,right[j]] += back[r,j]</c>.</summary>
    /// <param name="h">The forward direction [R,J].</param>
    /// <param name="back">The reverse direction [R,J].</param>
    /// <returns>Both [R,2J].</returns>
    public Computed Join(Node h, Node back)
    {
        var y = _graph.Computed("h both ways", h.Rows(), 2 * h.Shape[1]);
        y[r, _left[j]] += h[r, j];
        y[r, _right[j]] += back[r, j];
        return y;
    }

    /// <summary>
    /// The outputs side by side where <paramref name="back"/> is in reverse order, <c>y[reversed[r],right[j]] += back[r,j]</c>.
    /// </summary>
    /// <inheritdoc cref="Join(Node, Node)"/>
    /// <param name="reversed">The reversed index [R], as for <see cref="Reversed"/>.</param>
    public Computed Join(Node h, Node back, Input reversed)
    {
        var y = _graph.Computed("h both ways", Graph.PackedRows, 2 * h.Shape[1]);
        y[r, _left[j]] += h[r, j];
        y[reversed[r], _right[j]] += back[r, j];
        return y;
    }
}
