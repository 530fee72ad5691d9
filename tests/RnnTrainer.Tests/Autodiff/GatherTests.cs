using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>Integer subscripts: an embedding E[x[b],k], the log-loss entry p[b,y[b]], and their gradients.</summary>
public sealed class GatherTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex k = new("k");

    public static TheoryData<string> Executors => ["reference", "compiled"];

    [Theory]
    [MemberData(nameof(Executors))]
    public void An_embedding_adds_up_the_gradients_of_a_symbol_that_occurs_twice(string executor)
    {
        using var graph = new Graph(Precision.Float64, batch: 3, Executor(executor));
        using var E = new Parameter("E", Precision.Float64, 4, 2);
        E.Value.Assign([0, 1, 10, 11, 20, 21, 30, 31]);
        var x = graph.Indices("x", 3);
        x.Value.Assign([2, 0, 2]);
        var row = graph.Computed("row", 3, 2);
        row[b, k] += E[x[b], k];
        var loss = graph.Computed("loss", 3);
        loss[b] += row[b, k] * row[b, k];

        graph.Forward();
        graph.Backward(loss);

        Assert.Equal([20, 21, 0, 1, 20, 21], row.Value.ToArray());
        Assert.Equal([0, 2.0 / 3, 0, 0, 160.0 / 6, 168.0 / 6, 0, 0], E.Grad.ToArray(), new Near(1e-15));
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public void The_chosen_entry_of_a_row_takes_the_whole_gradient(string executor)
    {
        using var graph = new Graph(Precision.Float64, batch: 2, Executor(executor));
        var s = graph.Input("s", 2, 3);
        s.Value.Assign([1, 2, 3, 4, 5, 6]);
        var y = graph.Indices("y", 2);
        y.Value.Assign([2, 0]);
        var loss = graph.Computed("loss", 2);
        loss[b] -= s[b, y[b]];

        graph.Forward();
        graph.Backward(loss);

        Assert.Equal([-3, -4], loss.Value.ToArray());
        Assert.Equal([0, 0, -1, -1, 0, 0], s.Grad.ToArray());
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public void A_look_up_inside_a_look_up_is_followed(string executor)
    {
        using var graph = new Graph(Precision.Float64, batch: 2, Executor(executor));
        var a = graph.Input("a", 3);
        a.Value.Assign([7, 8, 9]);
        var (outer, inner) = (graph.Indices("outer", 4), graph.Indices("inner", 2));
        outer.Value.Assign([0, 1, 2, 1]);
        inner.Value.Assign([2, 3]);
        var loss = graph.Computed("loss", 2);
        loss[b] += a[outer[inner[b]]];

        graph.Forward();

        Assert.Equal([9, 8], loss.Value.ToArray());
    }

    [Theory]
    [InlineData("reference", 3)]
    [InlineData("reference", -1)]
    [InlineData("compiled", 3)]
    [InlineData("compiled", -1)]
    [InlineData("compiled", int.MinValue)]
    public void An_entry_out_of_range_throws_and_reads_nothing(string executor, int entry)
    {
        using var graph = new Graph(Precision.Float32, batch: 1, Executor(executor));
        var s = graph.Input("s", 1, 3);
        var y = graph.Indices("y", 1);
        y.Value.Integers[0] = entry;
        var loss = graph.Computed("loss", 1);
        loss[b] += s[b, y[b]];

        var error = Assert.Throws<ArgumentOutOfRangeException>(graph.Forward);

        Assert.Equal($"A gather reads entry {entry}, outside 0..2.", error.Message);
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public void A_target_may_be_chosen_by_a_look_up(string executor)
    {
        using var graph = new Graph(Precision.Float64, batch: 3, Executor(executor));
        var x = graph.Input("x", 3);
        x.Value.Assign([1, 2, 4]);
        var place = graph.Indices("place", 3);
        place.Value.Assign([1, 0, 1]);
        var bins = graph.Computed("bins", 2);
        bins[place[b]] += x[b];

        graph.Forward();

        Assert.Equal([2, 5], bins.Value.ToArray());
    }

    static IExecutor Executor(string name) => name == "reference" ? new Interpreter() : new Compiler();
}
