using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Training.Distributed;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Cli.Terminal;

/// <summary>
/// The environment of one command line. Results go to standard output, everything else to standard error. Text from a user's files
/// is escaped, so that a terminal shows it and does not obey it. Time, input and signals are parameters, so that tests run in-process.
/// </summary>
/// <param name="input">Standard input.</param>
/// <param name="output">Standard output: results, and nothing else.</param>
/// <param name="error">Standard error: warnings and progress.</param>
/// <param name="time">The clock.</param>
/// <param name="interruption">The signals.</param>
sealed class Session(Stream input, TextWriter output, TextWriter error, TimeProvider time, Interruption interruption)
{
    static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly Option<bool> _json = new("--json") { Description = "print exactly one JSON document on standard output", Recursive = true };
    readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "no progress and no notes on standard error", Recursive = true };
    readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "more on standard error", Recursive = true };

    Screen? _screen;
    bool _isMuted;

    TextWriter Output => _isMuted ? TextWriter.Null : output;

    TextWriter Error => _isMuted ? TextWriter.Null : error;

    /// <summary>What started this process together with others; null: it was started alone.</summary>
    public Launcher? Launcher { get; init; }

    /// <summary>Standard input, for <c>--data -</c>.</summary>
    public Stream Input { get; } = input;

    /// <summary>The path of standard input, which shows what kind of file it is; null if unknown.</summary>
    public string? InputPath { get; init; }

    /// <summary>Standard output for bytes that are not text.</summary>
    public Stream OutputBytes { get; init; } = Stream.Null;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>The signals.</summary>
    public Interruption Interruption { get; } = interruption;

    /// <summary>Whether standard error is a terminal.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>False if NO_COLOR is set.</summary>
    public bool HasColour { get; init; } = true;

    /// <summary>False if the terminal shows ASCII only.</summary>
    public bool IsUnicode { get; init; } = true;

    /// <summary>Standard error as a terminal; null if it is none.</summary>
    internal Screen? Screen => IsTerminal ? _screen ??= new Screen(Error, HasColour, IsUnicode) : null;

    /// <summary>Whether standard output is a terminal, in which case files written there are escaped too.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>The width in columns of the terminal of standard output; null if it is none, or its width is unknown.</summary>
    public int? Width { get; init; }

    /// <summary>The disk that runs are written to.</summary>
    public IDisk Disk { get; init; } = RnnTrainer.Training.Files.Disk.Here;

    /// <summary>The bytes that a command may occupy: those of <c>--memory</c>, or the memory of the machine or its container.</summary>
    public long Memory { get; set; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Makes the process keep to the bytes of <c>--memory</c>.</summary>
    public Action<long> LimitMemory { get; init; } = _ => { };

    /// <summary>Called after each optimizer step of this process with its number, from 1: for tests that stop in the middle.</summary>
    public Action<long> OnStep { get; init; } = _ => { };

    /// <summary><c>--json</c>.</summary>
    public bool Json { get; private set; }

    /// <summary><c>--quiet</c>.</summary>
    public bool Quiet { get; private set; }

    /// <summary><c>--verbose</c>.</summary>
    public bool Verbose { get; private set; }

    internal InvocationConfiguration Invocation => new()
    {
        Output = Output,
        Error = Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    /// <summary>The session of this process.</summary>
    public static Session FromConsole(Interruption interruption)
    {
        // A launcher gives each process a pseudo-terminal, whose reader is a pipe.
        var launcher = Launcher.Of(Environment.GetEnvironmentVariable);
        var session = new Session(
            Console.OpenStandardInput(), StandardStream.Writer(1, interruption), StandardStream.Writer(2, interruption),
            TimeProvider.System, interruption)
        {
            OutputBytes = StandardStream.Of(1, interruption),
            LimitMemory = LimitOfProcess,
            InputPath = OperatingSystem.IsWindows() ? null : "/dev/stdin",
            Launcher = launcher,
            IsTerminal = launcher is null && !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
            IsOutputTerminal = launcher is null && !Console.IsOutputRedirected,
            HasColour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Width = launcher is not null || Console.IsOutputRedirected || Console.WindowWidth < 40 ? null : Console.WindowWidth,
            IsUnicode = OperatingSystem.IsWindows() || Locale() is not { } locale
            || locale.Contains("UTF", StringComparison.OrdinalIgnoreCase),
        };
        if (launcher is { Rank: > 0 })
        {
            session.Mute();
        }

        return session;
    }

    /// <summary>Prints nothing from now on, as one of several processes does of which another prints.</summary>
    public void Mute() => _isMuted = true;

    /// <summary>Writes a line to standard error in any case.</summary>
    public void Report(string line) => Try(() => error.Write(Printable.Lines(line) + "\n"));

    // The collector then collects before it takes more, and what asks how much memory there is sees the limit.
    static void LimitOfProcess(long bytes)
    {
        AppContext.SetData("GCHeapHardLimit", (ulong)bytes);
        GC.RefreshMemoryLimit();
    }

    /// <summary>Reads all of standard input.</summary>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="DataException">It is a device, which may be endless, or larger than the memory.</exception>
    internal byte[] ReadInput(string name) => DataBytes.ReadToEnd(OpenInput(name), name, new DataOptions());

    /// <summary>Standard input, to be read once.</summary>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="DataException">It is a device, which may be endless.</exception>
    internal Stream OpenInput(string name) => InputPath is { } path && FileStatus.Of(path).Kind is FileKind.Device or FileKind.Disk
        ? throw new DataException(Diagnostic.OfFile(name, "this is a device, not a file", "Name the file that holds the data."))
        : Input;

    /// <summary>Writes lines to standard error, unless <c>--quiet</c> is given.</summary>
    public void Log(params IReadOnlyList<string> lines)
    {
        if (!Quiet)
        {
            Warn(lines);
        }
    }

    /// <summary>Writes lines to standard error, even with <c>--quiet</c>. Control characters are escaped, see
    /// <see cref="Printable"/>.</summary>
    public void Warn(params IReadOnlyList<string> lines)
    {
        foreach (var line in lines.Select(Printable.Line))
        {
            if (Screen is { } shown)
            {
                shown.Write(line);
            }
            else
            {
                Error.Write(line + "\n");
            }
        }
    }

    /// <summary>Replaces the last drawn line of a terminal; "" removes it.</summary>
    public void Draw(string line) => Error.Write($"\r{Printable.Line(line)}\u001b[K");

    /// <summary>Prints the result of a command: text, or with <c>--json</c> a document with the name of its schema.</summary>
    public void PrintResult(string schema, Func<string> text, Func<JsonObject> document)
    {
        if (!Json)
        {
            Print(text());
            return;
        }

        var result = document();
        result.Insert(0, "schema", schema);
        Write(result);
    }

    /// <summary>Prints a result that is a file, which another program reads byte for byte; or with <c>--json</c> a document.</summary>
    public void PrintResult(string schema, Action<TextWriter> file, Func<JsonObject> document)
    {
        if (Json)
        {
            PrintResult(schema, () => "", document);
        }
        else
        {
            PrintFile(file);
        }
    }

    /// <summary>Writes lines of a result to standard output.</summary>
    internal void Print(string text)
    {
        Output.Write(Printable.Lines(text));
        Output.Flush();
    }

    /// <summary>Writes a file to standard output: byte for byte, or escaped if it is a terminal, which would obey control
    /// characters.</summary>
    internal void PrintFile(Action<TextWriter> file)
    {
        if (!IsOutputTerminal)
        {
            file(Output);
            return;
        }

        using var text = new StringWriter { NewLine = "\n" };
        file(text);
        Print(text.ToString());
    }

    internal void AddGlobalOptions(RootCommand root)
    {
        root.Options.Add(_json);
        root.Options.Add(_quiet);
        root.Options.Add(_verbose);
    }

    /// <exception cref="UsageException"><c>--quiet</c> and <c>--verbose</c> are both given.</exception>
    internal void ApplyGlobalOptions(ParseResult parse)
    {
        (Json, Quiet, Verbose) = (IsSet(parse, _json), IsSet(parse, _quiet), IsSet(parse, _verbose));
        if (Quiet && Verbose)
        {
            throw new UsageException("--quiet and --verbose exclude each other", "leave out one of them");
        }

        var memory = parse.CommandResult.Command.Options.OfType<Option<MemorySize?>>().FirstOrDefault();
        if (memory is not null && parse.GetResult(memory) is { Implicit: false, Errors: var errors } && !errors.Any()
            && parse.GetValue(memory) is { } size)
        {
            Memory = size.Bytes;
            LimitMemory(size.Bytes);
        }
    }

    /// <summary>Reports why the command failed. A broken output is ignored.</summary>
    /// <returns>The exit code.</returns>
    internal int ReportFailure(Failure failure, Exception? bug = null)
    {
        if (!Json || !Try(() => Write(Document(failure))))
        {
            Try(() => Error.Write(Printable.Lines(failure.Text) + "\n"));
        }

        if (Verbose && bug is not null && (failure.Exit == ExitCode.Internal || bug is OutOfMemoryException))
        {
            Try(() => Error.Write(Printable.Lines($"{bug}") + "\n"));
        }

        return failure.Exit;
    }

    static JsonObject Document(Failure failure)
    {
        var document = new JsonObject { ["error"] = failure.ToJson().First() };
        if (failure.Errors.Count > 1)
        {
            document["errors"] = new JsonArray([.. failure.ToJson()]);
        }

        return document;
    }

    static bool Try(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    static string? Locale() =>
        new[] { "LC_ALL", "LC_CTYPE", "LANG" }.Select(Environment.GetEnvironmentVariable).FirstOrDefault(v => !string.IsNullOrEmpty(v));

    // A flag with an invalid value is an error of the command line, which is reported in the format that the other flags ask for.
    static bool IsSet(ParseResult parse, Option<bool> option) =>
        parse.GetResult(option) is { Errors: var errors } && !errors.Any() && parse.GetValue(option);

    void Write(JsonObject document) => Output.Write(Printable.Json(document.ToJsonString(Indented)) + "\n");
}
