using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Training;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Cli.Terminal;

/// <summary>
/// One command line's surroundings. Results go to standard output, everything else to standard error, and what stands in a user's files is shown there and never obeyed;
/// time, input and signals come from outside, so that tests run in-process.
/// </summary>
/// <param name="input">Standard input.</param>
/// <param name="output">Standard output: results, and nothing else.</param>
/// <param name="error">Standard error: remarks and progress.</param>
/// <param name="time">The clock.</param>
/// <param name="interruption">The signals.</param>
sealed class Session(Stream input, TextWriter output, TextWriter error, TimeProvider time, Interruption interruption)
{
    static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly Option<bool> json = new("--json") { Description = "print exactly one JSON document on standard output", Recursive = true };
    readonly Option<bool> quiet = new("--quiet", "-q") { Description = "no progress and no remarks on standard error", Recursive = true };
    readonly Option<bool> verbose = new("--verbose", "-v") { Description = "more on standard error", Recursive = true };

    Screen? screen;

    /// <summary>Standard input, for <c>--data -</c>.</summary>
    public Stream Input { get; } = input;

    /// <summary>Where standard input comes from, as a path that tells its kind; null: nobody knows.</summary>
    public string? InputPath { get; init; }

    /// <summary>Standard output for bytes that are no text.</summary>
    public Stream OutputBytes { get; init; } = Stream.Null;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>The signals.</summary>
    public Interruption Interruption { get; } = interruption;

    /// <summary>True if a person looks at standard error.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>False where NO_COLOR asks for none.</summary>
    public bool HasColour { get; init; } = true;

    /// <summary>False where a terminal has ASCII only.</summary>
    public bool IsUnicode { get; init; } = true;

    /// <summary>Standard error as a person sees it; null: nobody looks.</summary>
    internal Screen? Screen => IsTerminal ? screen ??= new Screen(error, HasColour, IsUnicode) : null;

    /// <summary>True if a person looks at standard output: then data that are handed on hide nothing from them either.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>Columns of the terminal that shows standard output; null: nobody looks, or nobody knows.</summary>
    public int? Width { get; init; }

    /// <summary>What runs are written with.</summary>
    public IDisk Disk { get; init; } = RnnTrainer.Training.Files.Disk.Here;

    /// <summary>Bytes that a training may occupy: what the machine or its container has.</summary>
    public long Memory { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Told after each optimiser step of this process, counted from 1: for tests that stop in the middle.</summary>
    public Action<long> OnStep { get; init; } = _ => { };

    /// <summary><c>--json</c>.</summary>
    public bool Json { get; private set; }

    /// <summary><c>--quiet</c>.</summary>
    public bool Quiet { get; private set; }

    /// <summary><c>--verbose</c>.</summary>
    public bool Verbose { get; private set; }

    internal InvocationConfiguration Invocation => new()
    {
        Output = output,
        Error = error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    /// <summary>The session of this process.</summary>
    public static Session FromConsole(Interruption interruption)
    {
        return new Session(Console.OpenStandardInput(), StandardStream.Writer(1, interruption), StandardStream.Writer(2, interruption), TimeProvider.System, interruption)
        {
            OutputBytes = StandardStream.Of(1, interruption),
            InputPath = OperatingSystem.IsWindows() ? null : "/dev/stdin",
            IsTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
            IsOutputTerminal = !Console.IsOutputRedirected,
            HasColour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Width = Console.IsOutputRedirected || Console.WindowWidth < 40 ? null : Console.WindowWidth,
            IsUnicode = OperatingSystem.IsWindows() || Locale() is not { } locale || locale.Contains("UTF", StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>All of standard input, under the name that errors give it.</summary>
    /// <exception cref="DataException">It is a device that need not end, or more than fits into memory.</exception>
    internal byte[] ReadInput(string name) => InputPath is { } path && FileStatus.Of(path).Kind is FileKind.Device or FileKind.Disk
        ? throw new DataException(Diagnostic.OfFile(name, "this is a device, not a file", "Name the file that holds the data."))
        : DataBytes.ReadToEnd(Input, name, new DataOptions());

    /// <summary>Lines for a reader who has not asked for quiet.</summary>
    public void Log(params IReadOnlyList<string> lines)
    {
        if (!Quiet)
        {
            Warn(lines);
        }
    }

    /// <summary>Lines that are to be read even by who has asked for quiet. Whatever stands in one stays in it and is shown, see <see cref="Printable"/>.</summary>
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
                error.Write(line + "\n");
            }
        }
    }

    /// <summary>On a terminal: a line in the place of the last one that was drawn; "" removes it.</summary>
    public void Draw(string line) => error.Write($"\r{Printable.Line(line)}\u001b[K");

    /// <summary>The result: as text, or with <c>--json</c> as a document that names its schema.</summary>
    public void PrintResult(string schema, Func<string> text, Func<JsonObject> document)
    {
        if (!Json)
        {
            Print(text());
            return;
        }

        var answer = document();
        answer.Insert(0, "schema", schema);
        Write(answer);
    }

    /// <summary>A result that is a file: data, which another program reads as they are; or with <c>--json</c> a document.</summary>
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

    /// <summary>Lines of a result.</summary>
    internal void Print(string text)
    {
        output.Write(Printable.Lines(text));
        output.Flush();
    }

    /// <summary>A file on standard output: byte for byte, but for a terminal, which would obey what is in it.</summary>
    internal void PrintFile(Action<TextWriter> file)
    {
        if (!IsOutputTerminal)
        {
            file(output);
            return;
        }

        using var text = new StringWriter { NewLine = "\n" };
        file(text);
        Print(text.ToString());
    }

    internal void AddGlobalOptions(RootCommand root)
    {
        root.Options.Add(json);
        root.Options.Add(quiet);
        root.Options.Add(verbose);
    }

    /// <exception cref="UsageException">Options that apply to every command exclude one another.</exception>
    internal void ApplyGlobalOptions(ParseResult parse)
    {
        (Json, Quiet, Verbose) = (IsSet(parse, json), IsSet(parse, quiet), IsSet(parse, verbose));
        if (Quiet && Verbose)
        {
            throw new UsageException("--quiet asks for less and --verbose for more", "leave out one of them");
        }
    }

    /// <summary>Tells why the command failed, and returns its exit code, also where nobody can be told.</summary>
    internal int ReportFailure(Failure failure, Exception? bug = null)
    {
        if (!Json || !Try(() => Write(Document(failure))))
        {
            Try(() => error.Write(Printable.Lines(failure.Text) + "\n"));
        }

        if (Verbose && bug is not null && failure.Exit == ExitCode.Internal)
        {
            Try(() => error.Write(Printable.Lines($"{bug}") + "\n"));
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

    static string? Locale() => new[] { "LC_ALL", "LC_CTYPE", "LANG" }.Select(Environment.GetEnvironmentVariable).FirstOrDefault(v => !string.IsNullOrEmpty(v));

    // A switch with a value that is none is an error of the command line, which is reported all the same.
    static bool IsSet(ParseResult parse, Option<bool> option) => parse.GetResult(option) is { Errors: var errors } && !errors.Any() && parse.GetValue(option);

    void Write(JsonObject document) => output.Write(Printable.Json(document.ToJsonString(Indented)) + "\n");
}
