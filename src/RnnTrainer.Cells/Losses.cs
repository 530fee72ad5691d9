using RnnTrainer.Autodiff;
using static RnnTrainer.Autodiff.Functions;
using static RnnTrainer.Cells.Letters;

namespace RnnTrainer.Cells;

/// <summary>Losses per example, <c>loss[b]</c>.</summary>
public static class Losses
{
    /// <summary>
    /// Softmax cross-entropy, <c>loss[b] = log Σ_c exp(s[b,c]) − s.Value[b, y[b]]</c>, in nats. The largest score is taken out before the exponential,
    /// so no score overflows and nothing is clamped.
    /// </summary>
    /// <param name="s">The scores (logits) [B,C].</param>
    /// <param name="y">The classes [B], 0 … C−1.</param>
    public static Computed SoftmaxCrossEntropy(Graph graph, Node s, Input y)
    {
        var m = graph.Computed("m", s.Shape[0]);
        m.Max(s.Value[b, c], b);
        var e = graph.Computed("e", s.Shape);
        e[b, c] += Exp(s.Value[b, c] - m[b]);
        var Z = graph.Computed("Z", s.Shape[0]);
        Z[b] += e[b, c];
        var loss = graph.Computed("loss", s.Shape[0]);
        loss[b] += Log(Z[b]) + m[b];
        loss[b] -= s.Value[b, y[b]];
        return loss;
    }

    /// <summary>Squared error summed over the outputs, <c>loss[b] = Σ_c (s[b,c] − y[b,c])²</c>.</summary>
    public static Computed SquaredError(Graph graph, Node s, Input y)
    {
        var loss = graph.Computed("loss", s.Shape[0]);
        loss[b] += new Power(s.Value[b, c] - y[b, c], 2);
        return loss;
    }
}
