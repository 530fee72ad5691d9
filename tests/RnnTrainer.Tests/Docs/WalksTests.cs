using System.Text.RegularExpressions;

namespace RnnTrainer.Tests.Docs;

/// <summary>The walks of docs/architecture.md name files that are there, and stay short.</summary>
public sealed partial class WalksTests
{
    [Theory]
    [InlineData("From a CSV value to a parameter's update", 24)]
    [InlineData("From a statement of a cell to its kernel", 40)]
    [InlineData("From `rnn train` to a checkpoint on disk", 10)]
    public void A_walk_is_short_and_each_of_its_files_is_there(string title, int most)
    {
        var files = Files(File.ReadAllText(RepositoryFolder.File("docs", "architecture.md")), title);

        Assert.InRange(files.Count, 1, most);
        Assert.Distinct(files);
        Assert.All(
            files, file =>
                Assert.True(File.Exists(RepositoryFolder.File("src", $"RnnTrainer.{file}")), $"src/RnnTrainer.{file} is not there"));
    }

    [Fact]
    public void The_files_of_a_walk_are_those_of_its_section_alone() =>
        Assert.Equal(
            ["A/B.cs", "C.cs"],
            Files("### Left\n\n1. `X.cs`: no\n\n### Right\n\n1. `A/B.cs`: yes\n2. `C.cs`\n\n## End\n\n1. `D.cs`\n", "Right"));

    static List<string> Files(string page, string title)
    {
        var section = page.Split($"\n### {title}\n")[1];
        return [.. Item().Matches(Heading().Split(section)[0]).Select(m => m.Groups[1].Value)];
    }

    [GeneratedRegex(@"^\d+\. `([^`]+\.cs)`", RegexOptions.Multiline)]
    private static partial Regex Item();

    [GeneratedRegex(@"^##+ ", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
