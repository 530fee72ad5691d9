using System.CommandLine;
using System.CommandLine.Parsing;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Cli.Options;

/// <summary>What is wrong with a command line, in words, with the nearest option or command as a hint.</summary>
static class UsageErrors
{
    /// <summary>The failure of a command line that does not parse.</summary>
    public static Failure Of(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var stranger = Stranger(parse);
        var message = stranger switch
        {
            null => string.Join("; ", parse.Errors.Select(InWords).Distinct()),
            ['-', ..] => $"unknown option '{stranger}'",
            _ when command.Subcommands.Count == 0 => $"unexpected argument '{stranger}'",
            _ => $"unknown command '{stranger}'",
        };
        return Failure.Plain(
            ExitCode.Usage, "usage", message, Hint(parse, command, stranger)
            ?? $"`{Path(parse.CommandResult)} --help` shows what there is");
    }

    // The parser's own sentence names the command where an argument is missing, and a type of the platform where a switch has a value.
    static string InWords(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Argument: var argument, Parent: CommandResult } => $"{argument.Name} is missing",
        ArgumentResult { Parent: OptionResult { Option: { } option } } result when option.ValueType == typeof(bool) =>
            $"{option.Name} expects no value, found {OptionValues.Show(string.Join(' ', result.Tokens.Select(t => t.Value)))}",
        _ => error.Message,
    };

    static string? Hint(ParseResult parse, Command command, string? stranger)
    {
        bool Has(string option) => command.Options.Any(o => o.Name == option);
        if (stranger is null)
        {
            return null;
        }

        if (stranger.StartsWith('-') && Has("--set") && Setting(parse, stranger) is { } setting)
        {
            return $"keys of the config are set so: --set {Shell.Quoted(setting)}";
        }

        return NearestName.To(stranger, Known(command)) is { } near ? $"did you mean '{near}'?"
            : Has("--data") && !Has("--from") && !stranger.StartsWith('-') ? $"did you mean --data {Shell.Quoted(stranger)}?"
            : null;
    }

    // --epochs 5 and --batch-size=16 are options of other programs.
    static string? Setting(ParseResult parse, string stranger)
    {
        var parts = stranger.TrimStart('-').Split('=', 2);
        var value = parts.Length == 2 ? parts[1]
            : parse.Tokens.Select(t => t.Value).SkipWhile(t => t != stranger).Skip(1).FirstOrDefault(t => !t.StartsWith('-'));
        return ConfigKeys.Named(parts[0].Replace('-', '_')) is { } key ? $"{key}={value ?? "VALUE"}" : null;
    }

    // The parser takes a misspelt option for an argument, and what follows it for one too many.
    static string? Stranger(ParseResult parse)
    {
        var known = Known(parse.CommandResult.Command).ToList();
        return parse.Tokens.Select(t => t.Value).FirstOrDefault(t => t.StartsWith("--", StringComparison.Ordinal) && !known.Contains(t))
            ?? (parse.UnmatchedTokens.Count > 0 ? parse.UnmatchedTokens[0] : null);
    }

    static IEnumerable<string> Known(Command command) =>
        command.Subcommands.Select(c => c.Name)
            .Concat(command.Options.Select(o => o.Name))
            .Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options).Where(o => o.Recursive).Select(o => o.Name));

    static string Path(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : "rnn";
}
