using System.CommandLine;
using System.CommandLine.Help;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;

namespace RnnTrainer.Tests.Cli;

/// <summary>Values that nobody should write, for every option and every argument of every command. Relative paths are written into a folder
/// that becomes the working directory.</summary>
[Collection(nameof(WorkingDirectory))]
public sealed class HostileOptionsTests : IClassFixture<HostileOptionsTests.Files>, IDisposable
{
    static readonly string[] Values =
    [
        "", " ", "abc", "95%", "inf", "NaN", "-1", "0", "1e400", "2147483647", "99999999999999999999", ",", "a,,b", "=", "k=", "new\nline",
            "\u001b[31m", "--json", "--no-such", "folder", "missing.csv",
        "empty.csv", "@train.csv", "[suggest:-1]", new string('x', 5000),
    ];

    /// <summary>Words of the platform, which mean nothing to a user.</summary>
    static readonly string[] Jargon = ["System.", "`1", "Exception"];

    readonly string _before = Directory.GetCurrentDirectory();

    public HostileOptionsTests(Files files) => Directory.SetCurrentDirectory(files.Path);

    /// <summary>A line of each command that works.</summary>
    static readonly Dictionary<string, string> Lines = new()
    {
        ["init"] = "train.csv --out OUT --force",
        ["train"] = "tiny.yaml --out OUT",
        ["verify-resume"] = "tiny.yaml --steps 3",
        ["eval"] = "run",
        ["predict"] = "run --data test.csv",
        ["explain"] = "run --data test.csv --limit 2",
        ["sample"] = "writer --length 5",
        ["gradcheck"] = "ugrnn --sample 1",
        ["bench"] = "ugrnn --lengths 2 --batch 1 --hidden 2 --runs 3 --seconds 0 --threads 1",
        ["derive"] = "relu-unit",
        ["trace"] = "rnn --html OUT --force",
        ["draw"] = "rnn --out OUT --force",
        ["cells"] = "ugrnn",
        ["compare"] = "tiny.yaml --cells gru --seeds 1 --out OUT",
        ["sweep"] = "tiny.yaml --grid model.hidden=2 --out OUT",
        ["tune"] = "tiny.yaml --trials 1 --time 5s --out OUT",
        ["backtest"] = "series.yaml --windows 1 --out OUT",
        ["ensemble"] = "run run --out OUT",
        ["data check"] = "train.csv",
        ["data make"] = "adding --count 2",
        ["data convert"] = "train.csv OUT --force",
        ["inspect"] = "run",
        ["runs list"] = ".",
        ["runs show"] = "run",
        ["runs diff"] = "run run",
        ["runs best"] = ".",
        ["report"] = "run --out OUT",
        ["export"] = "run --format csharp --out OUT",
        ["import"] = "torch.safetensors --cell lstm --inputs a,b --target label --classes down,up --out OUT.safetensors",
        ["config show"] = "tiny.yaml",
        ["config validate"] = "tiny.yaml",
        ["config schema"] = "",
        ["config keys"] = "model",
        ["doctor"] = "",
        ["completion"] = "bash",
    };

    public static TheoryData<string> Commands => [.. Leaves().Select(c => c.Path)];

    public void Dispose() => Directory.SetCurrentDirectory(_before);

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_value_of_an_option_is_taken_or_refused_by_its_name(string path)
    {
        var command = Leaves().Single(c => c.Path == path).Command;
        var plain = Run(path, Line(path));
        Assert.True(plain.Exit == 0, plain.Error);
        // An option that may stand alone does so before another, and with an empty value.
        var options = command.Options.Where(o => o is not (HelpOption or VersionOption));
        var forms = from option in options
                    from value in Values.Where(
                        v => option.ValueType == typeof(bool) || option.Arity.MinimumNumberOfValues > 0 || v is not ("" or "--json"))
                    from words in option.ValueType == typeof(bool) ? new[] { new[] { $"{option.Name}={value}" } }
                        : [[option.Name, value], [$"{option.Name}={value}"]]
                    select (option, value, words);
        AssertNone(forms.Select(f => Problem(Run(path, [.. Without(Line(path), f.option), .. f.words]), f.option.Name, f.value)));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void An_argument_is_taken_or_refused_by_its_value(string path)
    {
        var (line, command) = (Line(path), Leaves().Single(c => c.Path == path).Command);
        // An option in place of an argument that may be left out leaves it out.
        var forms = from n in Enumerable.Range(0, command.Arguments.Count)
                    from value in Values.Where(v => command.Arguments[n].Arity.MinimumNumberOfValues > 0 || v != "--json")
                    select Problem(Run(path, [.. line[..n], value, .. line.Skip(n + 1)]), command.Arguments[n].Name, value);
        AssertNone(forms);
    }

    [Theory]
    [InlineData("[suggest:-1]")]
    [InlineData("[suggest:abc]")]
    [InlineData("[suggest:99999999999999999999]")]
    [InlineData("[diagram]")]
    [InlineData("[env:A=B]")]
    [InlineData("[]")]
    public void A_directive_that_makes_no_sense_is_refused(string directive)
    {
        var run = Rnn.Run(directive, "train tiny.yaml");
        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains($"'{directive}'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[suggest:5]", "train")]
    [InlineData("[suggest]", "train ")]
    [InlineData("[suggest:99]", "train ")]
    public void Completion_is_answered_at_any_place(string directive, string line) => Assert.Equal(0, Rnn.Run(directive, line).Exit);

    [Fact]
    public void A_file_may_begin_with_the_sign_of_a_response_file()
    {
        File.Copy("train.csv", "@train.csv", overwrite: true);
        Assert.Equal(0, Rnn.Run("data", "check", "@train.csv").Exit);
        File.Delete("@train.csv");
    }

    static void AssertNone(IEnumerable<string?> problems)
    {
        var found = string.Join('\n', problems.OfType<string>());
        Assert.True(found.Length == 0, found);
    }

    /// <summary>What is wrong with the end of a command line; null: nothing.</summary>
    static string? Problem(Rnn run, string name, string value)
    {
        var (message, found) = (run.Error + run.Output, Printable.Line(value.Trim()[..Math.Min(value.Trim().Length, 20)]));
        var problem = run.Exit is not (ExitCode.Success or ExitCode.Usage or ExitCode.Data or ExitCode.Check or ExitCode.Checkpoint)
            ? $"exit {run.Exit}"
            : run.Exit is ExitCode.Success or ExitCode.Check ? null
            : !message.Contains(name, StringComparison.Ordinal)
                && !message.Contains(found.Length == 0 ? $"'{value}'" : found, StringComparison.Ordinal)
                ? "neither the name nor the value is told"
            : Jargon.FirstOrDefault(word => message.Contains(word, StringComparison.Ordinal));
        return problem is null ? null : $"{name} '{found}': {problem}: {message[..Math.Min(message.Length, 400)]}";
    }

    static string[] Line(string path) =>
        [.. Lines[path].Replace("OUT", $"out-{Guid.NewGuid():N}", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    static string[] Without(string[] line, Option option)
    {
        var at = Array.IndexOf(line, option.Name);
        return at < 0 ? line : [.. line[..at], .. line.Skip(at + (option.ValueType == typeof(bool) ? 1 : 2))];
    }

    static Rnn Run(string path, string[] line) => Rnn.Run([.. path.Split(' '), .. line]);

    static IEnumerable<(string Path, Command Command)> Leaves() =>
        All(RnnTrainer.Cli.Program.Root(
            new Session(Stream.Null, TextWriter.Null, TextWriter.Null, TimeProvider.System, new Interruption())), "")
            .Where(c => c.Command.Subcommands.Count == 0);

    static IEnumerable<(string Path, Command Command)> All(Command command, string path) =>
        command.Subcommands.SelectMany(c => All(c, $"{path} {c.Name}".Trim())).Prepend((path, command));

    /// <summary>Data, a run of a classifier, one of a language model, and weights of another program.</summary>
    public sealed class Files : IDisposable
    {
        readonly TemporaryFolder _folder = new();

        public Files()
        {
            _folder.Write("train.csv", TinySet.Csv(12, seed: 1));
            _folder.Write("test.csv", TinySet.Csv(6, seed: 2));
            _folder.Write("empty.csv", "");
            _folder.Write("words.txt", string.Concat(Enumerable.Repeat("to be or not to be\n", 5)));
            _folder.Write("tiny.yaml", """
                task: classify
                data: {train: train.csv, validation: test.csv, test: test.csv, target: label, inputs: [a, b]}
                model: {cell: lstm, hidden: 2}
                training: {epochs: 1, batch: 4, threads: 1}

                """);
            _folder.Write("series.csv", "step,x\n" + string.Concat(Enumerable.Range(0, 30).Select(n => $"{n},{n % 5}\n")));
            _folder.Write("series.yaml", """
                task: forecast
                data: {train: series.csv, layout: series, window: 3, horizon: 2}
                model: {hidden: 2}
                training: {epochs: 1, batch: 4, threads: 1}

                """);
            _folder.Write("writer.yaml", """
                task: language
                data: {train: words.txt}
                model: {hidden: 2, embedding: 2}
                training: {epochs: 1, batch: 2, threads: 1}

                """);
            Directory.CreateDirectory(_folder.File("folder"));
            Require("train", _folder.File("tiny.yaml"), "--out", _folder.File("run"));
            Require("train", _folder.File("tiny.yaml"), "--out", _folder.File("runs/one"));
            Require("train", _folder.File("writer.yaml"), "--out", _folder.File("writer"));
            Require("export", _folder.File("run"), "--format", "torch", "--out", _folder.File("torch.safetensors"));
        }

        public string Path => _folder.Path;

        public void Dispose() => _folder.Dispose();

        static void Require(params string[] line)
        {
            var run = Rnn.Run(line);
            Assert.True(run.Exit == 0, run.Error);
        }
    }
}

/// <summary>Tests that set the working directory: one after the other, and with no other at the same time.</summary>
[CollectionDefinition(nameof(WorkingDirectory), DisableParallelization = true)]
public sealed class WorkingDirectory;
