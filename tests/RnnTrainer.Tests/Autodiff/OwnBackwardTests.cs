using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>A part of a definition may have its own backward statements; those of the rest are still derived.</summary>
public sealed class OwnBackwardTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    [Fact]
    public void Own_parts_and_derived_ones_run_in_reverse_order_of_the_forward_program()
    {
        using var graph = new Graph(Precision.Float64, batch: 2);
        using var w = new Parameter("w", Precision.Float64, 2);
        var x = graph.Input("x", 2);
        var first = graph.Computed("first", 2);
        first[b] += x[b] * x[b];
        Computed own = null!;
        graph.WithBackward(
            () => (own = graph.Computed("own", 2))[b] += w[j] * first[b],
            () =>
            {
                var e = graph.Computed("e", 2);
                e[b] += own.Grad[b] * first[b];
                w.Grad[j] += 1 / new BatchSize() * e[b];
                first.Grad[b] += own.Grad[b] * w[j];
            });
        var loss = graph.Computed("loss", 2);
        loss[b] += own[b] * own[b];
        graph.FillAtRandom();

        Assert.Equal(
            [
                "for b: own.grad[b] += loss.grad[b] own[b]",
                "for b: own.grad[b] += own[b] loss.grad[b]",
                "for b: e[b] += own.grad[b] first[b]",
                "for j,b: w.grad[j] += 1/B e[b]",
                "for b,j: first.grad[b] += own.grad[b] w[j]",
                "for b: x.grad[b] += first.grad[b] x[b]",
                "for b: x.grad[b] += x[b] first.grad[b]",
            ],
            graph.BackwardStatements.Select(s => s.ToString()));
        Assert.True(GradientCheck.Run(graph, loss, [w, x]).Passed);
    }

    [Fact]
    public void A_parameter_gradient_that_reads_no_gradient_belongs_to_no_graph()
    {
        using var w = new Parameter("w", Precision.Float64, 2);

        var error = Assert.Throws<NotationException>(() => w.Grad[j] += 1);

        Assert.Equal("\"for j: w.grad[j] += 1\" reads no gradient, so it belongs to no graph's backward part.", error.Message);
    }
}
