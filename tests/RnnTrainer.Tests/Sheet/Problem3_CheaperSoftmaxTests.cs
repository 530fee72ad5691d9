using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Sheet;
using RnnTrainer.Tests.Autodiff;

namespace RnnTrainer.Tests.Sheet;

/// <summary>The cheaper softmax backward: <c>e[b] −= p p.grad</c>, then <c>s.grad += p (p.grad + e[b])</c>.</summary>
public sealed class Problem3_CheaperSoftmaxTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(7, 33)]
    public void The_cheaper_backward_equals_the_derived_one(int B, int J)
    {
        using var derived = Experiment.Of("softmax", new CellSizes(B, J));
        using var cheaper = Experiment.Of("softmax-cheaper", new CellSizes(B, J));

        Assert.Equal(Gradient(derived), Gradient(cheaper), new Near(1e-15));
    }

    [Fact]
    public void It_needs_no_exponential_and_no_division()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        Softmax.WithCheaperBackward(graph, graph.Input("s", 3, 5));

        Assert.Equal(
            ["for b,j: e[b] -= p[b,j] p.grad[b,j]", "for b,j: s.grad[b,j] += p[b,j] (p.grad[b,j] + e[b])"],
            graph.BackwardStatements.Select(s => s.ToString()));
    }

    [Theory]
    [InlineData("-=", true)]
    [InlineData("+=", false)]
    public void Only_a_sum_that_is_subtracted_passes_the_check(string sign, bool passes)
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        var s = graph.Input("s", 3, 5);
        Computed p = null!;
        graph.WithBackward(() => p = Softmax.Build(graph, s), () =>
        {
            var e = graph.Computed("e", 3);
            e[b] += (sign == "-=" ? -1 : 1) * (p[b, j] * p.Grad[b, j]);
            s.Grad[b, j] += p[b, j] * (p.Grad[b, j] + e[b]);
        });
        var loss = graph.Weighted([p]);
        graph.FillAtRandom();

        Assert.Equal(passes, GradientCheck.Run(graph, loss, [s]).Passed);
    }

    [Fact]
    public void As_printed_without_the_sum_it_is_no_program()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        var s = graph.Input("s", 3, 5);
        Computed p = null!;

        var error = Assert.Throws<NotationException>(() => graph.WithBackward(() => p = Softmax.Build(graph, s), () =>
        {
            var e = graph.Computed("e", 3);
            e[b] = p[b, j] * p.Grad[b, j];
        }));

        Assert.Equal("e[b] takes += and -= only, not \"e[b] = p[b,j] p.grad[b,j]\": computed tensors start at zero.", error.Message);
    }

    static double[] Gradient(Experiment experiment)
    {
        experiment.Run();
        return experiment.Checked.Single().Grad.ToArray();
    }
}
