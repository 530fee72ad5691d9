using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Kernels.Simd;

namespace RnnTrainer.Tests.Autodiff;

public sealed class MaximumTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    [Fact]
    public void The_largest_entry_is_kept_at_every_place_and_size_on_every_set()
    {
        for (var J = 1; J <= 40; J++)
        {
            for (var place = 0; place < J; place++)
            {
                Assert.All(
                    SimdSet.Supported(typeof(double)).Select(s => (IExecutor)new Compiler(t => SimdSet.Named(s.Name, t)))
                    .Append(new Interpreter()),
                    executor => Assert.Equal(-1, LargestOfNegatives(J, place, executor)));
            }
        }
    }

    [Fact]
    public void A_second_pass_forgets_the_maximum_of_the_first()
    {
        using var graph = new Graph(Precision.Float64, batch: 1);
        var s = graph.Input("s", 1, 2);
        var m = graph.Computed("m", 1);
        m[b].Max(s[b, j]);
        s.Value.Assign([5, 6]);
        graph.Forward();
        s.Value.Assign([-5, -6]);
        graph.Forward();

        Assert.Equal(-5, m.Value.Get(0));
    }

    [Fact]
    public void A_maximum_is_a_constant_for_the_derivative()
    {
        using var graph = new Graph(Precision.Float64, batch: 1);
        var s = graph.Input("s", 1, 2);
        var m = graph.Computed("m", 1);
        m[b].Max(s[b, j]);
        var y = graph.Computed("y", 1);
        y[b] += s[b, j] - m[b];

        Assert.Equal(["for b,j: s.grad[b,j] += y.grad[b]"], graph.BackwardStatements.Select(l => l.ToString()));
    }

    [Fact]
    public void Own_backward_parts_may_take_maxima_of_negative_numbers()
    {
        using var graph = new Graph(Precision.Float64, batch: 1);
        var s = graph.Input("s", 1, 2);
        Computed y = null!;
        Computed m = null!;
        graph.WithBackward(
            () => (y = graph.Computed("y", 1))[b] += s[b, j],
            () =>
            {
                m = graph.Computed("m", 1);
                m[b].Max(-y.Grad[b]);
            });
        graph.Forward();
        graph.Backward(y);

        Assert.Equal(-1, m.Value.Get(0));
    }

    static double LargestOfNegatives(int J, int place, IExecutor executor)
    {
        using var graph = new Graph(Precision.Float64, batch: 1, executor);
        var s = graph.Input("s", 1, J);
        s.Value.Fill(-3);
        s.Value.Set(place, -1);
        var m = graph.Computed("m", 1);
        m[b].Max(s[b, j]);
        graph.Forward();
        return m.Value.Get(0);
    }
}
