using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Docs;

/// <summary>docs/commands.md has the help of every command; <see cref="CommandBlocksTests"/> holds each block to what the command
/// prints.</summary>
public sealed class CommandsPageTests
{
    [Fact]
    public void Every_command_has_its_help_on_the_page()
    {
        var page = File.ReadAllText(RepositoryFolder.File("docs/commands.md"));
        var missing = CommandLineTests.Commands.Cast<object[]>().Select(row => (string)row[0])
            .Where(
                path =>
                    !page.Contains(
                        $"```console\n$ rnn {path} --help\n".Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal))
                        .ToList();

        Assert.True(
            missing.Count == 0,
            string.Concat(
                missing.Select(
                    path =>
                        $"\n```console\n$ rnn {path} " +
                        $"--help\n{Rnn.Run([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Output}```\n")));
    }
}
