using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Sheet;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>1/B enters where a parameter's gradient is accumulated, and nowhere else.</summary>
public sealed class BatchTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    [Theory]
    [InlineData("reference")]
    [InlineData("compiled")]
    public void Duplicating_the_batch_leaves_every_parameter_gradient_unchanged(string executor)
    {
        var once = Gradients(copies: 1, executor);
        var thrice = Gradients(copies: 3, executor);

        Assert.All(once.Parameters.Zip(thrice.Parameters), pair => Assert.Equal(pair.First, pair.Second, new Near(1e-14)));
    }

    [Fact]
    public void A_node_gradient_does_not_depend_on_how_often_the_batch_is_repeated()
    {
        var once = Gradients(copies: 1, "compiled");
        var thrice = Gradients(copies: 3, "compiled");

        Assert.Equal([.. once.State, .. once.State, .. once.State], thrice.State);
    }

    [Fact]
    public void The_state_gradient_of_one_row_does_not_depend_on_the_other_rows()
    {
        double[] RowOf(double others)
        {
            using var graph = new Graph(Precision.Float64, batch: 4);
            var (_, _, h) = Step(graph, row => row == 2 ? 0.5 : others);
            return [.. h.Grad.ToArray().Skip(2 * 5).Take(5)];
        }

        Assert.Equal(RowOf(0.1), RowOf(-7));
    }

    [Fact]
    public void Parameter_gradients_add_up_over_graphs_until_they_are_cleared()
    {
        using var w = new Parameter("w", Precision.Float64, 1);
        for (var n = 0; n < 2; n++)
        {
            using var graph = new Graph(Precision.Float64, batch: 2);
            var loss = graph.Computed("loss", 2);
            loss[b] += w[j] * 3;
            graph.Forward();
            graph.Backward(loss);
        }

        Assert.Equal([6], w.Grad.ToArray());
        new[] { w }.ClearGradients();
        Assert.Equal([0], w.Grad.ToArray());
    }

    static (List<double[]> Parameters, double[] State) Gradients(int copies, string executor)
    {
        using var graph = new Graph(Precision.Float64, 3 * copies, executor == "reference" ? new Interpreter() : new Compiler());
        var (phi, _, h) = Step(graph, row => 0.3 * (row % 3) - 0.2);
        return ([.. phi.Parameters.Select(p => p.Grad.ToArray())], h.Grad.ToArray());
    }

    static (Phi Phi, Input X, Input H) Step(Graph graph, Func<int, double> row)
    {
        var cell = new SheetUgrnn();
        var phi = Phi.Zeros(cell, Precision.Float64, K: 4, J: 5);
        var (x, h) = (graph.Input("x", graph.Batch, 4), graph.Input("h", graph.Batch, 5));
        var after = cell.Step(graph, phi, x, [h])[0];
        var loss = graph.Computed("loss", graph.Batch);
        loss[b] += after[b, j] * after[b, j];
        graph.FillAtRandom();
        foreach (var input in new[] { x, h })
        {
            input.Value.Assign(
                [.. Enumerable.Range(0, input.Value.Length).Select(n => row(n / input.Shape[1]) + (0.01 * (n % input.Shape[1])))]);
        }

        graph.Forward();
        graph.Backward(loss);
        return (phi, x, h);
    }
}
