using System.Text.RegularExpressions;
using RnnTrainer.Cells;

namespace RnnTrainer.Tests.Docs;

/// <summary>The page on the cells has all of them; that its loops are the program's own is for <see cref="DerivedBlocksTests"/> to
/// hold.</summary>
public sealed partial class CellsPageTests
{
    static readonly string Page = File.ReadAllText(RepositoryFolder.File("docs", "cells.md"));

    public static TheoryData<string> Names => [.. CellLibrary.Names];

    [Fact]
    public void The_page_has_a_section_for_every_cell_in_their_order() =>
        Assert.Equal(CellLibrary.Names, Heading().Matches(Page).Select(m => m.Groups[1].Value));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_section_has_the_cell_s_loops_source_use_and_constants(string name)
    {
        var cell = CellLibrary.Find(name)!;
        var section = Page[Page.IndexOf($"\n### {name}\n", StringComparison.Ordinal)..].Split("\n### ")[1];

        Assert.Contains($"<!-- derive {name} --forward -->", section, StringComparison.Ordinal);
        Assert.All(cell.About, line => Assert.Contains(line, section, StringComparison.Ordinal));
        Assert.All(
            cell.Constants, c => Assert.Contains(FormattableString.Invariant($"`{c.Key}` {c.Value}"), section, StringComparison.Ordinal));
    }

    [GeneratedRegex("^### (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
