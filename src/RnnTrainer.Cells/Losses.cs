using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Layers;
using static RnnTrainer.Autodiff.Functions;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells;

/// <summary>The loss of each row of outputs. A row is an example or one of its time steps; its index is b in the formulas.</summary>
public static class Losses
{
    /// <summary>
    /// Softmax cross-entropy, <c>loss[b] = log Σ_c exp(s[b,c]) − s[b, y[b]]</c>, in nats. The largest logit is subtracted before the
    /// exponential, so that nothing overflows and nothing is clamped.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="s">The logits [B,C].</param>
    /// <param name="y">The target classes [B], integers 0 … C−1.</param>
    /// <returns>The loss [B].</returns>
    /// <exception cref="NotationException">The shapes do not fit.</exception>
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

    /// <summary>Squared error, summed over the outputs: <c>loss[b] = Σ_c (s[b,c] − y[b,c])²</c>.</summary>
    /// <inheritdoc cref="AbsoluteError"/>
    public static Computed SquaredError(Graph graph, Node s, Input y)
    {
        var loss = graph.Computed("loss", s.Rows());
        loss[b] += Square(s[b, c] - y[b, c]);
        return loss;
    }

    /// <summary>
    /// Absolute error, summed over the outputs: <c>loss[b] = Σ_c |s[b,c] − y[b,c]|</c>. The best constant output is the median. The
    /// derivative at 0 is 0.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="s">The outputs [B,C].</param>
    /// <param name="y">The targets [B,C].</param>
    /// <returns>The loss [B].</returns>
    /// <exception cref="NotationException">The shapes do not fit.</exception>
    public static Computed AbsoluteError(Graph graph, Node s, Input y)
    {
        var loss = graph.Computed("loss", s.Rows());
        loss[b] += Relu(s[b, c] - y[b, c]) + Relu(y[b, c] - s[b, c]);
        return loss;
    }

    /// <summary>
    /// Huber loss, summed over the outputs: for an error e it is e²/2 where |e| ≤ 1, else |e| − 1/2. It is computed as m²/2 + o, where m is
    /// the part of |e| up to 1 and o the part above 1. Huber 1964, Robust Estimation of a Location Parameter.
    /// </summary>
    /// <inheritdoc cref="AbsoluteError"/>
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
    /// Quantile (pinball) loss, summed over the outputs: <c>loss[b] = Σ_c u[c] max(y[b,c] − s[b,c], 0) + o[c] max(s[b,c] − y[b,c], 0)</c>.
    /// With u = p and o = 1 − p the best constant output is the p-quantile. Koenker and Bassett 1978, Regression Quantiles.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="s">The outputs [B,C].</param>
    /// <param name="y">The targets [B,C].</param>
    /// <param name="u">What a target above its output costs [C].</param>
    /// <param name="o">What a target below its output costs [C].</param>
    /// <returns>The loss [B].</returns>
    internal static Computed Quantile(Graph graph, Node s, Input y, Input u, Input o)
    {
        var loss = graph.Computed("loss", s.Rows());
        loss[b] += (u[c] * Relu(y[b, c] - s[b, c])) + (o[c] * Relu(s[b, c] - y[b, c]));
        return loss;
    }

    /// <summary>
    /// Binary cross-entropy of C independent labels, <c>loss[b] = Σ_c softplus(s[b,c]) − y[b,c] s[b,c]</c>, in nats: with p = σ(s) it is
    /// −log p where y is 1 and −log(1 − p) where y is 0.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="s">The logits [B,C].</param>
    /// <param name="y">The targets [B,C], 0 or 1.</param>
    /// <returns>The loss [B].</returns>
    /// <exception cref="NotationException">The shapes do not fit.</exception>
    public static Computed BinaryCrossEntropy(Graph graph, Node s, Input y)
    {
        var loss = graph.Computed("loss", s.Rows());
        loss[b] += Softplus(s[b, c]) - (y[b, c] * s[b, c]);
        return loss;
    }

    /// <summary>The same with a weight for each label, <c>loss[b] = Σ_c w[b,c] (softplus(s[b,c]) − y[b,c] s[b,c])</c>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="s">The logits [B,C].</param>
    /// <param name="y">The targets [B,C], 0 or 1.</param>
    /// <param name="w">The weights [B,C].</param>
    /// <returns>The loss [B].</returns>
    internal static Computed WeightedBinaryCrossEntropy(Graph graph, Node s, Input y, Input w)
    {
        var loss = graph.Computed("loss", s.Rows());
        loss[b] += w[b, c] * (Softplus(s[b, c]) - (y[b, c] * s[b, c]));
        return loss;
    }

    /// <summary>The loss of each row times its weight: <c>weighted[b] += w[b] row[b]</c>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="row">The loss of each row [B].</param>
    /// <param name="w">The weights [B].</param>
    /// <returns>The weighted loss [B].</returns>
    /// <exception cref="NotationException">The shapes do not fit.</exception>
    public static Computed Weighted(Graph graph, Node row, Input w)
    {
        var loss = graph.Computed("weighted loss", row.Rows());
        loss[b] += w[b] * row[b];
        return loss;
    }

    /// <summary>
    /// The outputs that have a target, and 0 for the others: <c>counted[b,c] += known[b,c] s[b,c]</c>. With targets of 0 where none is
    /// known, the error there is 0, and so is its gradient.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="s">The outputs [B,C].</param>
    /// <param name="known">[B,C]: 1 where the target is known, else 0.</param>
    /// <returns>[B,C].</returns>
    internal static Computed Counted(Graph graph, Node s, Input known)
    {
        var counted = graph.Computed("counted", s.Rows(), s.Shape[1]);
        counted[b, c] += known[b, c] * s[b, c];
        return counted;
    }

    /// <summary>
    /// The loss of a row that has several outputs, of those that are there: <c>sum[r] += there_n[r] row_n[r]</c> for each n.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">For each output the losses [R].</param>
    /// <param name="there">For each output [R]: 1 where it is there, else 0.</param>
    /// <returns>[R].</returns>
    internal static Computed SumOfOutputs(Graph graph, IReadOnlyList<Node> rows, IReadOnlyList<Input> there)
    {
        var sum = graph.Computed("loss of outputs", rows[0].Rows());
        foreach (var (row, isThere) in rows.Zip(there))
        {
            sum[r] += isThere[r] * row[r];
        }

        return sum;
    }

    /// <summary>The weighted sum of the losses of each example's rows: <c>loss[segment[r]] += w[r] row[r]</c>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="row">The loss of each packed row [R].</param>
    /// <param name="segment">The segment ids [R]: the example that each row belongs to.</param>
    /// <param name="w">The weight [R] of each row in the loss of its example.</param>
    /// <returns>The loss of each example [B].</returns>
    /// <exception cref="NotationException">The shapes do not fit.</exception>
    public static Computed SumByExample(Graph graph, Node row, Input segment, Input w)
    {
        var loss = graph.Computed("loss of examples", graph.Batch);
        loss[segment[r]] += w[r] * row[r];
        return loss;
    }
}
