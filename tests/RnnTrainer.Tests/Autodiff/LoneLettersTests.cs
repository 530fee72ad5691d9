using RnnTrainer.Autodiff;
using RnnTrainer.Cells;

namespace RnnTrainer.Tests.Autodiff;

public sealed class LoneLettersTests
{
    [Theory]
    [InlineData("W[j,i] h[b,j]", "a[b,j] += W[j,i] h[b,j]", "letter i is summed in W[j,i] alone")]
    [InlineData("W[j,i] h[b,i] - W[j,i] h[b,j]", "W[j,i] h[b,i] - W[j,i] h[b,j]", "letter i is summed in W[j,i] alone")]
    [InlineData("C[j] tanh(h[b,i])", "C[j] tanh(h[b,i])", "letter i is summed in h[b,i] alone")]
    public void A_letter_that_is_summed_over_one_factor_alone_is_remarked_on(string product, string statement, string remark)
    {
        var remarks = Remarks(product);

        Assert.Contains(statement, Assert.Single(remarks), StringComparison.Ordinal);
        Assert.Contains(remark, remarks[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("W[j,i] h[b,i]")]
    [InlineData("W[j,i] h[b,i] C[j]")]
    [InlineData("0.5 h[b,i]")]
    [InlineData("h[b,i] h[b,i]")]
    [InlineData("h[b,i] + C[j]")]
    public void A_sum_of_one_factor_and_a_letter_of_two_are_in_order(string product) => Assert.Empty(Remarks(product));

    [Fact]
    public void No_cell_and_no_program_of_the_library_has_one()
    {
        Assert.All(Library.Cells, c => Assert.Empty(LoneLetters.In(Library.Trace(c, Precision.Float64, Sizes.Of(c)).Graph.Statements)));
        Assert.All(Library.Programs, p =>
        {
            using var graph = new Graph(Precision.Float64, new Sizes().B);
            p.Build(graph, new Sizes());
            Assert.Empty(LoneLetters.In(graph.Statements));
        });
    }

    static string[] Remarks(string product)
    {
        var cell = TextCell.Parse($"cell my\ninput x[b,k]\nstate h[b,j]\nparam W[j,i] U[j,k] C[j]\n\na[b,j] += {product}\na[b,j] += U[j,k] x[b,k]\na[b,j] += W[j,i] h[b,i]\na[b,j] -= C[j]\nh'[b,j] += tanh(a[b,j])\n", "my.cell");
        return [.. LoneLetters.In(Library.Trace(cell, Precision.Float64, Sizes.Of(cell)).Graph.Statements)];
    }
}
