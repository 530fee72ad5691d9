using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Sheet;
using RnnTrainer.Tests.Autodiff;

namespace RnnTrainer.Tests.Cells;

/// <summary>The built-in cells as texts.</summary>
public sealed class LibraryTests
{
    public static TheoryData<string> Names => [.. CellLibrary.Names];

    /// <summary>The files in configs/cells that have the name of a built-in cell.</summary>
    public static TheoryData<string> Copies => [.. CellLibrary.Names.Where(n => File.Exists(Copy(n)))];

    [Fact]
    public void Every_text_has_a_name_and_every_name_a_text() => Assert.Equal(
        CellLibrary.Names.Select(n => $"{n}.cell").Order(StringComparer.Ordinal),
        typeof(CellLibrary).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_text_begins_with_its_name_its_source_and_its_use(string name)
    {
        var cell = CellLibrary.Find(name)!;

        Assert.Equal(name, cell.Name);
        Assert.Matches(@"\b(19|20)\d\d\b", cell.About[0]);
        Assert.EndsWith(".", cell.About[1], StringComparison.Ordinal);
        Assert.All(cell.Text.Split('\n'), line => Assert.True(line.Length <= 200, line));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_derivatives_hold_and_so_does_its_compiled_form(string name) => CellCheck.Require(CellLibrary.Find(name)!);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_constant_can_be_set(string name)
    {
        var constants = CellLibrary.Find(name)!.Constants.ToDictionary(c => c.Key, c => c.Value + 2);

        Assert.Equal(constants, CellLibrary.Find(name, constants)!.Constants);
    }

    [Theory]
    [MemberData(nameof(Copies))]
    public void A_file_of_that_name_in_configs_is_the_same_text(string name) =>
        Assert.Equal(CellLibrary.Find(name)!.Text, File.ReadAllText(Copy(name)));

    [Fact]
    public void The_ugrnn_in_CSharp_and_as_text_are_one_cell_to_the_last_bit()
    {
        var (code, text) = (new SheetUgrnn(), CellLibrary.Find("ugrnn")!);
        var (ofCode, ofText) = (
            CellStep.Trace(code, Precision.Float64, new CellSizes()), CellStep.Trace(text, Precision.Float64, new CellSizes()));

        Assert.Equal(ofCode.ForwardText, ofText.ForwardText);
        Assert.Equal(ofCode.BackwardText, ofText.BackwardText);
        Assert.Equal(Described(code), Described(text));
        Assert.Equal(Bits(ofCode), Bits(ofText));

        static IEnumerable<string> Described(ICell cell) =>
            cell.Parameters(4, 5).Select(p => $"{p.Name} [{string.Join(",", p.Shape)}] {p.Initializer}");
    }

    static List<long> Bits(CellStep step)
    {
        var loss = step.Graph.Weighted(step.After);
        step.Graph.FillAtRandom();
        step.Graph.Forward();
        step.Graph.Backward(loss);
        return [
            .. step.After.SelectMany(a => a.Value.ToArray()).Concat(step.Phi.Parameters.SelectMany(p => p.Grad.ToArray()))
            .Select(BitConverter.DoubleToInt64Bits)];
    }

    static string Copy(string name) => RepositoryFolder.File("configs", "cells", $"{name}.cell");
}
