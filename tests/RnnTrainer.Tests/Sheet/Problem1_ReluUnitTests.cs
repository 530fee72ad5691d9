using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Sheet;
using RnnTrainer.Tests.Autodiff;

namespace RnnTrainer.Tests.Sheet;

/// <summary>y = relu(wᵀx), ℓ = L(y): dℓ/dw_i = dℓ/dy · x_i · 1[wᵀx ≥ 0], for any loss L.</summary>
public sealed class Problem1_ReluUnitTests
{
    static readonly LoopIndex b = new("b");

    [Theory]
    [InlineData(2.0, 1.0)]
    [InlineData(-2.0, 0.0)]
    [InlineData(0.0, 1.0)]
    public void The_gradient_of_w_is_the_loss_slope_times_x_where_the_unit_is_open(double wx, double open)
    {
        using var unit = new Unit(w: [wx, 1], x: [1, 0], (y, loss) => loss[b] += (y[b] - 3) * (y[b] - 3));

        var slope = 2 * (Math.Max(wx, 0) - 3);
        Assert.Equal([slope * 1 * open, 0], unit.W.Grad.ToArray());
        Assert.Equal([slope * wx * open, slope * 1 * open], unit.X.Grad.ToArray());
    }

    [Fact]
    public void Another_loss_changes_only_the_slope()
    {
        using var unit = new Unit(w: [0.5, 1], x: [1, 2], (y, loss) => loss[b] += Functions.Log(y[b]));

        Assert.Equal([1 / 2.5, 2 / 2.5], unit.W.Grad.ToArray());
    }

    [Fact]
    public void The_kink_is_flagged_by_the_gradient_check_and_not_failed()
    {
        using var unit = new Unit(w: [1, -1], x: [2, 2], (y, loss) => loss[b] += y[b]);

        var report = GradientCheck.Run(unit.Graph, unit.Loss, [unit.W]);

        Assert.True(report.Passed);
        Assert.Equal(2, report.Tensors[0].Kinks);
    }

    [Fact]
    public void The_backward_loops_are_derived()
    {
        using var experiment = Experiment.Of("relu-unit");

        Assert.Equal(
            [
                "for b: a.grad[b] += y.grad[b] step(a[b])",
                "for b,i: w.grad[i] += 1/B a.grad[b] x[b,i]",
                "for b,i: x.grad[b,i] += w[i] a.grad[b]",
            ],
            experiment.Graph.BackwardStatements.Select(s => s.ToString()).TakeLast(3));
    }

    sealed class Unit : IDisposable
    {
        public Unit(double[] w, double[] x, Action<Computed, Computed> loss)
        {
            W = new Parameter("w", Precision.Float64, 2);
            X = Graph.Input("x", 1, 2);
            W.Value.Assign(w);
            X.Value.Assign(x);
            var y = ReluUnit.Build(Graph, W, X);
            Loss = Graph.Computed("loss", 1);
            loss(y, Loss);
            Graph.Forward();
            Graph.Backward(Loss);
        }

        public Graph Graph { get; } = new(Precision.Float64, batch: 1);

        public Parameter W { get; }

        public Input X { get; }

        public Computed Loss { get; }

        public void Dispose()
        {
            Graph.Dispose();
            W.Dispose();
        }
    }
}
