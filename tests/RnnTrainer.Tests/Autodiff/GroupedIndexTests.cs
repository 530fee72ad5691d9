using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cells;
using RnnTrainer.Tests.Cells;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>Places that several indexes count together: h[b,(g u)] is entry g U + u.</summary>
public sealed class GroupedIndexTests
{
    const int B = 2;
    const int G = 3;
    const int U = 5;
    const int V = 4;

    static readonly LoopIndex b = new("b");
    static readonly LoopIndex g = new("g");
    static readonly LoopIndex u = new("u");
    static readonly LoopIndex v = new("v");

    [Fact]
    public void The_last_index_of_a_group_is_the_fastest()
    {
        using var heads = new Heads(new Interpreter());
        heads.Graph.Forward();
        var (W, h) = (heads.W.Value.ToArray(), heads.H.Value.ToArray());
        for (var n = 0; n < B; n++)
        {
            for (var m = 0; m < G * U; m++)
            {
                var sum = Enumerable.Range(0, V).Sum(o => W[(m * V) + o] * h[(n * G * V) + (m / U * V) + o]);
                Assert.Equal(sum, heads.Y.Value.Get((n * G * U) + m), 1e-12);
            }
        }
    }

    [Fact]
    public void Loops_are_compiled_to_the_same_numbers_and_derived_to_those_of_differences()
    {
        using var plain = new Heads(new Interpreter());
        using var compiled = new Heads(new Compiler());

        Assert.All(plain.Run().Zip(compiled.Run()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.True(GradientCheck.Run(compiled.Graph, compiled.Loss, [compiled.W, compiled.H]).Passed);
    }

    [Fact]
    public void It_is_printed_as_it_is_written()
    {
        using var heads = new Heads(new Interpreter());

        Assert.Equal(
            ["for b,g,u,v: y[b,(g u)] += W[g,u,v] h[b,(g v)]", "for b,g,u:   s[b,g] += y[b,(g u)]"],
            TextPrinter.Lines([.. heads.Graph.Statements.Take(2)]));
        Assert.Equal("for b,g,u,v: h.grad[b,(g v)] += W[g,u,v] y.grad[b,(g u)]", TextPrinter.Statement(heads.Graph.BackwardStatements[^1]));
        Assert.Equal(@"s[b,g] \mathrel{+}= y[b,(g\,u)]", LatexPrinter.Statement(heads.Graph.Statements[1]));
    }

    [Fact]
    public void Indexes_whose_product_is_another_size_are_refused_by_name()
    {
        using var graph = new Graph(Precision.Float64, B);
        var (y, h, W) = (graph.Computed("y", B, G), graph.Input("h", B, 7), graph.Input("W", G, U));

        Assert.Equal(
            "(g u) has 15 values but its dimension of h[b,(g u)] has 7, in \"for b,g,u: y[b,g] += W[g,u] h[b,(g u)]\"",
            Assert.Throws<NotationException>(() => y[b, g] += W[g, u] * h[b, (g, u)]).Message);
        Assert.Equal(
            "(g u) has a multiple of 3 values but its dimension of h[b,(g u)] has 7, in \"for b,g,u: y[b,g] += h[b,(g u)]\"",
            Assert.Throws<NotationException>(() => y[b, g] += h[b, (g, u)]).Message);
        Assert.Equal(
            "no tensor gives the sizes of the indexes in (u v), in \"for b,g,u,v: y[b,g] += h[b,(u v)]\"",
            Assert.Throws<NotationException>(() => y[b, g] += h[b, (u, v)]).Message);
    }

    [Fact]
    public void A_ugrnn_with_heads_is_one_whose_matrices_are_zero_between_the_heads()
    {
        const int K = 2, J = 12, Heads = 4, Units = J / Heads;
        using var heads = new CellRun("ugrnn-heads", K, J, B);
        using var whole = new CellRun("ugrnn", K, J, B);
        foreach (var (name, n) in new[] { "WhR", "WhG" }.Select((name, n) => (name, n)))
        {
            double[] blocks = [.. Enumerable.Range(0, Heads * Units * Units).Select(m => Math.Sin(m + n))];
            heads.With(name, blocks);
            whole.With(
                name, Enumerable.Range(0, J * J).Select(m => m / J / Units == m % J / Units ? blocks[(m / J * Units) + (m % Units)] : 0));
        }

        foreach (var run in new[] { heads, whole })
        {
            run.With("WxR WxG", 0.3).With("BR BG", -0.2).Step(1, -2, 0.5, 3).Step(0, 1, 2, -1);
        }

        Assert.Equal(whole.State("h"), heads.State("h"), (p, q) => Math.Abs(p - q) < 1e-12);
        Assert.Equal(J, heads.State("h").Distinct().Count() / B);
    }

    [Fact]
    public void The_number_of_heads_is_a_constant_that_the_hidden_size_is_a_multiple_of()
    {
        var cell = CellLibrary.Find("ugrnn-heads", new Dictionary<string, double> { ["heads"] = 3 })!;

        Assert.Equal(3, cell.UnitMultiple);
        Assert.Equal([3, 2, 2], cell.Parameters(K: 4, J: 6).First(p => p.Name == "WhR").Shape);
        Assert.Equal(1, CellLibrary.Find("ugrnn")!.UnitMultiple);
        Assert.Equal(
            "the hidden size is 7, but ugrnn-heads needs a multiple of 3",
            Assert.Throws<CellException>(() => cell.Parameters(K: 4, J: 7)).Errors[0].Message);
    }

    /// <summary>A product head by head, and the sums of the heads.</summary>
    sealed class Heads : IDisposable
    {
        public Heads(IExecutor executor)
        {
            Graph = new Graph(Precision.Float64, B, executor);
            (W, H) = (Graph.Input("W", G, U, V), Graph.Input("h", B, G * V));
            (Y, var s) = (Graph.Computed("y", B, G * U), Graph.Computed("s", B, G));
            Y[b, (g, u)] += W[g, u, v] * H[b, (g, v)];
            s[b, g] += Y[b, (g, u)];
            Loss = Graph.Weighted([s, Y]);
            Graph.FillAtRandom();
        }

        public Graph Graph { get; }

        public Input W { get; }

        public Input H { get; }

        public Computed Y { get; }

        public Computed Loss { get; }

        public IEnumerable<double> Run()
        {
            Graph.Forward();
            Graph.Backward(Loss);
            return [.. Loss.Value.ToArray(), .. W.Grad.ToArray(), .. H.Grad.ToArray()];
        }

        public void Dispose() => Graph.Dispose();
    }
}
