using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Sheet;
using RnnTrainer.Tests.Autodiff;

namespace RnnTrainer.Tests.Sheet;

/// <summary>The unrolled graph: T copies of the cell, t = 0 … T−1, and one Phi for all of them.</summary>
public sealed class Problem5_UnrollTests
{
    static readonly SheetUgrnn Cell = new();

    [Fact]
    public void A_shared_Phi_takes_the_sum_of_the_gradients_that_separate_ones_take()
    {
        var shared = Phi.Zeros(Cell, Precision.Float64, K: 4, J: 5);
        Phi[] separate = [.. Enumerable.Range(0, 3).Select(_ => Phi.Zeros(Cell, Precision.Float64, K: 4, J: 5))];

        RunChain([shared, shared, shared]);
        RunChain(separate);

        Assert.All(shared.Parameters.Select(p => p.Name), name => Assert.Equal(
            shared[name].Grad.ToArray(),
            Enumerable.Range(0, shared[name].Grad.Length).Select(n => separate.Sum(phi => phi[name].Grad.Get(n))),
            new Near(1e-15)));
    }

    [Fact]
    public void A_fresh_Phi_at_t_0_unties_the_weights()
    {
        var shared = Phi.Zeros(Cell, Precision.Float64, K: 4, J: 5);
        var (fresh, rest) = (Phi.Zeros(Cell, Precision.Float64, K: 4, J: 5), Phi.Zeros(Cell, Precision.Float64, K: 4, J: 5));

        RunChain([shared, shared, shared]);
        RunChain([fresh, rest, rest]);

        Assert.NotEqual(shared["WxR"].Grad.ToArray(), rest["WxR"].Grad.ToArray(), new Near(1e-3));
    }

    [Fact]
    public void Unroll_is_the_chain_of_steps()
    {
        var phi = Phi.Zeros(Cell, Precision.Float64, K: 4, J: 5);
        var byHand = RunChain([phi, phi, phi]);
        using var graph = new Graph(Precision.Float64, batch: 3);

        Assert.Equal(byHand, Run(graph, (x, h) => Unroll.Over(graph, Cell, phi, x, [h])[^1][0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void The_gradients_through_T_steps_are_those_of_finite_differences(int T)
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        var phi = Phi.Zeros(Cell, Precision.Float64, K: 4, J: 5);
        Input[] x = [.. Enumerable.Range(0, T).Select(t => graph.Input($"x{t}", 3, 4))];
        var h = graph.Input("h", 3, 5);
        var loss = graph.Weighted([Unroll.Over(graph, Cell, phi, x, [h])[^1][0]]);
        graph.FillAtRandom();

        var report = GradientCheck.Run(graph, loss, [.. phi.Parameters, .. x, h]);

        Assert.True(report.Passed, $"{report.Worst}");
    }

    [Fact]
    public void There_are_T_steps_and_T_states()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        var phi = Phi.Zeros(Cell, Precision.Float64, K: 4, J: 5);
        Input[] x = [.. Enumerable.Range(0, 7).Select(t => graph.Input($"x{t}", 3, 4))];

        var states = Unroll.Over(graph, Cell, phi, x, [graph.Input("h", 3, 5)]);

        Assert.Equal(7, states.Count);
        Assert.Equal(7 * 9, graph.Statements.Count);
    }

    [Fact]
    public void A_chain_of_thousands_of_steps_needs_no_deep_stack()
    {
        const int T = 4000;
        const int Stack = 256 * 1024;
        var gradient = 0.0;
        var thread = new Thread(() => gradient = LongChain(T), Stack);
        thread.Start();
        thread.Join();

        Assert.True(double.IsFinite(gradient) && gradient != 0);
    }

    static double LongChain(int T)
    {
        using var graph = new Graph(Precision.Float32, batch: 1);
        var phi = Phi.Zeros(Cell, Precision.Float32, K: 1, J: 2);
        var x = graph.Data("x", 1, 1);
        var h = graph.Input("h", 1, 2);
        var loss = graph.Weighted([Unroll.Over(graph, Cell, phi, [.. Enumerable.Repeat(x, T)], [h])[^1][0]]);
        graph.FillAtRandom();
        graph.Forward();
        graph.Backward(loss);
        return phi["WxR"].Grad.Get(0);
    }

    static double[] RunChain(IReadOnlyList<Phi> phis)
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        return Run(
            graph, (x, h) =>
                phis.Select((phi, t) => (phi, t)).Aggregate((Node)h, (state, step) => Cell.Step(graph, step.phi, x[step.t], [state])[0]));
    }

    static double[] Run(Graph graph, Func<Input[], Input, Node> network)
    {
        Input[] x = [.. Enumerable.Range(0, 3).Select(t => graph.Input($"x{t}", 3, 4))];
        var h = graph.Input("h", 3, 5);
        var last = network(x, h);
        var loss = graph.Weighted([last]);
        graph.FillAtRandom();
        graph.Nodes.OfType<Parameter>().ClearGradients();
        graph.Forward();
        graph.Backward(loss);
        return last.Value.ToArray();
    }
}
