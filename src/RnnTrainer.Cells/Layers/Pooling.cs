using RnnTrainer.Autodiff;
using static RnnTrainer.Autodiff.Functions;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>
/// From the outputs of all time steps one row for each sequence. In packed rows [R,J] the rows of all steps of a batch follow one another.
/// </summary>
static class Pooling
{
    /// <summary>
    /// The last output, <c>h[b,j] += y[end[b,j],j]</c>; each column comes from a row of its own, as the reverse direction ends where the
    /// forward one starts.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="y">The packed rows [R,J].</param>
    /// <param name="end">The row of each entry [B,J].</param>
    /// <returns>The pooled rows [B,J].</returns>
    public static Computed Last(Graph graph, Node y, Input end)
    {
        var h = graph.Computed("h end", graph.Batch, y.Shape[1]);
        h[b, j] += y[end[b, j], j];
        return h;
    }

    /// <summary>The mean over the time steps, <c>h[segment[r],j] += share[r] y[r,j]</c>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="y">The packed rows [R,J].</param>
    /// <param name="segment">The segment ids [R]: the example that each row belongs to.</param>
    /// <param name="share">1 / the number of rows of the example [R].</param>
    /// <returns>The pooled rows [B,J].</returns>
    public static Computed Mean(Graph graph, Node y, Input segment, Input share)
    {
        var h = graph.Computed("h mean", graph.Batch, y.Shape[1]);
        h[segment[r], j] += share[r] * y[r, j];
        return h;
    }

    /// <summary>
    /// The maximum over the time steps, column by column. The gradient goes to the step that has it; if several have it, each gets an equal
    /// part: <c>m[segment[r],j] max= y[r,j]</c>, <c>hit[r,j] max= step(y[r,j] − m[segment[r],j])</c>, <c>n[segment[r],j] += hit[r,j]</c>,
    /// <c>h[segment[r],j] += hit[r,j] y[r,j] / n[segment[r],j]</c>. The target of a <c>max=</c> is a constant for the derivative.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="y">The packed rows [R,J].</param>
    /// <param name="segment">The segment ids [R]: the example that each row belongs to.</param>
    /// <returns>The pooled rows [B,J].</returns>
    public static Computed Max(Graph graph, Node y, Input segment)
    {
        var J = y.Shape[1];
        var (m, hit) = (graph.Computed("m", graph.Batch, J), graph.Computed("hit", Graph.PackedRows, J));
        var (n, h) = (graph.Computed("n", graph.Batch, J), graph.Computed("h max", graph.Batch, J));
        m[segment[r], j].Max(y[r, j]);
        hit[r, j].Max(Step(y[r, j] - m[segment[r], j]));
        n[segment[r], j] += hit[r, j];
        h[segment[r], j] += hit[r, j] * y[r, j] / n[segment[r], j];
        return h;
    }

    /// <summary>
    /// <see cref="Max(Graph, Node, Input)"/> of a batch that runs in segments. A row's hit needs the maximum of all segments, so it is
    /// computed before the backward pass, and <see cref="SegmentMaximum"/> computes the rest while the segments go by.
    /// </summary>
    /// <inheritdoc cref="Max(Graph, Node, Input)"/>
    public static Input MaxOfSegments(Graph graph, Node y, Input segment)
    {
        var J = y.Shape[1];
        var (m, n) = (graph.Data("m", graph.Batch, J), graph.Data("n", graph.Batch, J));
        var h = graph.Input("h max", graph.Batch, J);
        graph.AddPart(new SegmentMaximum(graph.Rows!, y.Value, segment.Value, m.Value, n.Value, h.Value), [y], [m, n, h]);
        var hit = graph.Computed("hit", Graph.PackedRows, J);
        graph.WithBackward(
            () => hit[r, j].Max(Step(y[r, j] - m[segment[r], j])),
            () => y.Grad[r, j] += hit[r, j] * h.Grad[segment[r], j] / n[segment[r], j]);
        return h;
    }

    /// <summary>
    /// The weighted sum of time steps that are nodes of their own, <c>h[b,j] += w_t[b,j] y_t[b,j]</c>: <see cref="Last"/> and
    /// <see cref="Mean"/> of an unrolled graph.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="y">The outputs of each step, each [B,J].</param>
    /// <param name="w">The weights of each step, each [B,J].</param>
    /// <returns>The pooled rows [B,J].</returns>
    public static Computed WeightedSum(Graph graph, IReadOnlyList<Node> y, IReadOnlyList<Input> w)
    {
        var h = graph.Computed("h sum", graph.Batch, y[0].Shape[1]);
        for (var t = 0; t < y.Count; t++)
        {
            h[b, j] += w[t][b, j] * y[t][b, j];
        }

        return h;
    }

    /// <summary>
    /// <see cref="Max(Graph, Node, Input)"/> of an unrolled graph. A step that an example does not have is lower than all others.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="y">The outputs of each step, each [B,J].</param>
    /// <param name="valid">The valid mask of each step [B]: 1 while the example has the step, else 0.</param>
    /// <returns>The pooled rows [B,J].</returns>
    public static Computed Max(Graph graph, IReadOnlyList<Node> y, IReadOnlyList<Input> valid)
    {
        const double Low = 1e30;
        var J = y[0].Shape[1];
        var (m, n, h) = (graph.Computed("m", graph.Batch, J), graph.Computed("n", graph.Batch, J), graph.Computed("h max", graph.Batch, J));
        for (var t = 0; t < y.Count; t++)
        {
            m[b, j].Max(y[t][b, j] - (Low * (1 - valid[t][b])));
        }

        var hits = y.Select((node, t) => Hit(graph, node, m, valid[t])).ToList();
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

    static Computed Hit(Graph graph, Node y, Computed m, Input valid)
    {
        var hit = graph.Computed("hit", y.Shape[0], y.Shape[1]);
        hit[b, j].Max(valid[b] * Step(y[b, j] - m[b, j]));
        return hit;
    }
}
