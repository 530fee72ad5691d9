using RnnTrainer.Autodiff;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>A program that can't be meant is refused while it is built, with the indexes and the statement.</summary>
public sealed class NotationErrorTests : IDisposable
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex i = new("i");
    static readonly LoopIndex j = new("j");
    static readonly LoopIndex k = new("k");

    readonly Graph _graph = new(Precision.Float64, batch: 3);
    readonly Parameter _W = new("WhR", Precision.Float64, 5, 6);
    readonly Input _x;
    readonly Computed _y;

    public NotationErrorTests() => (_x, _y) = (_graph.Input("x", 3, 4), _graph.Computed("R~", 3, 5));

    [Fact]
    public void An_index_with_two_sizes_is_named_with_both_places() => AssertRefused(
        "index i is 6 in WhR[j,i] but 4 in x[b,i], in \"for b,j,i: R~[b,j] += WhR[j,i] x[b,i]\"",
        () => _y[b, j] += _W[j, i] * _x[b, i]);

    [Fact]
    public void An_index_of_the_target_is_compared_too() => AssertRefused(
        "index j is 5 in R~[b,j] but 4 in x[b,j], in \"for b,j: R~[b,j] -= x[b,j]\"",
        () => _y[b, j] -= _x[b, j]);

    [Fact]
    public void A_subscript_too_few_is_counted() => AssertRefused(
        "x[b] has 1 subscripts but x has 2 dimensions, in \"for b,j: R~[b,j] += x[b]\"",
        () => _y[b, j] += _x[b]);

    [Fact]
    public void A_plain_assignment_is_refused() => AssertRefused(
        "R~[b,j] takes += and -= only, not \"R~[b,j] = WhR[j,k]\": computed tensors start at zero.",
        () => _y[b, j] = _W[j, k]);

    [Fact]
    public void A_target_on_both_sides_is_refused() => AssertRefused(
        "R~ is accumulated and read in one statement, in \"for b,j: R~[b,j] += R~[b,j] * 2\"",
        () => _y[b, j] += _y[b, j] * 2);

    [Fact]
    public void An_input_can_t_be_computed() => AssertRefused(
        "x can't be computed: it is an input or a parameter.",
        () => _x.Value[b, k] += 1);

    [Fact]
    public void A_statement_after_the_graph_ran_is_refused()
    {
        _y[b, j] += _W[j, k];
        _graph.Forward();

        AssertRefused("Statements can't be added after the graph has run: \"for b,j: R~[b,j] += 1\".", () => _y[b, j] += 1);
    }

    [Fact]
    public void A_node_that_changes_after_it_was_read_is_refused()
    {
        var z = _graph.Computed("z", 3);
        z[b] += _y[b, j];

        AssertRefused(
            "\"for b,j: R~[b,j] += 1\" changes R~, which an earlier statement has read: complete it before it is read.", () =>
                _y[b, j] += 1);
    }

    [Fact]
    public void A_gradient_is_not_written_outside_a_backward_part() => AssertRefused(
        "\"for b,k: x.grad[b,k] += 1\" changes a gradient outside a backward part.",
        () => _x.Grad[b, k] += 1);

    [Fact]
    public void A_value_is_not_written_inside_a_backward_part() => AssertRefused(
        "\"for b,j: R~[b,j] += 1\" computes a value inside a backward part.",
        () => _graph.WithBackward(() => { }, () => _y[b, j] += 1));

    [Fact]
    public void A_part_with_its_own_backward_does_not_contain_another() => AssertRefused(
        "Parts with their own backward statements can't be nested.",
        () => _graph.WithBackward(() => _graph.WithBackward(() => { }, () => { }), () => { }));

    [Fact]
    public void Whole_numbers_are_subscripts_only()
    {
        var n = _graph.Indices("n", 3);

        AssertRefused("n[b] is an integer, which can only be a subscript, in \"for b,j: R~[b,j] += n[b]\"", () => _y[b, j] += n[b]);
    }

    [Fact]
    public void An_entry_of_a_real_tensor_is_no_subscript() => AssertRefused(
        "\"x[b,k]\" can't be a subscript: only indexes and entries of integer tensors can.",
        () => _y[b, j] += _W[_x[b, k], i]);

    [Fact]
    public void A_weight_of_another_precision_is_refused()
    {
        using var single = new Parameter("w", Precision.Float32, 5);

        AssertRefused("w is Float32 but R~ is Float64, in \"for b,j: R~[b,j] += w[j]\"", () => _y[b, j] += single[j]);
    }

    [Fact]
    public void A_tensor_without_entries_is_refused() => AssertRefused("z[3,0] has a size below 1.", () => _graph.Computed("z", 3, 0));

    [Fact]
    public void A_sum_and_a_maximum_do_not_share_a_node()
    {
        _y[b, j] += 1;

        AssertRefused("R~ takes either max= or += and -=, not both: \"for b,j,k: R~[b,j] max= x[b,k]\".", () => _y[b, j].Max(_x[b, k]));
    }

    [Fact]
    public void A_loss_has_one_entry_per_example()
    {
        _y[b, j] += _W[j, k];

        var error = Assert.Throws<ArgumentException>(() => _graph.Backward(_y));
        Assert.StartsWith(
            "The loss has one entry per example: R~[3,5] was given for a batch of 3.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_has_no_gradient()
    {
        var data = _graph.Data("y", 3);

        Assert.Equal("y is data, so it has no gradient.", Assert.Throws<InvalidOperationException>(() => data.Grad).Message);
    }

    public void Dispose()
    {
        _graph.Dispose();
        _W.Dispose();
    }

    static void AssertRefused(string message, Action statement) =>
        Assert.Equal(message, Assert.Throws<NotationException>(statement).Message);
}
