using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Printing;
using static RnnTrainer.Autodiff.Functions;

namespace RnnTrainer.Tests.Autodiff;

public sealed class TextPrinterTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    public static TheoryData<Func<Expression, Expression, Expression>, string> Expressions => new()
    {
        { (u, v) => u - (v - 1), "u[b] - (v[b] - 1)" },
        { (u, v) => u - v - 1, "u[b] - v[b] - 1" },
        { (u, v) => u + -v, "u[b] + (-v[b])" },
        { (u, v) => -(u + v), "-(u[b] + v[b])" },
        { (u, v) => -(u * v), "-u[b] v[b]" },
        { (u, v) => (u + v) * 2, "(u[b] + v[b]) * 2" },
        { (u, v) => 2 * u * v, "2 u[b] v[b]" },
        { (u, v) => u * -1 * v, "u[b] * (-1) v[b]" },
        { (u, v) => u / v * 2, "u[b] / v[b] * 2" },
        { (u, v) => u / (v * 2), "u[b] / (v[b] * 2)" },
        { (u, v) => u / (v / 2), "u[b] / (v[b] / 2)" },
        { (u, v) => new Power(u * v, 2), "(u[b] v[b])^2" },
        { (u, _) => new Power(Tanh(u), -2), "tanh(u[b])^-2" },
        { (u, _) => u * 1e-5, "u[b] * 1E-05" },
        { (u, _) => 1 / new BatchSize() * u, "1/B u[b]" },
    };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Products_and_quotients_read_from_left_to_right(Func<Expression, Expression, Expression> make, string text)
    {
        using var graph = new Graph(Precision.Float64, batch: 1);

        Assert.Equal(text, make(graph.Input("u", 1)[b], graph.Input("v", 1)[b]).ToString());
    }

    [Fact]
    public void The_bodies_of_a_program_are_in_one_column()
    {
        using var graph = new Graph(Precision.Float64, batch: 2);
        var x = graph.Input("x", 2, 3);
        var y = graph.Computed("y", 2);
        y[b] += x[b, j];
        var total = graph.Computed("total");
        total[[]] -= y[b];
        total[[]] += 1;

        Assert.Equal(
            ["for b,j: y[b] += x[b,j]", "for b:   total -= y[b]", "         total += 1"], TextPrinter.Lines([.. graph.Statements]));
    }
}
