using System.Diagnostics;
using System.Text;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Tests.Training.Durability;

namespace RnnTrainer.Tests.Cli;

/// <summary>One rule for whatever a command writes: never over an input, over another file only with --force, through a device or a
/// pipe.</summary>
public sealed class OutputFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public OutputFileTests()
    {
        var config = TinySet.Write(_folder);
        _folder.Write("manifest.csv", "path,label\npart.csv,up\nother.csv,down\n");
        _folder.Write("part.csv", "a,b\n1,2\n2,3\n");
        _folder.Write("other.csv", "a,b\n1,3\n2,5\n");
        Assert.Equal(
            0, Rnn.Run(
                "train", config, "--out", _folder.File("run"), "--quiet", "--set", "training.epochs=1", "--set", "model.cell=lstm").Exit);
        Assert.Equal(0, Rnn.Run("export", _folder.File("run"), "--format", "torch", "--out", _folder.File("torch.safetensors")).Exit);
    }

    public static TheoryData<string> Names => [.. Commands("", "").Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_that_is_there_is_replaced_only_with_force(string name)
    {
        var there = _folder.Write(name == "import" ? "there.safetensors" : "there", "mine");
        var refused = Run(name, there);
        Assert.Equal((2, ""), (refused.Exit, refused.Output));
        Assert.Contains(
            $"'{there}' exists\n  hint: name another file, or overwrite it with --force", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(there));

        var forced = Run(name, there, "--force");
        Assert.True(forced.Exit == 0, forced.Error);
        Assert.NotEqual("mine", File.ReadAllText(there));
        Assert.Equal([], Directory.GetFiles(_folder.Path, "*.tmp"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void With_a_new_name_there_is_nothing_to_force(string name)
    {
        var output = _folder.File(name == "import" ? "new.safetensors" : "new");
        var run = Run(name, output);
        Assert.True(run.Exit == 0 && new FileInfo(output).Length > 0, run.Error);
    }

    [Fact]
    public async Task A_pipe_whose_reader_is_gone_ends_the_command_as_standard_output_does()
    {
        var pipe = _folder.Pipe("pipe");
        var reader = Task.Run(() => File.OpenRead(pipe).Dispose()); // waits for the writer, and reads nothing
        var run = Rnn.Run("data", "make", "adding", "--count", "200", "--length", "100", "--out", pipe); // more than a pipe holds
        await reader;
        Assert.Equal(141, run.Exit);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_folder_one_that_is_not_there_and_no_name_are_refused_before_any_work(string name)
    {
        if (name != "import")
        {
            Refused(Run(name, _folder.File("run"), "--force"), $"'{_folder.File("run")}' is a folder\n  hint: name a file in it");
            Refused(Run(name, ""), ", found ''");
        }

        if (name != "data make")
        {
            Refused(
                Run(name, _folder.File("none/x.safetensors")),
                $"'{_folder.File("none/x.safetensors")}' cannot be written: there is no folder '{_folder.File("none")}'\n  hint: create " +
                $"it first, or name another");
        }
    }

    // The name of the command, the input, and what it is called in the output's place.
    [Theory]
    [InlineData("init", "train.csv")]
    [InlineData("init manifest", "manifest.csv")]
    [InlineData("init manifest", "other.csv")]
    [InlineData("init with test", "test.csv")]
    [InlineData("data convert", "train.csv")]
    [InlineData("data convert manifest", "part.csv")]
    [InlineData("predict", "test.csv")]
    [InlineData("predict", "train.csv")]
    [InlineData("predict", "run/checkpoints/best.safetensors")]
    [InlineData("predict", "run/checkpoints/last.safetensors")]
    [InlineData("predict", "run/config.yaml")]
    [InlineData("report", "run/run.json")]
    [InlineData("report", "run/metrics.jsonl")]
    [InlineData("report", "test.csv")]
    [InlineData("export", "run/checkpoints/best.safetensors")]
    [InlineData("export", "run/log.clef")]
    [InlineData("export checkpoint", "run/checkpoints/last.safetensors")]
    [InlineData("import", "torch.safetensors")]
    [InlineData("bench", "tiny.yaml")]
    [InlineData("bench", "train.csv")]
    public void An_input_is_never_replaced_whatever_it_is_called(string name, string input)
    {
        var before = File.ReadAllBytes(_folder.File(input));
        var ending = Path.GetExtension(input);
        Directory.CreateSymbolicLink(_folder.File("way"), _folder.Path);
        string[] names =
        [
            _folder.File(input), _folder.File($"./run/../{input}"),
                Path.GetRelativePath(Directory.GetCurrentDirectory(), _folder.File(input)), _folder.File($"way/{input}"),
            _folder.Link("link" + ending, _folder.File(input)), _folder.HardLink("hard" + ending, _folder.File(input)),
        ];
        Assert.All(names, path =>
        {
            Refused(
                Run(name, path, "--force"),
                "what this command reads, and would be lost\n  hint: name another file; --force does not overwrite an input");
            Assert.Equal(before, File.ReadAllBytes(_folder.File(input)));
        });
    }

    [Fact]
    public void Report_and_export_write_their_default_file_in_the_run_anew()
    {
        foreach (var command in (string[][])[
            ["report"], ["export", "--format", "onnx"], ["export", "--format", "csharp"], ["export", "--format", "torch"],
            ["export", "--format", "safetensors"]])
        {
            Assert.Equal(0, Rnn.Run([.. command, _folder.File("run")]).Exit);
            Assert.Equal(0, Rnn.Run([.. command, _folder.File("run")]).Exit);
        }

        Assert.Equal(0, Rnn.Run("report", _folder.File("run"), "--out", _folder.File("run/report.html")).Exit);
        Refused(Rnn.Run("report", _folder.File("run"), "--out", _folder.File("run/model.cs")), "exists");
    }

    [Fact]
    public void The_default_of_a_checkpoint_outside_a_run_is_no_file_of_the_command()
    {
        Directory.CreateDirectory(_folder.File("a"));
        Assert.Equal(0, Run("import", _folder.File("a/model.safetensors")).Exit);
        Refused(Rnn.Run("export", _folder.File("a/model.safetensors"), "--format", "safetensors"), "what this command reads");
        Assert.Equal(0, Rnn.Run("export", _folder.File("a/model.safetensors"), "--format", "onnx").Exit);
        Refused(Rnn.Run("export", _folder.File("a/model.safetensors"), "--format", "onnx"), "exists");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_pipe_gets_the_bytes_and_stays_a_pipe(string name)
    {
        var file = _folder.File(name == "import" ? "file.safetensors" : "file");
        Assert.Equal(0, Run(name, file).Exit);
        var pipe = _folder.Pipe(name == "import" ? "pipe.safetensors" : "pipe");
        var reading = Task.Run(() => File.ReadAllBytes(pipe));
        var run = Run(name, pipe);
        Assert.True(run.Exit == 0, run.Error);
        Assert.Equal(Comparable(name, await File.ReadAllBytesAsync(file)), Comparable(name, await reading));
        Assert.Equal(FileKind.Pipe, FileStatus.Of(pipe).Kind);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_device_behind_a_link_is_written_through_without_force(string name)
    {
        var link = _folder.Link(name == "import" ? "null.safetensors" : "null", "/dev/null");
        var run = Run(name, link);
        Assert.True(run.Exit == 0, run.Error);
        Assert.Equal((FileKind.Null, "/dev/null"), (FileStatus.Of(link).Kind, new FileInfo(link).LinkTarget));
        Assert.Equal(FileKind.Null, FileStatus.Of("/dev/null").Kind);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_socket_is_refused(string name) =>
        Refused(Run(name, _folder.Socket(name == "import" ? "s.safetensors" : "s"), "--force"), "is a socket\n  hint: name a file");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_full_device_is_told(string name)
    {
        var run = Run(name, _folder.Link(name == "import" ? "full.safetensors" : "full", "/dev/full"));
        Assert.True(run.Exit == 2 && run.Error.Contains("No space left on device", StringComparison.Ordinal), $"{run.Exit} {run.Error}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_dash_is_standard_output_which_has_nothing_else(string name)
    {
        var file = _folder.File(name == "import" ? "file.safetensors" : "file");
        Assert.Equal(0, Run(name, file).Exit);
        Assert.All(["-", "/dev/stdout"], path =>
        {
            using var bytes = new MemoryStream();
            var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter());
            var session = new Session(Stream.Null, output, error, TimeProvider.System, new Interruption()) { OutputBytes = bytes };
            Assert.True(RnnTrainer.Cli.Program.Run(Commands(_folder.Path, path)[name], session) == 0, error.ToString());
            Assert.Equal(
                Comparable(name, File.ReadAllBytes(file)),
                Comparable(name, [.. Encoding.UTF8.GetBytes(output.ToString()), .. bytes.ToArray()]));
        });
    }

    [Theory]
    [InlineData("report")]
    [InlineData("export")]
    [InlineData("import")]
    [InlineData("bench")]
    [InlineData("data make")]
    [InlineData("data convert")]
    public void With_json_standard_output_has_the_document_so_a_file_is_asked_for(string name) =>
        Refused(Run(name, "-", "--json"), "--json needs a file to write to", isJson: true);

    [Fact]
    public void All_parts_of_data_make_are_looked_at_before_one_is_written()
    {
        _folder.Write("m-test.csv", "mine");
        Refused(
            Rnn.Run("data", "make", "adding", "--count", "2", "--test", "2", "--out", _folder.File("m.csv")),
            $"'{_folder.File("m-test.csv")}' exists");
        Assert.False(File.Exists(_folder.File("m.csv")));
        Assert.Equal(0, Rnn.Run("data", "make", "adding", "--count", "2", "--test", "2", "--out", _folder.File("m.csv"), "--force").Exit);
    }

    [Fact]
    public void Standard_output_that_goes_to_a_file_is_written_on_not_replaced()
    {
        var log = _folder.Write("log", "before\n");
        var program = Path.Combine(AppContext.BaseDirectory, "rnn.dll");
        using var shell = Process.Start(
            "sh",
            ["-c", $"dotnet '{program}' predict '{_folder.File("run")}' --data '{_folder.File("test.csv")}' --out /dev/stderr 2>>'{log}'"]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        Assert.StartsWith("before\nseq,prediction\n", File.ReadAllText(log), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_disk_that_fails_at_any_point_leaves_the_old_file_or_has_the_new_one(string name)
    {
        var file = _folder.Write(name == "import" ? "old.safetensors" : "old", "old");
        for (var n = 1; n < 100; n++)
        {
            var disk = new FailingDisk(n);
            var run = Rnn.Run([.. Command(name, file), "--force"], disk);
            if (disk.Failed is null)
            {
                Assert.True(n > 4 && run.Exit == 0, run.Error);
                return;
            }

            Assert.True(
                run.Exit == 2
                && (File.ReadAllText(file) == "old" || disk.Failed == "flush of the folder"), $"{disk.Failed}: {run.Exit} {run.Error}");
            Assert.Equal([], Directory.GetFiles(_folder.Path, "*.tmp"));
            File.WriteAllText(file, "old");
        }
    }

    static void Refused(Rnn run, string message, bool isJson = false)
    {
        Assert.True(run.Exit == 2, $"{run.Exit} {run.Error}");
        Assert.Contains(message, isJson ? run.Output : run.Error, StringComparison.Ordinal);
    }

    /// <summary>Times differ from run to run, and a config names its data as they are seen from its folder.</summary>
    static string Comparable(string name, byte[] bytes) => name switch
    {
        "bench" => Encoding.UTF8.GetString(bytes)[..15],
        "init" =>
            string.Join('\n', Encoding.UTF8.GetString(bytes).Split('\n').Where(l => !l.Contains("train.csv", StringComparison.Ordinal))),
        _ => Convert.ToHexString(bytes),
    };

    static Dictionary<string, string[]> Commands(string folder, string output)
    {
        string File(string name) => Path.Combine(folder, name);
        return new()
        {
            ["init"] = ["init", File("train.csv"), "--target", "label", "--out", output],
            ["predict"] = ["predict", File("run"), "--data", File("test.csv"), "--out", output],
            ["report"] = ["report", File("run"), "--out", output],
            ["export"] = ["export", File("run"), "--format", "onnx", "--out", output],
            ["import"] = [
                "import", File("torch.safetensors"), "--cell", "lstm", "--inputs", "a,b", "--target", "label", "--classes", "down,up",
                "--out", output],
            ["data make"] = ["data", "make", "adding", "--count", "3", "--length", "5", "--out", output],
            ["data convert"] = ["data", "convert", File("train.csv"), output, "--target", "label"],
            ["bench"] = [
                "bench", File("tiny.yaml"), "--lengths", "2", "--runs", "1", "--warmup", "0", "--seconds", "0.01", "--report", output],
        };
    }

    string[] Command(string name, string output) => name switch
    {
        "init manifest" => ["init", _folder.File("manifest.csv"), "--out", output],
        "init with test" => ["init", _folder.File("train.csv"), "--test", _folder.File("test.csv"), "--target", "label", "--out", output],
        "data convert manifest" => ["data", "convert", _folder.File("manifest.csv"), output],
        "export checkpoint" => ["export", _folder.File("run/checkpoints/best.safetensors"), "--format", "onnx", "--out", output],
        _ => Commands(_folder.Path, output)[name],
    };

    Rnn Run(string name, string output, params string[] more) => Rnn.Run([.. Command(name, output), .. more]);
}
