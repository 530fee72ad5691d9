using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using static RnnTrainer.Autodiff.Functions;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>The rules of the derivation, one by one: as printed, and against finite differences.</summary>
public sealed class DerivationTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex i = new("i");
    static readonly LoopIndex j = new("j");

    /// <summary>y[b] += the expression of u[b] and v[b], which lie between 0.5 and 1.5.</summary>
    public static TheoryData<string, Func<Expression, Expression, Expression>, string[]> Rules => new()
    {
        { "sum", (u, v) => u + v, ["u.grad[b] += y.grad[b]", "v.grad[b] += y.grad[b]"] },
        { "difference", (u, v) => u - v, ["u.grad[b] += y.grad[b]", "v.grad[b] -= y.grad[b]"] },
        { "nested difference", (u, v) => 1 - (u - v), ["u.grad[b] -= y.grad[b]", "v.grad[b] += y.grad[b]"] },
        { "product", (u, v) => u * v, ["u.grad[b] += y.grad[b] v[b]", "v.grad[b] += u[b] y.grad[b]"] },
        { "square", (u, _) => u * u, ["u.grad[b] += y.grad[b] u[b]", "u.grad[b] += u[b] y.grad[b]"] },
        { "quotient", (u, v) => u / v, ["u.grad[b] += y.grad[b] / v[b]", "v.grad[b] -= y.grad[b] u[b] / v[b]^2"] },
        { "reciprocal", (u, _) => 3 / u, ["u.grad[b] -= 3 y.grad[b] / u[b]^2"] },
        { "negation", (u, _) => -u, ["u.grad[b] -= y.grad[b]"] },
        { "power", (u, _) => new Power(u, 3), ["u.grad[b] += 3 y.grad[b] u[b]^2"] },
        { "first power", (u, _) => new Power(u, 1), ["u.grad[b] += y.grad[b]"] },
        { "negative power", (u, _) => new Power(u, -2), ["u.grad[b] -= 2 y.grad[b] u[b]^-3"] },
        { "exp", (u, _) => Exp(u), ["u.grad[b] += y.grad[b] y[b]"] },
        { "log", (u, _) => Log(u), ["u.grad[b] += y.grad[b] / u[b]"] },
        { "tanh", (u, _) => Tanh(u), ["u.grad[b] += y.grad[b] (1 - y[b]^2)"] },
        { "sigmoid", (u, _) => Sigmoid(u), ["u.grad[b] += y.grad[b] y[b] (1 - y[b])"] },
        { "sqrt", (u, _) => Sqrt(u), ["u.grad[b] += 0.5 y.grad[b] / y[b]"] },
        { "softplus", (u, _) => Softplus(u), ["u.grad[b] += y.grad[b] sigmoid(u[b])"] },
        { "relu", (u, _) => Relu(u), ["u.grad[b] += y.grad[b] step(u[b])"] },
        { "abs", (u, _) => Abs(u), ["u.grad[b] += y.grad[b] (2 step(u[b]) - 1)"] },
        { "inside", (u, v) =>
            Tanh(u * v) * 2,
            ["u.grad[b] += 2 y.grad[b] (1 - tanh(u[b] v[b])^2) v[b]", "v.grad[b] += 2 u[b] y.grad[b] (1 - tanh(u[b] v[b])^2)"] },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_rule_prints_as_in_the_book_and_passes_the_check(
        string rule, Func<Expression, Expression, Expression> right, string[] backward)
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        var (u, v) = (graph.Input("u", 3), graph.Input("v", 3));
        u.Value.Assign([0.5, 1.1, 1.5]);
        v.Value.Assign([0.7, 0.9, 1.3]);
        var y = graph.Computed("y", 3);
        y[b] += right(u[b], v[b]);

        var report = GradientCheck.Run(graph, y, [u, v]);

        Assert.True(report.Passed, $"{rule}: {report.Worst}");
        Assert.Equal(backward.Select(line => "for b: " + line), graph.BackwardStatements.Select(s => s.ToString()));
    }

    [Fact]
    public void A_term_without_the_summed_index_counts_once_for_each_of_its_values()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        var (u, v) = (graph.Input("u", 3, 4), graph.Input("v", 3));
        var y = graph.Computed("y", 3);
        y[b] += u[b, j] - v[b];
        graph.FillAtRandom();

        Assert.True(GradientCheck.Run(graph, y, [u, v]).Passed);
        Assert.Equal([-4, -4, -4], v.Grad.ToArray());
        Assert.Equal("for b,j: v.grad[b] -= y.grad[b]", graph.BackwardStatements[^1].ToString());
    }

    [Fact]
    public void A_value_scattered_by_a_gather_is_not_taken_for_a_saved_one()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        var u = graph.Input("u", 3);
        var place = graph.Indices("place", 3);
        var bins = graph.Computed("bins", 2);
        bins[place[b]] += Tanh(u[b]);
        var y = graph.Computed("y", 3);
        y[b] += bins[i];
        graph.FillAtRandom();
        place.Value.Assign([1, 1, 0]);

        Assert.True(GradientCheck.Run(graph, y, [u], new GradientCheckOptions()).Passed);
    }

    [Fact]
    public void Data_gets_no_backward_line_and_neither_does_what_only_data_feeds()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        var (u, t) = (graph.Input("u", 3), graph.Data("t", 3));
        var mask = graph.Computed("mask", 3);
        mask[b] += 1 - t[b];
        var y = graph.Computed("y", 3);
        y[b] += mask[b] * u[b];

        Assert.Equal(["for b: u.grad[b] += mask[b] y.grad[b]"], graph.BackwardStatements.Select(s => s.ToString()));
    }

    [Fact]
    public void Indexes_of_one_name_are_one_index()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        var u = graph.Input("u", 3);
        var y = graph.Computed("y", 3);
        y[new LoopIndex("b")] += u[b];

        Assert.Equal("for b: y[b] += u[b]", graph.Statements[0].ToString());
    }
}
