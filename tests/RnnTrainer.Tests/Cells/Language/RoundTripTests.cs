using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Language.Building;
using RnnTrainer.Cells.Library;

namespace RnnTrainer.Tests.Cells;

/// <summary>What is printed can be read, and prints the same again.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<string> Cells => [.. CellLibrary.Names, .. Texts.All.Keys];

    public static TheoryData<string> Programs => [.. ProgramLibrary.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_s_forward_text_is_read_and_printed_again(string name)
    {
        var text = Printed(Texts.Find(name));

        Assert.Equal(text, Printed(TextCell.Parse(text, name)));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_printed_cell_has_the_same_weights_that_start_alike(string name)
    {
        var cell = Texts.Find(name);

        Assert.Equal(Described(cell), Described(TextCell.Parse(Printed(cell), name)));

        static IEnumerable<string> Described(ICell cell) =>
            cell.Parameters(4, CellSizes.For(cell).J).Select(p => $"{p.Name} [{string.Join(",", p.Shape)}] {p.Initializer}");
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Program_and_derived_loops_together_are_a_cell_with_a_backward_part_that_holds(string name)
    {
        var step = CellStep.Trace(Texts.Find(name), Precision.Float64, CellSizes.For(Texts.Find(name)));
        var text = string.Join('\n', [.. step.ForwardText, "backward", .. step.BackwardText]);

        var cell = TextCell.Parse(text, name);
        CellCheck.Require(cell);

        var again = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell));
        Assert.Equal(step.BackwardText, again.BackwardText);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_program_s_forward_text_is_read_and_printed_again(string name)
    {
        using var graph = new Graph(Precision.Float64, new CellSizes().B);
        ProgramLibrary.All.Single(p => p.Name == name).Build(graph, new CellSizes());
        var text = string.Join('\n', ProgramText.Lines("program", name, graph.Nodes, graph.Statements));

        Assert.Equal(text, Reprinted(text, name));
    }

    [Theory]
    [InlineData("-a[b,j] + (-2)")]
    [InlineData("2 a[b,j] * 3 - (-a[b,j])")]
    [InlineData("(-2) a[b,j] / (a[b,j] / (3 a[b,j]))")]
    [InlineData("a[b,j]^2^3 - (a[b,j] - (1 - a[b,j]))^-2")]
    [InlineData("1E-05 exp(-(a[b,j] + 1.5E+20))")]
    [InlineData("-(-a[b,j])")]
    [InlineData("-2 a[b,j]")]
    public void An_expression_is_printed_as_it_was_read(string expression)
    {
        var text = Texts.Simple.Replace("tanh(a[b,j])", expression, StringComparison.Ordinal);

        Assert.EndsWith($" += {expression}", Printed(TextCell.Parse(text, "my.cell")), StringComparison.Ordinal);
    }

    [Fact]
    public void Spaces_tabs_comments_line_ends_and_for_make_no_difference()
    {
        var loose = "\uFEFF\r\n# mine\r\ncell my # a name\r\n\tinput  x [ b , k ]\r\nstate h[b,j]\r\nparam W[j,i]\r\nparam U[j,k] C[j]\r\n"
            + "for i,b,j: a[b,j] += W[j,i]h[b,i]\r\na[b,j]+=(U[j,k]*x[b,k])#no\r\na[b,j]-=C[j]\r\nh'[b,j]+=tanh( a[b,j] )\r\n";

        Assert.Equal(
            Printed(TextCell.Parse(Texts.Simple, "my.cell")).Replace("for b,j,i: a", "for i,b,j: a", StringComparison.Ordinal),
            Printed(TextCell.Parse(loose, "my.cell")));
    }

    static string Reprinted(string text, string name)
    {
        using var graph = new Graph(Precision.Float64, new CellSizes().B);
        TextProgram.Parse(text, name)!.Build(graph, new CellSizes());
        return string.Join('\n', ProgramText.Lines("program", name, graph.Nodes, graph.Statements));
    }

    static string Printed(ICell cell) => string.Join('\n', CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell)).ForwardText);
}
