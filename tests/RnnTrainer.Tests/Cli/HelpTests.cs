using System.CommandLine;
using System.CommandLine.Parsing;
using RnnTrainer.Cli;

namespace RnnTrainer.Tests.Cli;

/// <summary>Examples come first in the help, and are right.</summary>
public sealed class HelpTests
{
    static readonly RootCommand Root = RnnTrainer.Cli.Cli.Root(new Session(Stream.Null, TextWriter.Null, TextWriter.Null, TimeProvider.System, new Interruption()));

    [Fact]
    public void Every_command_that_does_something_has_examples_that_parse_and_mean_it() => Assert.All(All(Root).Where(c => c.Subcommands.Count == 0), command =>
    {
        Assert.NotEmpty(HelpExamples.Of(command));
        Assert.All(HelpExamples.Of(command), line =>
        {
            var parse = Root.Parse([.. CommandLineParser.SplitCommandLine(line.Split(" > ")[0]).Skip(1)]);
            Assert.True(parse.Errors.Count == 0, $"{line}: {string.Join(' ', parse.Errors.Select(e => e.Message))}");
            Assert.Same(command, parse.CommandResult.Command);
        });
    });

    [Fact]
    public void The_help_begins_with_them()
    {
        Assert.StartsWith("Examples:\n  rnn sweep my.yaml --grid ", Rnn.Run("sweep", "--help").Output, StringComparison.Ordinal);
        Assert.StartsWith("Examples:\n  rnn init ", Rnn.Run("--help").Output, StringComparison.Ordinal);
        Assert.StartsWith("Description:", Rnn.Run("data", "--help").Output, StringComparison.Ordinal);
    }

    static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
