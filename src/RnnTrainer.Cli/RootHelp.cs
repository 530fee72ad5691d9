using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RnnTrainer.Cli;

/// <summary>The help: -h and --help only, examples first, and the exit codes at the end of the root's page.</summary>
static class RootHelp
{
    public static void Extend(RootCommand root)
    {
        // The library's own option also answers to /h and /?, which are paths here.
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        var help = new HelpOption("--help", "-h") { Description = "show what a command does and its options" };
        help.Action = new WithExamples((HelpAction)help.Action!);
        root.Options.Add(help);
        root.Options.OfType<VersionOption>().Single().Description = "show the version";
    }

    sealed class WithExamples(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var (command, output) = (parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
            output.Write(HelpExamples.Of(command) is { Count: > 0 } lines ? $"Examples:\n{string.Concat(lines.Select(l => $"  {l}\n"))}\n" : "");
            var result = inner.Invoke(parseResult);
            if (command is RootCommand)
            {
                output.Write("Exit codes:\n");
                foreach (var (code, meaning) in ExitCode.All)
                {
                    output.Write($"  {code,-3}  {meaning}\n");
                }
            }

            return result;
        }
    }
}
