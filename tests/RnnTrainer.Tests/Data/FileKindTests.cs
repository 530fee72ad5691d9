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
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_kind_is_known_without_opening_it()
    {
        var file = folder.Write("a.csv", "x\n");
        (string Path, FileKind Kind)[] kinds =
        [
            (file, FileKind.Regular), (folder.Path, FileKind.Folder), (folder.File("none"), FileKind.Missing), (folder.File("a.csv/none"), FileKind.Missing),
            (folder.Zero("zero"), FileKind.Device), ("/dev/null", FileKind.Null), (folder.Pipe("pipe"), FileKind.Pipe), (folder.Socket("socket"), FileKind.Socket),
            (folder.Link("loop", folder.File("loop")), FileKind.Missing), (folder.Link("dangling", "none"), FileKind.Missing), ("a\0b", FileKind.Missing), ("", FileKind.Missing),
        ];
        Assert.All(kinds, k => Assert.Equal(k.Kind, FileStatus.Of(k.Path).Kind));
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("gradcheck")]
    [InlineData("report")]
    [InlineData("eval")]
    public void A_device_is_no_run_and_is_not_read(string command) =>
        Assert.Equal(2, RnnTrainer.Tests.Cli.Rnn.Run(command, folder.Zero("zero")).Exit);

    [Fact]
    public void One_file_is_the_same_under_every_name_and_another_is_not()
    {
        var file = FileStatus.Of(folder.Write("a.csv", "x\n"));
        Directory.CreateDirectory(folder.File("b"));
        string[] names =
        [
            folder.File("a.csv"), folder.File("./b/../a.csv"), folder.Link("link.csv", "a.csv"), folder.HardLink("hard.csv", folder.File("a.csv")),
            Path.GetRelativePath(Directory.GetCurrentDirectory(), folder.File("a.csv")), folder.Link("far", folder.File("link.csv")),
        ];
        Assert.All(names, name => Assert.True(file.IsSame(name), name));
        Assert.All([folder.Write("c.csv", "x\n"), folder.File("none"), folder.Path], name => Assert.False(file.IsSame(name), name));
        Assert.False(FileStatus.Of(folder.File("none")).IsSame(folder.File("none")));
    }

    [Theory]
    [InlineData("device")]
    [InlineData("socket")]
    [InlineData("folder")]
    public void As_data_it_is_refused_at_once_by_every_command(string kind)
    {
        var config = TinySet.Write(folder);
        Assert.Equal(0, Rnn.Run("train", config, "--out", folder.File("run"), "--quiet", "--set", "training.epochs=1").Exit);
        var data = Made(kind, "x.csv");
        folder.Write("manifest.csv", "path,label\nx.csv,u\n");
        string[][] commands =
        [
            ["init", data], ["init", folder.File("train.csv"), "--test", data], ["data", "check", data], ["data", "convert", data, folder.File("o.csv")], ["data", "convert", data, folder.File("o.csv"), "--words", "a"],
            ["data", "check", folder.File("manifest.csv")], ["init", folder.File("manifest.csv")],
            ["predict", folder.File("run"), "--data", data], ["eval", folder.File("run"), "--data", data],
            .. new[] { "train", "test", "validation" }.Select(part => (string[])["train", config, "--out", folder.File("other"), "--set", $"data.{part}={data}"]),
        ];
        Assert.All(commands, command => Refused(3, $"this is a {kind}, not a file", command));
    }

    [Fact]
    public void A_pipe_is_refused_where_data_is_read_again_and_read_where_it_is_not()
    {
        var config = TinySet.Write(folder);
        Assert.Equal(0, Rnn.Run("train", config, "--out", folder.File("run"), "--quiet", "--set", "training.epochs=1").Exit);
        var pipe = folder.Pipe("pipe.csv");
        Assert.All<string[]>(
            [["init", pipe], ["data", "check", pipe], ["data", "convert", pipe, folder.File("o.csv")], ["train", config, "--out", folder.File("other"), "--set", $"data.train={pipe}"]],
            command => Refused(3, "this is a pipe, which can be read only once", command));
        Assert.All<string[]>([["predict", folder.File("run"), "--proba"], ["eval", folder.File("run"), "--json"]], command =>
        {
            var writing = Task.Run(() => File.WriteAllText(pipe, TinySet.Csv(20, seed: 3)));
            folder.Write("plain.csv", TinySet.Csv(20, seed: 3));
            var (piped, plain) = (Rnn.Run([.. command, "--data", pipe]), Rnn.Run([.. command, "--data", folder.File("plain.csv")]));
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
            new RnnTrainer.Cli.Terminal.Session(new MemoryStream(), session, session, TimeProvider.System, new RnnTrainer.Cli.Terminal.Interruption()) { InputPath = folder.Zero("zero") }.ReadInput("standard input"));
        Assert.StartsWith("standard input: error: this is a device, not a file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_does_not_end_is_read_up_to_the_limit() =>
        Assert.Contains("but 1.0 MB may be used", Assert.Throws<DataException>(() => DataBytes.ReadToEnd(new Endless(), "standard input", new DataOptions { MemoryLimit = 1_000_000 })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("device")]
    [InlineData("socket")]
    [InlineData("folder")]
    public void As_config_cell_or_checkpoint_it_is_refused(string kind)
    {
        var config = TinySet.Write(folder);
        Refused(2, $"it is a {kind}", "train", Made(kind, "c.yaml"), "--out", folder.File("run"));
        var cell = Made(kind, "c.cell");
        Refused(2, $"it is a {kind}", "derive", cell);
        if (kind != "folder")
        {
            Refused(2, $"it is a {kind}", "train", config, "--out", folder.File("run"), "--set", $"model.cell={cell}");
        }

        Refused(6, $"it is a {kind}", "inspect", Made(kind, "c.safetensors"));
    }

    [Fact]
    public void A_pipe_is_no_checkpoint_and_nobody_waits_for_it() =>
        Assert.Contains("it is a pipe", Assert.Throws<CheckpointException>(() => Checkpoint.Read(folder.Pipe("c.safetensors"))).Message, StringComparison.Ordinal);

    static void Refused(int exit, string message, params string[] command)
    {
        var run = Rnn.Run(command);
        Assert.True(run.Exit == exit && run.Error.Contains(message, StringComparison.Ordinal), $"{string.Join(' ', command)}: {run.Exit} {run.Error}");
    }

    string Made(string kind, string name) => kind switch
    {
        "device" => folder.Zero(name),
        "socket" => folder.Socket(name),
        _ => Directory.CreateDirectory(folder.File(name)).FullName,
    };

    sealed class Endless : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => count;

        public override int Read(Span<byte> buffer) => buffer.Length;
    }
}
