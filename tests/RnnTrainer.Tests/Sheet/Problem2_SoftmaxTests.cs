using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Sheet;
using RnnTrainer.Tests.Autodiff;

namespace RnnTrainer.Tests.Sheet;

/// <summary>Softmax as two <c>+=</c> loops, each differentiated on its own.</summary>
public sealed class Problem2_SoftmaxTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    [Fact]
    public void The_forward_program_is_the_two_loops()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        Softmax.Build(graph, graph.Input("s", 3, 5));

        Assert.Equal(["for b,j: Z[b] += exp(s[b,j])", "for b,j: p[b,j] += exp(s[b,j]) / Z[b]"], graph.Statements.Select(s => s.ToString()));
    }

    [Fact]
    public void The_derived_backward_is_a_b_and_c_with_the_minus_sign_in_b()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        Softmax.Build(graph, graph.Input("s", 3, 5));

        Assert.Equal(
            [
                "for b,j: s.grad[b,j] += p.grad[b,j] exp(s[b,j]) / Z[b]",
                "for b,j: Z.grad[b] -= p.grad[b,j] exp(s[b,j]) / Z[b]^2",
                "for b,j: s.grad[b,j] += Z.grad[b] exp(s[b,j])",
            ],
            graph.BackwardStatements.Select(s => s.ToString()));
    }

    [Fact]
    public void Probabilities_add_up_to_1_and_keep_the_ratios_of_the_exponentials()
    {
        using var experiment = Experiment.Of("softmax", new CellSizes(B: 2, J: 3));
        ((Input)experiment.Checked[0]).Value.Assign([0, Math.Log(2), Math.Log(5), 1, 1, 1]);
        experiment.Graph.Forward();

        Assert.Equal([1 / 8.0, 2 / 8.0, 5 / 8.0, 1 / 3.0, 1 / 3.0, 1 / 3.0], experiment.Outputs[0].Value.ToArray(), new Near(1e-15));
    }

    [Fact]
    public void A_plain_sum_of_the_probabilities_has_no_gradient_which_is_why_the_checks_weigh_them()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        var s = graph.Input("s", 3, 5);
        var p = Softmax.Build(graph, s);
        var loss = graph.Computed("loss", 3);
        loss[b] += p[b, j];
        graph.FillAtRandom();
        graph.Forward();
        graph.Backward(loss);

        Assert.All(s.Grad.ToArray(), g => Assert.True(Math.Abs(g) < 1e-15));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_the_corrected_sign_of_b_passes_the_check(bool asPrinted)
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        var s = graph.Input("s", 3, 5);
        Computed p = null!;
        graph.WithBackward(() => p = Softmax.Build(graph, s), () =>
        {
            var Z = graph.Nodes.OfType<Computed>().Single(n => n.Name == "Z");
            s.Grad[b, j] += p.Grad[b, j] * Functions.Exp(s[b, j]) / Z[b];
            var term = p.Grad[b, j] * Functions.Exp(s[b, j]) / Functions.Square(Z[b]);
            if (asPrinted)
            {
                Z.Grad[b] += term;
            }
            else
            {
                Z.Grad[b] -= term;
            }

            s.Grad[b, j] += Z.Grad[b] * Functions.Exp(s[b, j]);
        });
        var loss = graph.Weighted([p]);
        graph.FillAtRandom();

        Assert.Equal(!asPrinted, GradientCheck.Run(graph, loss, [s]).Passed);
    }
}
