using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Layers;

/// <summary>A learnt vector for each symbol, and the sum of them where a step has several, <c>x[b,k] += E[s[b,m],k]</c>. The letter b stands for the row.</summary>
static class Embedding
{
    /// <param name="E">The vectors [V,K].</param>
    /// <param name="s">The symbols [B,M], 0 … V−1.</param>
    public static Computed Gather(Graph graph, Parameter E, Input s)
    {
        var x = graph.Computed("x", s.Rows(), E.Shape[1]);
        x[b, k] += E[s[b, m], k];
        return x;
    }
}
