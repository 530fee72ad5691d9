using RnnTrainer.Autodiff;
using static RnnTrainer.Autodiff.Functions;
using static RnnTrainer.Cells.Indexes;

namespace RnnTrainer.Cells.Sheet;

/// <summary>The sheet's problems 2 and 3: p = softmax(s), as two <c>+=</c> loops, with the derived backward or the cheaper one.</summary>
static class Softmax
{
    /// <summary>Problem 2: <c>Z[b] += exp(s[b,j])</c>, <c>p[b,j] += exp(s[b,j]) / Z[b]</c>.</summary>
    public static Computed Build(Graph graph, Node s)
    {
        var Z = graph.Computed("Z", s.Shape[0]);
        Z[b] += Exp(s[b, j]);
        var p = graph.Computed("p", s.Shape);
        p[b, j] += Exp(s[b, j]) / Z[b];
        return p;
    }

    /// <summary>
    /// Problem 3: the same values; the backward part needs no exponential and no division: <c>e[b] −= p p.grad</c>,
    /// <c>s.grad += p (p.grad + e)</c>.
    /// </summary>
    public static Computed WithCheaperBackward(Graph graph, Node s)
    {
        Computed p = null!;
        graph.WithBackward(
            forward: () => p = Build(graph, s),
            backward: () =>
            {
                var e = graph.Computed("e", s.Shape[0]);
                e[b] -= p[b, j] * p.Grad[b, j];
                s.Grad[b, j] += p[b, j] * (p.Grad[b, j] + e[b]);
            });
        return p;
    }
}
