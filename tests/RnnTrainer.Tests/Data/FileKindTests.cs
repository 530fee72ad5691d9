using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Tests.Data;

/// <summary>What is no file is refused by its kind: a device need not end, and a FIFO waits for somebody who writes.</summary>
public sealed class FileKindTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_kind_is_known_without_opening_it()
    {
        var file = _folder.Write("a.csv", "x\n");
        (string Path, FileKind Kind)[] kinds =
        [
            (file, FileKind.Regular), (_folder.Path, FileKind.Folder), (_folder.File("none"), FileKind.Missing),
                (_folder.File("a.csv/none"), FileKind.Missing),
            (_folder.Zero("zero"), FileKind.Device), ("/dev/null", FileKind.Null), (_folder.Pipe("pipe"), FileKind.Pipe),
            (_folder.Socket("socket"), FileKind.Socket),
            (_folder.Link("loop", _folder.File("loop")), FileKind.Missing), (_folder.Link("dangling", "none"), FileKind.Missing),
            ("a\0b", FileKind.Missing), ("", FileKind.Missing),
        ];
        Assert.All(kinds, k => Assert.Equal(k.Kind, FileStatus.Of(k.Path).Kind));
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("gradcheck")]
    [InlineData("report")]
    [InlineData("eval")]
    public void A_device_is_no_run_and_is_not_read(string command) =>
        Assert.Equal(2, RnnTrainer.Tests.Cli.Rnn.Run(command, _folder.Zero("zero")).Exit);

    [Fact]
    public void One_file_is_the_same_under_every_name_and_another_is_not()
    {
        var file = FileStatus.Of(_folder.Write("a.csv", "x\n"));
        Directory.CreateDirectory(_folder.File("b"));
        string[] names =
        [
            _folder.File("a.csv"), _folder.File("./b/../a.csv"), _folder.Link("link.csv", "a.csv"),
                _folder.HardLink("hard.csv", _folder.File("a.csv")),
            Path.GetRelativePath(Directory.GetCurrentDirectory(), _folder.File("a.csv")), _folder.Link("far", _folder.File("link.csv")),
        ];
        Assert.All(names, name => Assert.True(file.IsSame(name), name));
        Assert.All([_folder.Write("c.csv", "x\n"), _folder.File("none"), _folder.Path], name => Assert.False(file.IsSame(name), name));
        Assert.False(FileStatus.Of(_folder.File("none")).IsSame(_folder.File("none")));
    }

    [Theory]
    [InlineData("device")]
    [InlineData("socket")]
    [InlineData("folder")]
    public void As_data_it_is_refused_at_once_by_every_command(string kind)
    {
        var config = TinySet.Write(_folder);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet", "--set", "training.epochs=1").Exit);
        var data = Made(kind, "x.csv");
        _folder.Write("manifest.csv", "path,label\nx.csv,u\n");
        string[][] commands =
        [
            ["init", data], ["init", _folder.File("train.csv"), "--test", data], ["data", "check", data],
                ["data", "convert", data, _folder.File("o.csv")], ["data", "convert", data, _folder.File("o.csv"), "--words", "a"],
            ["data", "check", _folder.File("manifest.csv")], ["init", _folder.File("manifest.csv")],
            ["predict", _folder.File("run"), "--data", data], ["eval", _folder.File("run"), "--data", data],
            .. new[] { "train", "test", "validation" }
                .Select(part => (string[])["train", config, "--out", _folder.File("other"), "--set", $"data.{part}={data}"]),
        ];
        Assert.All(commands, command => Refused(3, $"this is a {kind}, not a file", command));
    }

    [Fact]
    public void A_pipe_is_refused_where_data_is_read_again_and_read_where_it_is_not()
    {
        var config = TinySet.Write(_folder);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet", "--set", "training.epochs=1").Exit);
        var pipe = _folder.Pipe("pipe.csv");
        Assert.All<string[]>(
            [["init", pipe], ["data", "check", pipe], ["data", "convert", pipe, _folder.File("o.csv")],
            ["train", config, "--out", _folder.File("other"), "--set", $"data.train={pipe}"]],
            command => Refused(3, "this is a pipe, which can be read only once", command));
        Assert.All<string[]>([["predict", _folder.File("run"), "--proba"], ["eval", _folder.File("run"), "--json"]], command =>
        {
            var writing = Task.Run(() => File.WriteAllText(pipe, TinySet.Csv(20, seed: 3)));
            _folder.Write("plain.csv", TinySet.Csv(20, seed: 3));
            var (piped, plain) = (Rnn.Run([.. command, "--data", pipe]), Rnn.Run([.. command, "--data", _folder.File("plain.csv")]));
            Assert.True(writing.Wait(TimeSpan.FromMinutes(1)));
            Assert.Equal((plain.Exit, plain.Output.Replace("plain.csv", "pipe.csv", StringComparison.Ordinal)), (piped.Exit, piped.Output));
        });
    }

    [Fact]
    public void The_null_device_is_an_empty_file() => Refused(3, "the file is empty", "init", "/dev/null");

    [Fact]
    public void Standard_input_that_is_a_device_is_refused()
    {
        using var session = new StringWriter();
        var refused = Assert.Throws<DataException>(() =>
            new RnnTrainer.Cli.Terminal.Session(
                new MemoryStream(), session, session, TimeProvider.System,
                new RnnTrainer.Cli.Terminal.Interruption())
            { InputPath = _folder.Zero("zero") }.ReadInput("standard input"));
        Assert.StartsWith("standard input: error: this is a device, not a file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_does_not_end_is_read_up_to_the_limit() =>
        Assert.Contains(
            "but 1.0 MB may be used",
            Assert.Throws<DataException>(
                () => DataBytes.ReadToEnd(new Endless(), "standard input", new DataOptions { MemoryLimit = 1_000_000 })).Message,
                StringComparison.Ordinal);

    [Theory]
    [InlineData("device")]
    [InlineData("socket")]
    [InlineData("folder")]
    public void As_config_cell_or_checkpoint_it_is_refused(string kind)
    {
        var config = TinySet.Write(_folder);
        Refused(2, $"it is a {kind}", "train", Made(kind, "c.yaml"), "--out", _folder.File("run"));
        var cell = Made(kind, "c.cell");
        Refused(2, $"it is a {kind}", "derive", cell);
        if (kind != "folder")
        {
            Refused(2, $"it is a {kind}", "train", config, "--out", _folder.File("run"), "--set", $"model.cell={cell}");
        }

        Refused(6, $"it is a {kind}", "inspect", Made(kind, "c.safetensors"));
    }

    [Fact]
    public void A_pipe_is_no_checkpoint_and_nobody_waits_for_it() =>
        Assert.Contains(
            "it is a pipe", Assert.Throws<CheckpointException>(() => Checkpoint.Read(_folder.Pipe("c.safetensors"))).Message,
            StringComparison.Ordinal);

    static void Refused(int exit, string message, params string[] command)
    {
        var run = Rnn.Run(command);
        Assert.True(
            run.Exit == exit
            && run.Error.Contains(message, StringComparison.Ordinal), $"{string.Join(' ', command)}: {run.Exit} {run.Error}");
    }

    string Made(string kind, string name) => kind switch
    {
        "device" => _folder.Zero(name),
        "socket" => _folder.Socket(name),
        _ => Directory.CreateDirectory(_folder.File(name)).FullName,
    };

    sealed class Endless : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => count;

        public override int Read(Span<byte> buffer) => buffer.Length;
    }
}
