using RnnTrainer.Cells;
using RnnTrainer.Cells.Language.Checking;

namespace RnnTrainer.Tests.Cells;

/// <summary>The sizes of indexes in a text, and their arithmetic.</summary>
public sealed class SizeTests
{
    static readonly Size g = Size.Of("g");
    static readonly Size u = Size.Of("u");

    [Fact]
    public void The_order_of_factors_and_of_divisors_does_not_matter()
    {
        Assert.Equal(g * u, u * g);
        Assert.Equal(Size.Hidden / g / u, Size.Hidden / (u * g));
        Assert.NotEqual(g * u, g * g);
        Assert.NotEqual(Size.Hidden / g, Size.Inputs / g);
    }

    [Fact]
    public void What_is_on_both_sides_of_a_quotient_cancels()
    {
        Assert.Equal(Size.Hidden, g * (Size.Hidden / g));
        Assert.Equal(Size.One, Size.Hidden / g / (Size.Hidden / g));
        Assert.False((Size.Hidden / g * g).IsPart);
    }

    [Fact]
    public void An_index_that_is_named_like_a_size_of_the_cell_is_not_that_size() => Assert.NotEqual(Size.Hidden, Size.Of("J"));

    [Fact]
    public void A_size_is_written_and_evaluated_as_its_product_and_quotient()
    {
        Assert.Equal(["1", "J", "J/g/u", "g*u"], new[] { Size.One, Size.Hidden, Size.Hidden / g / u, g * u }.Select(s => s.ToString()));
        Assert.Equal(4, (Size.Hidden / g).Evaluate(B: 2, J: 12, K: 5, index => index == "g" ? 3 : 0));
    }

    [Fact]
    public void An_index_that_is_in_groups_only_divides_the_hidden_size() => Check(
        """
        cell my
        input x[b,k]
        state h[b,j]
        param U[j,k]
        size g = 3
        s[b,g] += h[b,(g u)]
        a[b,j] += U[j,k] x[b,k]
        a[b,(g u)] += s[b,g]
        h'[b,j] += tanh(a[b,j])
        """,
        multiple: 3);

    [Fact]
    public void Groups_in_two_orders_count_one_dimension() => Check(
        """
        cell my
        input x[b,k]
        state h[b,j]
        param U[j,k] V[g,u]
        size g = 3
        size u = 2
        p[b,(g u)] += V[g,u] h[b,j]
        q[b,(u g)] += V[g,u] x[b,k]
        a[b,j] += U[j,k] x[b,k]
        a[b,j] += p[b,t] q[b,t] h[b,j]
        h'[b,j] += tanh(a[b,j])
        """,
        multiple: 1);

    static void Check(string text, int multiple)
    {
        var cell = TextCell.Parse(text, "my.cell");

        Assert.Equal(multiple, cell.UnitMultiple);
        CellCheck.Require(cell);
    }
}
