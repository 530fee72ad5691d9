using RnnTrainer.Autodiff;
using RnnTrainer.Cells;

namespace RnnTrainer.Tests.Cells;

public sealed class LossesTests
{
    [Theory]
    [InlineData("squared-error", (0.5 * 0.5) + (3 * 3), 0.25 + 0)]
    [InlineData("absolute-error", 0.5 + 3, 0.5 + 0)]
    [InlineData("huber", 0.125 + 2.5, 0.125 + 0)]
    public void Errors_of_a_half_minus_three_and_none_cost_what_the_formula_says(string name, double first, double second)
    {
        using var graph = new Graph(Precision.Float64, 2);
        var (s, y) = (graph.Input("s", 2, 2), graph.Data("y", 2, 2));
        Node loss = name switch
        {
            "squared-error" => Losses.SquaredError(graph, s, y),
            "absolute-error" => Losses.AbsoluteError(graph, s, y),
            _ => Losses.Huber(graph, s, y),
        };
        double[] given = [1.5, -2, 0.5, 7], target = [1, 1, 1, 7];
        s.Value.Assign(given);
        y.Value.Assign(target);
        graph.Forward();

        Assert.Equal([first, second], loss.Value.ToArray());
    }

    // Errors y − s of −0.5 and 3 at u = 0.9, 0.5; of 0.5 and 0.
    [Fact]
    public void A_quantile_loss_weights_targets_above_and_below_as_the_formula_says()
    {
        using var graph = new Graph(Precision.Float64, 2);
        var (s, y) = (graph.Input("s", 2, 2), graph.Data("y", 2, 2));
        var (u, o) = (graph.Data("u", 2), graph.Data("o", 2));
        var loss = Losses.Quantile(graph, s, y, u, o);
        double[] given = [1.5, -2, 0.5, 7], target = [1, 1, 1, 7], above = [0.9, 0.5], below = [0.1, 0.5];
        s.Value.Assign(given);
        y.Value.Assign(target);
        u.Value.Assign(above);
        o.Value.Assign(below);
        graph.Forward();

        Assert.Equal([0.05 + 1.5, 0.45], loss.Value.ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }
}
