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
        var wrong = Texts.Simple.Replace("U[j,k] x[b,k]", "W[j,i] x[b,i]", StringComparison.Ordinal)
            .Replace(" U[j,k]", "", StringComparison.Ordinal);

        Assert.Equal(Block("my.cell:7:18"), Assert.Throws<CellException>(() => TextCell.Parse(wrong, "my.cell")).Message);
    }

    [Fact]
    public void The_message_about_sums_is_the_one_that_is_given() => Assert.Equal(
        Block("my.cell:6:49"),
        Assert.Throws<CellException>(() => TextCell.Parse(
            "cell my\ninput x[b,k]\nstate h[b,j]\nparam W[j,i] U[j,k] c[j]\n\nh'[b,j] += tanh(W[j,i] h[b,i] + U[j,k] x[b,k] + c[j])\n",
            "my.cell")).Message);

    static string Block(string start) =>
        Fence().Matches(Page).Select(m => m.Groups[1].Value).Single(b => b.StartsWith(start, StringComparison.Ordinal));

    [GeneratedRegex("^```[a-z]*\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
