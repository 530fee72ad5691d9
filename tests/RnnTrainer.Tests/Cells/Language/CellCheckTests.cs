using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Cells;
using RnnTrainer.Training.Gradcheck;

namespace RnnTrainer.Tests.Cells;

/// <summary>What a text cell has to prove before it is used.</summary>
public sealed class CellCheckTests
{
    public static TheoryData<string> Names => [.. Texts.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_good_cell_passes(string name) => CellCheck.Require(TextCell.Parse(Texts.All[name], name));

    [Fact]
    public void A_derivation_that_does_not_hold_is_refused()
    {
        var cell = TextCell.Parse(Texts.Simple, "my.cell");

        var message = Refusal(() => CellCheck.Require(cell, () => new FaultyExecutor(new Interpreter(), "W")));

        Assert.Matches(
            @"^my\.cell:1:6: error: the derivative is wrong: W\.grad\[\d,\d\] is \S+, but finite differences give \S+\n  cell my\n       \^\^$", message);
    }

    [Fact]
    public void A_backward_statement_that_differs_is_refused_with_its_worst_entry_and_the_derived_one()
    {
        var message = Refusal("1/B e[b,j] x[b,k]", "e[b,j] x[b,k]");

        Assert.Matches(
            @"^my\.cell:12:1: error: the statement is wrong: it adds \S+ to U\.grad\[\d,\d\], and \S+ is right\n  U\.grad\[j,k\] \+= e\[b,j\] x\[b,k\]\n  \^{28}\n  hint: derived: for b,j,k: U\.grad\[j,k\] \+= 1/B a\.grad\[b,j\] x\[b,k\]$", message);
    }

    [Fact]
    public void The_index_slip_of_the_sheet_s_4b_is_refused() =>
        Assert.Contains("h.grad[", Refusal("h.grad[b,i] += W[j,i] e[b,j]", "h.grad[b,j] += W[j,i] e[b,j]"), StringComparison.Ordinal);

    [Fact]
    public void A_gradient_that_the_backward_part_leaves_out_is_refused_at_its_first_line() => Assert.Matches(
        @"^my\.cell:9:1: error: x\.grad lacks a statement: \[\d,\d\] of what is missing is \S+\n  backward\n  \^{8}\n  hint: derived: for b,j,k: x\.grad\[b,k\] \+= U\[j,k\] a\.grad\[b,j\]$",
        Refusal("x.grad[b,k] += U[j,k] e[b,j]", ""));

    [Fact]
    public void A_cell_of_positive_numbers_only_is_checked_with_such() => CellCheck.Require(TextCell.Parse(
        Texts.Simple.Replace(
            "h'[b,j] += tanh(a[b,j])", "for b,j,k: h'[b,j] += sqrt(h[b,j]) + log(x[b,k]) + tanh(a[b,j])", StringComparison.Ordinal),
            "my.cell"));

    [Fact]
    public void A_cell_without_finite_values_is_refused() => Assert.StartsWith(
        "my.cell:1:6: error: the next states are not finite for random numbers: neither from -0.5 to 0.5 nor from 0.25 to 1.25\n",
        Refusal(
            () =>
                CellCheck.Require(
                    TextCell.Parse(Texts.Simple.Replace("tanh(a[b,j])", "log(-1 - a[b,j]^2)", StringComparison.Ordinal), "my.cell"))),
        StringComparison.Ordinal);

    [Fact]
    public void A_declared_size_of_any_number_is_checked_at_a_small_one() => CellCheck.Require(TextCell.Parse(
        Texts.Unusual.Replace("size r = 3", "size r = 65536", StringComparison.Ordinal), "my.cell"));

    static string Refusal(string part, string wrong)
    {
        Assert.Contains(part, Texts.OwnBackward, StringComparison.Ordinal);
        return Refusal(
            () => CellCheck.Require(TextCell.Parse(Texts.OwnBackward.Replace(part, wrong, StringComparison.Ordinal), "my.cell")));
    }

    static string Refusal(Action check) => Assert.Throws<CellException>(check).Message;
}
