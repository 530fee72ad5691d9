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
}
