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

    [Theory]
    [InlineData("s[b,g] += h[b,(g u)]\na[b,(g u)] += s[b,g]\nsize g = 3", 3)] // u is in groups only
    [InlineData("p[b,(g u)] += V[g,u] h[b,j]\nq[b,(u g)] += V[g,u] x[b,k]\na[b,j] += p[b,t] q[b,t] h[b,j]\nparam V[g,u]\nsize g = 3\nsize u = 2", 1)] // groups in two orders
    public void A_cell_divides_the_hidden_size_by_what_its_groups_need(string lines, int multiple)
    {
        var parts = lines.Split('\n').ToLookup(l => l.StartsWith("size", StringComparison.Ordinal) || l.StartsWith("param", StringComparison.Ordinal));
        var text = $"cell my\ninput x[b,k]\nstate h[b,j]\nparam U[j,k]\n{string.Join('\n', parts[true])}\na[b,j] += U[j,k] x[b,k]\n{string.Join('\n', parts[false])}\nh'[b,j] += tanh(a[b,j])";

        var cell = TextCell.Parse(text, "my.cell");

        Assert.Equal(multiple, cell.UnitMultiple);
        CellCheck.Require(cell);
    }
}
