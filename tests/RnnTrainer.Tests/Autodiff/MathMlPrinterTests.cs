using System.Xml.Linq;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Library;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>Programs as equations that a browser sets.</summary>
public sealed class MathMlPrinterTests
{
    public static TheoryData<string> Cells => [.. CellLibrary.All.Select(c => c.Name)];

    [Fact]
    public void Statements_of_one_target_are_one_equation_with_sums_over_the_indexes_of_the_right_side()
    {
        var equations = Of("ugrnn").ToList();

        // R~, R, G~, G, h'
        Assert.Equal(5, equations.Count);
        Assert.Equal("R~b,j=∑iWj,ih,Rhb,i+∑kWj,kx,Rxb,k−BjR", Read(equations[0]));
        Assert.Equal("h′b,j=Gb,jhb,j+(1−Gb,j)Rb,j", Read(equations[4]));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_is_well_formed_and_has_an_equation_for_each_tensor(string name)
    {
        var all = Of(name).Select(Read).ToList();

        // Its states have one index in some statements and two in others: these statements are printed one by one.
        Assert.Equal(name == "ugrnn-heads", all.Exists(e => e.Contains("+=", StringComparison.Ordinal)));
        Assert.All(all, e => Assert.Matches("=.", e));
    }

    [Theory]
    [InlineData("softmax")]
    [InlineData("squared-error")]
    public void Programs_with_quotients_maxima_and_look_ups_are_well_formed(string name)
    {
        using var graph = new Graph(Precision.Float64, 3);
        ProgramLibrary.All.Single(p => p.Name == name).Build(graph, new CellSizes());
        Assert.All(MathMlPrinter.Equations([.. graph.Statements]), e => XElement.Parse(e));
    }

    [Fact]
    public void A_sum_that_is_subtracted_or_multiplied_is_in_parentheses()
    {
        using var graph = new Graph(Precision.Float64, 2);
        var (b, j) = (new LoopIndex("b"), new LoopIndex("j"));
        var (x, y, z) = (graph.Input("x", 2, 3), graph.Input("y", 2, 3), graph.Computed("z", 2));
        z[b] -= x[b, j] + y[b, j];
        z[b] += x[b, j] * (1 - y[b, j]);

        Assert.Equal("zb=−∑j(xb,j+yb,j)+∑jxb,j(1−yb,j)", Read(Assert.Single(MathMlPrinter.Equations([.. graph.Statements]))));
    }

    [Fact]
    public void Time_steps_are_the_first_subscripts()
    {
        var cell = CellLibrary.Find("ugrnn")!;
        var step = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell));
        using var graph = step.Graph;
        var equations = MathMlPrinter.Equations([.. graph.Statements], TensorNames.OfStep(step.Before, step.After)).Select(Read).ToList();

        Assert.Equal("R~t,b,j=∑iWj,ih,Rht−1,b,i+∑kWj,kx,Rxt,b,k−BjR", equations[0]);
        Assert.Equal("ht,b,j=Gt,b,jht−1,b,j+(1−Gt,b,j)Rt,b,j", equations[4]);
    }

    static IEnumerable<string> Of(string name)
    {
        var cell = CellLibrary.Find(name)!;
        using var graph = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell)).Graph;
        return [.. MathMlPrinter.Equations([.. graph.Statements])];
    }

    static string Read(string equation) => XElement.Parse(equation).Value;
}
