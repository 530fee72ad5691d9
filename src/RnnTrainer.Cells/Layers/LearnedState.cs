using RnnTrainer.Autodiff;
using RnnTrainer.Common;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>A state before the first step that is a parameter, the same for every example: <c>h[b,j] += h0[j]</c>.</summary>
static class LearnedState
{
    /// <param name="h0">[J].</param>
    public static Computed Expand(Graph graph, Parameter h0)
    {
        var h = graph.Computed(h0.Name, graph.Batch, h0.Shape[0]);
        h[b, j] += h0[j];
        return h;
    }
}
