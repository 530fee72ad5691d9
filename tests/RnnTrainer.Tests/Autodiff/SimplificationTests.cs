using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Cells.Sheet;

namespace RnnTrainer.Tests.Autodiff;

public sealed class SimplificationTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    public static TheoryData<string> Programs => [.. Experiment.Names];

    [Fact]
    public void The_cheaper_softmax_of_problem_3_is_found_from_the_derived_loops()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        Softmax.Build(graph, graph.Input("s", 3, 5));

        graph.SimplifyBackward();

        Assert.Equal(
            ["for b,j: e[b] -= p[b,j] p.grad[b,j]", "for b,j: s.grad[b,j] += p[b,j] (p.grad[b,j] + e[b])"],
            graph.BackwardStatements.Select(s => s.ToString()));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_gradients_of_every_program_stay_the_same(string name)
    {
        using var derived = Experiment.Of(name);
        using var simplified = Experiment.Of(name);
        simplified.Graph.SimplifyBackward();
        derived.Run();
        simplified.Run();

        Assert.All(
            derived.Checked.Zip(simplified.Checked), pair =>
                Assert.Equal(pair.First.Grad.ToArray(), pair.Second.Grad.ToArray(), new Near(1e-14)));
        Assert.True(Operations(simplified.Graph) <= Operations(derived.Graph));
    }

    [Fact]
    public void Where_nothing_is_shared_the_loops_stay_as_they_are()
    {
        using var head = Experiment.Of("linear-head");
        var derived = head.Graph.BackwardStatements.Select(s => s.ToString()).ToList();

        head.Graph.SimplifyBackward();

        Assert.Equal(derived, head.Graph.BackwardStatements.Select(s => s.ToString()));
    }

    [Fact]
    public void The_gradient_of_a_result_stays()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        Softmax.Build(graph, graph.Input("s", 3, 5));

        graph.SimplifyBackward([graph.Nodes.Single(n => n.Name == "Z")]);

        Assert.Contains(graph.BackwardStatements, s => s.Target.Tensor.Name == "Z.grad");
    }

    [Fact]
    public void Only_statements_that_share_a_factor_become_one()
    {
        using var graph = new Graph(Precision.Float64, batch: 3);
        var (u, w) = (graph.Input("u", 3, 5), graph.Input("w", 3, 5));
        var v = graph.Computed("v", 3, 5);
        v[b, j] += u[b, j] * w[b, j];
        v[b, j] += u[b, j];
        var loss = graph.Computed("loss", 3);
        loss[b] += v[b, j] * u[b, j];

        graph.SimplifyBackward();

        Assert.Equal(
            [
                "for b,j: v.grad[b,j] += loss.grad[b] u[b,j]",
                "for b,j: u.grad[b,j] += v[b,j] loss.grad[b]",
                "for b,j: u.grad[b,j] += v.grad[b,j] (1 + w[b,j])",
                "for b,j: w.grad[b,j] += u[b,j] v.grad[b,j]",
            ],
            graph.BackwardStatements.Select(s => s.ToString()));
    }

    [Fact]
    public void A_simplified_program_is_complete()
    {
        using var experiment = Experiment.Of("softmax");
        experiment.Graph.SimplifyBackward();

        Assert.Throws<NotationException>(() => experiment.Graph.Computed("more", 3)[b] += experiment.Loss[b]);
    }

    static int Operations(Graph graph) =>
        graph.BackwardStatements.Sum(s => s.Value.Parts().Count(p => p is Apply or Power or Binary { Operation: Operation.Divide }));
}
