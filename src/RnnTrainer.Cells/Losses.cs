using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Layers;
using static RnnTrainer.Autodiff.Functions;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells;

/// <summary>Losses of each row of scores: an example, or one of its steps. The letter b stands for the row.</summary>
public static class Losses
{
    /// <summary>
    /// Softmax cross-entropy, <c>loss[b] = log Σ_c exp(s[b,c]) − s[b, y[b]]</c>, in nats. The largest score is taken out before the exponential,
    /// so no score overflows and nothing is clamped.
    /// </summary>
    /// <param name="s">The scores (logits) [B,C].</param>
    /// <param name="y">The classes [B], 0 … C−1.</param>
    public static Computed SoftmaxCrossEntropy(Graph graph, Node s, Input y)
    {
        var m = graph.Computed("m", s.Rows());
        m[b].Max(s[b, c]);
        var e = graph.Computed("e", s.Rows(), s.Shape[1]);
        e[b, c] += Exp(s[b, c] - m[b]);
        var Z = graph.Computed("Z", s.Rows());
        Z[b] += e[b, c];
        var loss = graph.Computed("loss", s.Rows());
        loss[b] += Log(Z[b]) + m[b];
        loss[b] -= s[b, y[b]];
        return loss;
    }

    /// <summary>Squared error summed over the outputs, <c>loss[b] = Σ_c (s[b,c] − y[b,c])²</c>.</summary>
    public static Computed SquaredError(Graph graph, Node s, Input y)
    {
        var loss = graph.Computed("loss", s.Rows());
        loss[b] += Square(s[b, c] - y[b, c]);
        return loss;
    }

    /// <summary>Absolute error summed over the outputs, <c>loss[b] = Σ_c |s[b,c] − y[b,c]|</c>: the best constant answer is the median. Its derivative at 0 is 0.</summary>
    public static Computed AbsoluteError(Graph graph, Node s, Input y)
    {
        var loss = graph.Computed("loss", s.Rows());
        loss[b] += Relu(s[b, c] - y[b, c]) + Relu(y[b, c] - s[b, c]);
        return loss;
    }

    /// <summary>
    /// Huber's loss summed over the outputs: of an error e it is e²/2 where |e| ≤ 1, else |e| − 1/2. As m²/2 + o, of |e| = m + o the part m up to 1 and what is above.
    /// Source: Huber, «Robust estimation of a location parameter», 1964.
    /// </summary>
    public static Computed Huber(Graph graph, Node s, Input y)
    {
        var a = graph.Computed("a", s.Rows(), s.Shape[1]);
        a[b, c] += Relu(s[b, c] - y[b, c]) + Relu(y[b, c] - s[b, c]);
        var o = graph.Computed("o", s.Rows(), s.Shape[1]);
        o[b, c] += Relu(a[b, c] - 1);
        var loss = graph.Computed("loss", s.Rows());
        loss[b] += (Square(a[b, c] - o[b, c]) / 2) + o[b, c];
        return loss;
    }

    /// <summary>
    /// Cross-entropy of C independent answers, each yes or no, <c>loss[b] = Σ_c softplus(s[b,c]) − y[b,c] s[b,c]</c>, in nats: with p = σ(s) it is −log p where
    /// y is 1 and −log(1 − p) where y is 0.
    /// </summary>
    /// <param name="y">0 or 1 [B,C].</param>
    public static Computed BinaryCrossEntropy(Graph graph, Node s, Input y)
    {
        var loss = graph.Computed("loss", s.Rows());
        loss[b] += Softplus(s[b, c]) - (y[b, c] * s[b, c]);
        return loss;
    }

    /// <summary>The loss of each row times its weight, <c>weighted[b] += w[b] row[b]</c>.</summary>
    public static Computed Weighted(Graph graph, Node row, Input w)
    {
        var loss = graph.Computed("weighted loss", row.Rows());
        loss[b] += w[b] * row[b];
        return loss;
    }

    /// <summary>The losses of an example's rows, weighted and summed: <c>loss[owner[r]] += w[r] row[r]</c>.</summary>
    /// <param name="row">The loss of each row.</param>
    /// <param name="owner">The example that each row belongs to.</param>
    /// <param name="w">The weight of each row in its example's loss.</param>
    public static Computed SumByExample(Graph graph, Node row, Input owner, Input w)
    {
        var loss = graph.Computed("loss of examples", graph.Batch);
        loss[owner[r]] += w[r] * row[r];
        return loss;
    }
}
