using System.Text.RegularExpressions;
using RnnTrainer.Cells;
using RnnTrainer.Tests.Cells;

namespace RnnTrainer.Tests.Docs;

/// <summary>What the page on the notation says about files is so.</summary>
public sealed partial class NotationFileTests
{
    static readonly string Page = File.ReadAllText(RepositoryFolder.File("docs", "notation.md"));

    [Fact]
    public void The_cell_of_the_page_is_a_cell() => CellCheck.Require(TextCell.Parse(Block("cell "), "notation.md"));

    [Fact]
    public void The_message_of_the_page_is_the_one_that_is_given()
    {
        var wrong = Texts.Simple.Replace("U[j,k] x[b,k]", "W[j,i] x[b,i]", StringComparison.Ordinal).Replace(" U[j,k]", "", StringComparison.Ordinal);

        Assert.Equal(Block("my.cell:"), Assert.Throws<CellException>(() => TextCell.Parse(wrong, "my.cell")).Message);
    }

    static string Block(string start) => Fence().Matches(Page).Select(m => m.Groups[1].Value).Single(b => b.StartsWith(start, StringComparison.Ordinal));

    [GeneratedRegex("^```[a-z]*\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
