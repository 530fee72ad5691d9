using RnnTrainer.Autodiff;
using static RnnTrainer.Autodiff.Functions;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>One row for each sequence from the packed rows of its steps.</summary>
static class Pooling
{
    /// <summary>Each column from a row of its own, <c>h[b,j] += y[end[b,j],j]</c>.</summary>
    /// <param name="y">Packed rows [·,J].</param>
    /// <param name="end">The rows [B,J].</param>
    public static Computed Last(Graph graph, Node y, Input end)
    {
        var h = graph.Computed("h end", graph.Batch, y.Shape[1]);
        h[b, j] += y[end[b, j], j];
        return h;
    }

    /// <summary>The mean over the steps, <c>h[owner[r],j] += share[r] y[r,j]</c>.</summary>
    /// <param name="owner">The example that each row belongs to.</param>
    /// <param name="share">One over the number of its rows.</param>
    public static Computed Mean(Graph graph, Node y, Input owner, Input share)
    {
        var h = graph.Computed("h mean", graph.Batch, y.Shape[1]);
        h[owner[r], j] += share[r] * y[r, j];
        return h;
    }

    /// <summary>
    /// The largest of the steps, column by column. Its gradient goes to the step that has it, and where several do, to each of these an equal part:
    /// <c>m[owner[r],j] max= y[r,j]</c>, <c>hit[r,j] max= step(y[r,j] − m[owner[r],j])</c>, <c>n[owner[r],j] += hit[r,j]</c>,
    /// <c>h[owner[r],j] += hit[r,j] y[r,j] / n[owner[r],j]</c>. What takes max= is a constant for the derivative.
    /// </summary>
    public static Computed Max(Graph graph, Node y, Input owner)
    {
        var J = y.Shape[1];
        var (m, hit, n, h) = (graph.Computed("m", graph.Batch, J), graph.Computed("hit", Graph.PackedRows, J), graph.Computed("n", graph.Batch, J), graph.Computed("h max", graph.Batch, J));
        m[owner[r], j].Max(y[r, j]);
        hit[r, j].Max(Step(y[r, j] - m[owner[r], j]));
        n[owner[r], j] += hit[r, j];
        h[owner[r], j] += hit[r, j] * y[r, j] / n[owner[r], j];
        return h;
    }

    /// <summary>The weighted sum of steps that are nodes of their own, <c>h[b,j] += w_t[b,j] y_t[b,j]</c>: the plain form of <see cref="Last"/> and <see cref="Mean"/>.</summary>
    public static Computed WeightedSum(Graph graph, IReadOnlyList<Node> y, IReadOnlyList<Input> w)
    {
        var h = graph.Computed("h sum", graph.Batch, y[0].Shape[1]);
        for (var t = 0; t < y.Count; t++)
        {
            h[b, j] += w[t][b, j] * y[t][b, j];
        }

        return h;
    }

    /// <summary>The plain form of <see cref="Max(Graph, Node, Input)"/>: a step that is not running is lower than all.</summary>
    /// <param name="running">1 while the example has a step t, else 0.</param>
    public static Computed Max(Graph graph, IReadOnlyList<Node> y, IReadOnlyList<Input> running)
    {
        const double Low = 1e30;
        var J = y[0].Shape[1];
        var (m, n, h) = (graph.Computed("m", graph.Batch, J), graph.Computed("n", graph.Batch, J), graph.Computed("h max", graph.Batch, J));
        for (var t = 0; t < y.Count; t++)
        {
            m[b, j].Max(y[t][b, j] - (Low * (1 - running[t][b])));
        }

        var hits = y.Select((node, t) => Hit(graph, node, m, running[t])).ToList();
        foreach (var hit in hits)
        {
            n[b, j] += hit[b, j];
        }

        for (var t = 0; t < y.Count; t++)
        {
            h[b, j] += hits[t][b, j] * y[t][b, j] / n[b, j];
        }

        return h;
    }

    static Computed Hit(Graph graph, Node y, Computed m, Input running)
    {
        var hit = graph.Computed("hit", y.Shape[0], y.Shape[1]);
        hit[b, j].Max(running[b] * Step(y[b, j] - m[b, j]));
        return hit;
    }
}
