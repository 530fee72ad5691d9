using System.Text.RegularExpressions;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Docs;

public sealed partial class ReadmeTests
{
    static string Text { get; } = File.ReadAllText(RepositoryFolder.File("README.md"));

    /// <summary>The lines of its console blocks that begin with rnn.</summary>
    public static TheoryData<string> Lines => [.. Block().Matches(Text)
        .SelectMany(m => m.Groups[1].Value.Split('\n')).Where(l => l.StartsWith("rnn ", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_of_a_console_block_runs(string line)
    {
        var args = line.Split(' ')[1..].Select(a => a.StartsWith("configs/", StringComparison.Ordinal) ? RepositoryFolder.File(a) : a);
        var run = Rnn.Run([.. args]);
        Assert.True(run.Exit == 0, run.Error);
        Assert.NotEmpty(run.Output);
    }

    [Fact]
    public void Every_command_and_exit_code_is_in_a_table()
    {
        var root = RnnTrainer.Cli.Program.Root(
            new Session(Stream.Null, TextWriter.Null, TextWriter.Null, TimeProvider.System, new Interruption()));
        Assert.All(root.Subcommands, c => Assert.Contains($"| `rnn {c.Name}", Text, StringComparison.Ordinal));
        Assert.All(ExitCode.All, c => Assert.Matches($@"\| (\d+, )?{c.Code}(, \d+)? \|", Text));
    }

    [Fact]
    public void Every_link_leads_somewhere_and_is_listed_once()
    {
        var links = Link().Matches(Text).Select(m => m.Groups[1].Value).ToList();

        Assert.All(links, link => Assert.True(Path.Exists(RepositoryFolder.File(link)), link));
        Assert.Equal(links.Distinct(), links);
    }

    [Fact]
    public void Every_page_of_docs_is_linked() =>
        Assert.All(
            Directory.EnumerateFiles(RepositoryFolder.File("docs"), "*.md"), page =>
                Assert.Contains($"(docs/{Path.GetFileName(page)})", Text, StringComparison.Ordinal));

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```console\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
