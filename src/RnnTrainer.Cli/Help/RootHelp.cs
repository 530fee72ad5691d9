using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;

namespace RnnTrainer.Cli.Help;

/// <summary>The help pages: <c>-h</c> and <c>--help</c>, with examples first, and with the exit codes at the end of the root's
/// page.</summary>
static class RootHelp
{
    // Columns of a page that is not shown on a terminal.
    const int Width = 110;

    /// <summary>The examples of the program's own page.</summary>
    public static IReadOnlyList<string> FirstSteps { get; } = [
        "rnn init my.csv --out my.yaml", "rnn train my.yaml", "rnn report runs/latest"];

    public static void Extend(RootCommand root, Session session)
    {
        // The library's own option also accepts /h and /?, which are paths here.
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        var help = new HelpOption("--help", "-h") { Description = "show what a command does and its options" };
        var action = (HelpAction)help.Action!;
        if (!session.IsTerminal)
        {
            action.MaxWidth = Width;
        }

        help.Action = new WithExamples(action);
        root.Options.Add(help);
        root.Options.OfType<VersionOption>().Single().Description = "show the version";
    }

    sealed class WithExamples(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var (invocation, command) = (parseResult.InvocationConfiguration, parseResult.CommandResult);
            var output = invocation.Output;
            using var page = new StringWriter { NewLine = "\n" };
            invocation.Output = page;
            var result = inner.Invoke(parseResult);
            invocation.Output = output;

            // The library uses the name of the process, which may be that of a host program.
            var text = page.ToString().ReplaceLineEndings("\n")
                .Replace($"\n  {RootCommand.ExecutableName} ", "\n  rnn ", StringComparison.Ordinal).TrimEnd('\n') + "\n";
            text = WithOptional(command.Command, string.Join('\n', text.Split('\n').Select(l => l.TrimEnd())));
            output.Write(text.Replace("\nUsage:", $"\n{ExamplesOf(command)}Usage:", StringComparison.Ordinal));
            if (command.Command is RootCommand)
            {
                output.Write("\nExit codes:\n");
                foreach (var (code, meaning) in ExitCode.All)
                {
                    output.Write($"  {code,-3}  {meaning}\n");
                }
            }

            return result;
        }

        /// <summary>Puts what is optional in brackets: <c>[CONFIG]</c>, <c>--resume [RUN]</c>.</summary>
        static string WithOptional(Command command, string text)
        {
            foreach (var argument in command.Arguments.Where(a => a.Arity.MinimumNumberOfValues == 0))
            {
                text = text.Replace($"[<{argument.Name}>]", $"[{argument.Name}]", StringComparison.Ordinal)
                    .Replace($"\n  <{argument.Name}>", $"\n  [{argument.Name}]", StringComparison.Ordinal);
            }

            foreach (var (below, argument) in command.Subcommands.SelectMany(
                c => c.Arguments.Where(a => a.Arity.MinimumNumberOfValues == 0).Select(a => (c.Name, a.Name))))
            {
                text = text.Replace($"\n  {below} <{argument}>", $"\n  {below} [{argument}]", StringComparison.Ordinal);
            }

            foreach (var option in command.Options.Where(
                o => o is { Arity: { MinimumNumberOfValues: 0, MaximumNumberOfValues: 1 }, HelpName: not null }
                && o.ValueType != typeof(bool)))
            {
                text = text.Replace($"{option.Name} <{option.HelpName}>", $"{option.Name} [{option.HelpName}]", StringComparison.Ordinal);
            }

            return text;
        }

        static string ExamplesOf(CommandResult command)
        {
            var lines = command.Command switch
            {
                DocumentedCommand documented => documented.Examples,
                RootCommand => FirstSteps,
                _ => [],
            };
            return lines.Count == 0 ? "" : $"Examples:\n{string.Concat(lines.Select(l => $"  {l}\n"))}\n";
        }
    }
}
