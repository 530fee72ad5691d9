using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using RnnTrainer.Cli.Help;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;

namespace RnnTrainer.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Commands => [.. All(Root(), "").Select(c => c.Path)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_shows_its_help(string path)
    {
        var run = Rnn.Run([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("config")]
    [InlineData("data")]
    public void A_line_without_a_command_prints_the_help_and_exits_2(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var run = Rnn.Run(words);

        Assert.Equal((2, Rnn.Run([.. words, "--help"]).Output, ""), (run.Exit, run.Output, run.Error));
    }

    [Theory]
    [InlineData("--help", "  gradcheck [CONFIG|CELL|RUN] ")]
    [InlineData("--help", "  train [CONFIG] ")]
    [InlineData("--help", "  compare <CONFIG> ")]
    [InlineData("--help", "  completion <SHELL> ")]
    [InlineData("config --help", "  keys [PREFIX] ")]
    [InlineData("gradcheck --help", "rnn gradcheck [CONFIG|CELL|RUN] [options]")]
    [InlineData("gradcheck --help", "\n  [CONFIG|CELL|RUN]  ")]
    [InlineData("train --help", "  --resume [RUN] ")]
    [InlineData("train --help", "-o, --out <DIR> ")]
    public void In_help_what_may_be_left_out_is_in_brackets(string line, string expected) =>
        Assert.Contains(expected, Rnn.Run(line.Split(' ')).Output, StringComparison.Ordinal);

    [Fact]
    public void Every_command_is_described_by_sentences_and_every_argument_and_option_by_a_part_of_one() =>
        Assert.All(All(Root(), ""), c =>
        {
            Assert.Matches(@"^[A-Z].*\.$", c.Command.Description);
            Assert.All(c.Command.Options, o => Assert.Matches("^[^ ].*[^.]$", o.Description));
            Assert.All(c.Command.Arguments, a => Assert.Matches("^[^ ].*[^.]$", a.Description));
        });

    [Fact]
    public void Every_option_that_takes_a_value_is_required_or_repeatable_or_says_its_default() =>
        Assert.All(
            Options().Where(o => o.Option.ValueType != typeof(bool) && o.Option is not (HelpOption or VersionOption)), o => Assert.True(
            o.Option.Required || o.Option.HasDefaultValue || o.Option.Description!.Contains("default: ", StringComparison.Ordinal)
            || (o.Option.Arity.MaximumNumberOfValues > 1 && o.Option.Description.Contains("repeatable", StringComparison.Ordinal)),
            $"{o.Path} {o.Option.Name}"));

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_default_of_an_option_stands_in_the_help(string path)
    {
        var help = Help(path);
        Assert.All(
            Options().Where(o => o.Path == path && o.Option.HasDefaultValue && o.Option.GetDefaultValue() is not (null or "" or false)),
            o => Assert.Contains(
                string.Create(CultureInfo.InvariantCulture, $"[default: {o.Option.GetDefaultValue()}]"), Folded(help),
                StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_begins_with_what_a_command_does_and_examples_that_can_be_typed(string path)
    {
        var help = Help(path);
        var examples = path.Length == 0 ? RootHelp.FirstSteps : Assert.IsType<DocumentedCommand>(Find(path)).Examples;

        Assert.NotEmpty(examples);
        Assert.StartsWith("Description:\n", help, StringComparison.Ordinal);
        Assert.Contains($"\nExamples:\n{string.Concat(examples.Select(e => $"  {e}\n"))}\nUsage:\n  rnn", help, StringComparison.Ordinal);
        Assert.All(examples, e =>
        {
            Assert.StartsWith($"rnn {path}".Trim(), e, StringComparison.Ordinal);
            Assert.Empty(Root().Parse(e[4..].Split(" > ")[0].Split(" < ")[0]).Errors);
        });
    }

    [Fact]
    public void An_example_that_cannot_be_typed_would_be_seen() => Assert.NotEmpty(Root().Parse("train my.yaml --epochs 3").Errors);

    [Fact]
    public void Every_option_is_named_in_lower_case_with_dashes() =>
        Assert.All(Options(), o => Assert.Matches("^--[a-z]+[0-9]*(-[a-z]+)*$", o.Option.Name));

    [Fact]
    public void The_root_help_lists_the_exit_codes() =>
        Assert.All(ExitCode.All, c => Assert.Contains($"{c.Code,-3}  {c.Meaning}", Rnn.Run("--help").Output, StringComparison.Ordinal));

    [Theory]
    [InlineData("trian", "error: unknown command 'trian'\n  hint: did you mean 'train'?\n")]
    [InlineData("train", "error: CONFIG is missing\n  hint: `rnn train --help` shows what there is\n")]
    [InlineData("train --outt x", "error: unknown option '--outt'\n  hint: did you mean '--out'?\n")]
    [InlineData("train c.yaml extra", "error: unexpected argument 'extra'\n  hint: `rnn train --help` shows what there is\n")]
    [InlineData(
        "train c.yaml --epochs 5", "error: unknown option '--epochs'\n  hint: keys of the config are set so: --set training.epochs=5\n")]
    [InlineData(
        "train c.yaml --batch-size=16",
        "error: unknown option '--batch-size=16'\n  hint: keys of the config are set so: --set training.batch=16\n")]
    [InlineData("predict RUN my.csv", "error: unexpected argument 'my.csv'\n  hint: did you mean --data my.csv?\n")]
    [InlineData(
        "train data/my.csv",
        "error: 'data/my.csv' is a data file, and a config is expected\n  hint: `rnn init data/my.csv --out my.yaml` writes one for it\n")]
    [InlineData(
        "train c.yaml --threads -1",
        "error: --threads expects a whole number from 0 to 4096, found '-1'\n  hint: `rnn train --help` shows what there is\n")]
    [InlineData(
        "eval RUN --confidence 95%",
        "error: --confidence expects a number between 0 and 1, found '95%'\n  hint: `rnn eval --help` shows what there is\n")]
    [InlineData(
        "compare c.yaml --cells ,", "error: --cells expects ugrnn,gru,…, found ','\n  hint: `rnn compare --help` shows what there is\n")]
    [InlineData(
        "train c.yaml --out=", "error: Required argument missing for option: '--out'.\n  hint: `rnn train --help` shows what there is\n")]
    [InlineData(
        "cells --hidden 2147483647",
        "error: --hidden expects a whole number from 1 to 65536, found '2147483647'\n  hint: `rnn cells --help` shows what there is\n")]
    [InlineData("train c.yaml --dry-run=abc", "error: unexpected argument 'abc'\n  hint: `rnn train --help` shows what there is\n")]
    [InlineData(
        "train c.yaml --out --dry-run", "error: --out expects DIR, found '--dry-run'\n  hint: `rnn train --help` shows what there is\n")]
    [InlineData(
        "compare c.yaml --cells gru --match all",
        "error: --match expects one of parameters, hidden, found 'all'\n  hint: `rnn compare --help` shows what there is\n")]
    [InlineData(
        "train c.yaml --set epochs", "error: --set expects key=value, found 'epochs'.\n  hint: `rnn train --help` shows what there is\n")]
    [InlineData(
        "eval no-such-run",
        "error: there is no run 'no-such-run'\n  hint: a run is a folder that `rnn train` made; runs/latest is the newest\n")]
    public void A_wrong_command_line_exits_2_with_a_short_message(string line, string message)
    {
        var run = Rnn.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((2, "", message), (run.Exit, run.Output, run.Error));
    }

    [Fact]
    public void A_config_error_exits_2_and_reads_as_compilers_write_them()
    {
        var path = _folder.Write("c.yaml", "task: classify\ndata: {train: x.csv, target: y}\ntraining:\n  epoch: 3\n");
        var run = Rnn.Run("config", "validate", path);
        Assert.Equal(
            (2, "", $"{path}:4:3: error: unknown key 'epoch'\n  hint: did you mean 'epochs'?\n"), (run.Exit, run.Output, run.Error));
    }

    [Fact]
    public void With_json_an_error_is_one_document_on_standard_output()
    {
        var path = _folder.Write("c.yaml", "task: classify\ndata: {train: x.csv, target: y}\ntraining:\n  epoch: 3\n");
        var run = Rnn.Run("config", "validate", path, "--json");
        Assert.Equal((2, ""), (run.Exit, run.Error));
        var error = run.Json["error"]!;
        Assert.Equal(["code", "message", "file", "line", "column", "hint"], error.AsObject().Select(p => p.Key));
        Assert.Equal(("config", path, 4, 3), ((string)error["code"]!, (string)error["file"]!, (int)error["line"]!, (int)error["column"]!));
    }

    [Fact]
    public void An_unreadable_checkpoint_exits_6()
    {
        var run = Rnn.Run("inspect", _folder.Write("bad.safetensors", "this is no checkpoint"));
        Assert.Equal(6, run.Exit);
        Assert.StartsWith($"{_folder.File("bad.safetensors")}: error: not a usable safetensors file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_config_show_prints_is_a_config()
    {
        var path = _folder.Write("c.yaml", "task: regress\ndata: {train: x.csv, target: [y, z]}\n");
        var shown = Rnn.Run("config", "show", path, "--set", "training.seed=7");
        Assert.Contains("  seed: 7  # --set training.seed=7\n", shown.Output, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("config", "validate", _folder.Write("d.yaml", shown.Output)).Exit);
    }

    [Fact]
    public void The_doctor_describes_this_machine() =>
        Assert.Equal(Environment.ProcessorCount, (int)Rnn.Run("doctor", "--json").Json["machine"]!["cores"]!);

    static string Help(string path) => Rnn.Run([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Output;

    /// <summary>On one line.</summary>
    static string Folded(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    static IEnumerable<(string Path, Option Option)> Options() =>
        All(Root(), "").SelectMany(c => c.Command.Options.Select(o => (c.Path, o)));

    static Command Find(string path) =>
        path.Split(' ').Aggregate((Command)Root(), (command, name) => command.Subcommands.Single(c => c.Name == name));

    static RootCommand Root() =>
        RnnTrainer.Cli.Program.Root(new Session(Stream.Null, TextWriter.Null, TextWriter.Null, TimeProvider.System, new Interruption()));

    static IEnumerable<(string Path, Command Command)> All(Command command, string path) =>
        command.Subcommands.SelectMany(c => All(c, $"{path} {c.Name}".Trim())).Prepend((path, command));
}
