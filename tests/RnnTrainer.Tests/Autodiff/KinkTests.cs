using RnnTrainer.Autodiff;
using static RnnTrainer.Autodiff.Functions;

namespace RnnTrainer.Tests.Autodiff;

public sealed class KinkTests
{
    static readonly LoopIndex b = new("b");

    [Fact]
    public void Exactly_at_its_kink_relu_takes_the_right_side_and_is_flagged_not_failed()
    {
        var (report, gradient) = Check([0, 0.5, -0.5], x => Relu(x));

        Assert.Equal([1, 1, 0], gradient);
        Assert.True(report.Passed);
        Assert.Equal(1, report.Tensors[0].Kinks);
    }

    [Theory]
    [InlineData(5e-4)]
    [InlineData(-5e-5)]
    [InlineData(9e-6)]
    [InlineData(-2e-6)]
    public void Near_its_kink_relu_never_fails(double x) => Assert.True(Check([x], Relu).Report.Passed);

    [Fact]
    public void A_smooth_function_has_no_kinks_however_steep() =>
        Assert.Equal(0, Check([0, 1e-4, 3], x => Tanh(200 * x)).Report.Tensors[0].Kinks);

    [Fact]
    public void A_wrong_derivative_next_to_a_kink_still_fails()
    {
        using var graph = new Graph(Precision.Float64, batch: 2);
        var x = graph.Input("x", 2);
        x.Value.Assign([0.25, -0.25]);
        Computed y = null!;
        graph.WithBackward(
            () => (y = graph.Computed("y", 2))[b] += Relu(x[b]),
            () => x.Grad[b] += y.Grad[b]);

        Assert.False(GradientCheck.Run(graph, y, [x]).Passed);
    }

    static (GradientReport Report, double[] Gradient) Check(double[] at, Func<Expression, Expression> function)
    {
        using var graph = new Graph(Precision.Float64, at.Length);
        var x = graph.Input("x", at.Length);
        x.Value.Assign(at);
        var y = graph.Computed("y", at.Length);
        y[b] += function(x[b]);
        var report = GradientCheck.Run(graph, y, [x]);
        return (report, x.Grad.ToArray());
    }
}
