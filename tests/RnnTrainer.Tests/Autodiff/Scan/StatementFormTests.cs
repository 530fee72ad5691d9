using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Autodiff.Scan.Run;
using RnnTrainer.Cells;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>As what the statements of cells are compiled, without a look at the cell's name.</summary>
public sealed class StatementFormTests
{
    [Fact]
    public void Heads_make_products_of_blocks_forward_and_backward()
    {
        var (forward, backward) = Forms(CellLibrary.Find("ugrnn-heads")!);

        Assert.Equal(2, forward.OfType<ProductForm>().Count(p => p is { Blocks: 4, IsTransposed: false }));
        Assert.Equal(2, backward.OfType<ProductForm>().Count(p => p is { Blocks: 4, IsTransposed: true }));
        Assert.Equal(2, backward.OfType<WeightGradientForm>().Count(o => o.Blocks == 4));
        Assert.DoesNotContain(forward.Concat(backward), f => f is GeneralForm or BatchSumForm);
    }

    [Fact]
    public void A_cell_of_a_paper_in_a_file_is_compiled_to_the_forms_of_a_built_in_cell()
    {
        var path = RepositoryFolder.File("configs", "cells", "para-gru.cell");
        var (ours, file) = (Forms(CellLibrary.Find("ugrnn-diagonal")!), Forms(TextCell.Parse(File.ReadAllText(path), path)));

        Assert.Equal(Kinds(ours.Forward), Kinds(file.Forward));
        Assert.Equal(Kinds(ours.Backward), Kinds(file.Backward));
        Assert.DoesNotContain(file.Forward.Concat(file.Backward), f => f is GeneralForm);

        static IEnumerable<string> Kinds(IEnumerable<StatementForm> forms) =>
            forms.Select(f => f.GetType().Name).Distinct().Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(0, 8, 0, 4)]
    [InlineData(4, 12, 0, 8)]
    [InlineData(9, 10, 4, 4)]
    [InlineData(20, 26, 0, 12)]
    [InlineData(40, 48, 0, 1)]
    public void Columns_need_the_rows_of_their_blocks(int from, int to, int first, int count) =>
        Assert.Equal((first, count), BlockDiagonal.Span([(0, 24, 12, 3), (24, 5, 12, 1)], from, to));

    static (List<StatementForm> Forward, List<StatementForm> Backward) Forms(TextCell cell)
    {
        var step = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell));
        using var graph = step.Graph;
        var reader = new FormReader(new LoopIndex("b"), t => t.Node is not Parameter);
        return ([.. graph.Statements.Select(reader.Read)], [.. graph.BackwardStatements.Select(reader.Read)]);
    }
}
