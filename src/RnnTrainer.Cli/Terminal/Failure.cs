using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Data;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>One mistake as the user is told of it.</summary>
sealed record ReportedError(string Message, string? Hint = null, string? File = null, int? Line = null, int? Column = null)
{
    /// <summary>With <c>--json</c>.</summary>
    public JsonObject ToJson(string code) => new()
    {
        ["code"] = code,
        ["message"] = Message,
        ["file"] = File,
        ["line"] = Line,
        ["column"] = Column,
        ["hint"] = Hint,
    };
}

/// <summary>Why a command ended without success.</summary>
/// <param name="Exit">See <see cref="ExitCode"/>.</param>
/// <param name="Code">The kind of failure in a word.</param>
/// <param name="Text">For a reader.</param>
/// <param name="Errors">For a program; at least one.</param>
sealed record Failure(int Exit, string Code, string Text, IReadOnlyList<ReportedError> Errors)
{
    /// <summary>The failure that an exception stands for; one that nobody foresaw is a bug of ours.</summary>
    public static Failure From(Exception exception) => exception switch
    {
        ConfigException e => new(ExitCode.Usage, "config", e.Message, [.. e.Errors.Select(Of)]),
        CellException e => new(ExitCode.Usage, "cell", Shown(e).Message, [.. e.Errors.Take(CellException.Most).Select(m => new ReportedError(m.Message, m.Hint, m.File, m.Line, m.Column))]),
        DataException e => new(ExitCode.Data, "data", e.Message, [.. e.Errors.Select(Of)]),
        CheckpointException e => new(ExitCode.Checkpoint, "checkpoint", e.Message, [new(e.Problem, e.Hint, e.File)]),
        RunException e => Plain(ExitCode.Usage, "usage", e.Message, e.Hint),
        UsageException e => Plain(ExitCode.Usage, "usage", e.Message, e.Hint),
        DivergenceException e => Plain(ExitCode.Diverged, "diverged", e.Message, e.Divergence.Hint),
        IOException or UnauthorizedAccessException => Plain(ExitCode.Usage, "file", exception.Message, null),
        _ => Plain(ExitCode.Internal, "internal", $"{exception.GetType().Name}: {exception.Message}", "this is a bug in rnn; --verbose shows where"),
    };

    /// <summary>A signal, or that nobody reads any more, stopped training, after a checkpoint.</summary>
    /// <param name="hint">How to go on.</param>
    public static Failure FromInterruption(int exit, string hint) => exit == ExitCode.ReaderGone
        ? Plain(exit, "reader-gone", "the reader of the output is gone: stopped after a checkpoint was written", hint)
        : Plain(exit, exit == ExitCode.Interrupted ? "interrupted" : "terminated", "stopped by a signal after a checkpoint was written", hint);

    /// <summary>A command line that does not parse.</summary>
    public static Failure OfUsage(ParseResult parse)
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
        return Plain(ExitCode.Usage, "usage", message, Hint(parse, command, stranger) ?? $"`{Path(parse.CommandResult)} --help` shows what there is");
    }

    // The parser's own sentence names the command where an argument is missing, and a type of the platform where a switch has a value.
    static string InWords(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Argument: var argument, Parent: CommandResult } => $"{argument.Name} is missing",
        ArgumentResult { Parent: OptionResult { Option: { } option } } result when option.ValueType == typeof(bool) => $"{option.Name} expects no value, found {OptionValues.Show(string.Join(' ', result.Tokens.Select(t => t.Value)))}",
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

        return EditDistance.Nearest(stranger, Known(command)) is { } near ? $"did you mean '{near}'?"
            : Has("--data") && !stranger.StartsWith('-') ? $"did you mean --data {Shell.Quoted(stranger)}?"
            : null;
    }

    // --epochs 5 and --batch-size=16 are options of other programs.
    static string? Setting(ParseResult parse, string stranger)
    {
        var parts = stranger.TrimStart('-').Split('=', 2);
        var value = parts.Length == 2 ? parts[1] : parse.Tokens.Select(t => t.Value).SkipWhile(t => t != stranger).Skip(1).FirstOrDefault(t => !t.StartsWith('-'));
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

    static Failure Plain(int exit, string code, string message, string? hint) =>
        new(exit, code, Printable.Line($"error: {message}") + (hint is null ? "" : $"\n  hint: {Printable.Line(hint)}"), [new(message, hint)]);

    // The library of cells knows no terminal: what it quotes stays on its line here; a hint may be statements, one a line.
    static CellException Shown(CellException e) => new([.. e.Errors.Select(m => m with { File = Printable.Line(m.File), Message = Printable.Line(m.Message), Hint = m.Hint is null ? null : Printable.Lines(m.Hint) })]);

    static ReportedError Of(ConfigError e) => new(e.Message, e.Hint, e.File, e.Line, e.Column);

    static ReportedError Of(DataError e) => new(e.Message, e.Hint, e.File, e.Line > 0 ? e.Line : null, e.Column > 0 ? e.Column : null);

    static string Path(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : "rnn";
}
