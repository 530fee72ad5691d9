using System.Diagnostics;
using System.Text.Json.Nodes;

namespace RnnTrainer.Tests.Cli;

/// <summary>What becomes of a command whose output nobody reads, or that cannot be written.</summary>
public sealed class PipeTests(TinyRun tiny) : IClassFixture<TinyRun>, IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ShellTheory]
    [InlineData("predict RUN --data DATA")]
    [InlineData("predict RUN --data DATA --json")]
    [InlineData("eval RUN --data DATA")]
    [InlineData("init DATA")]
    [InlineData("data check DATA")]
    [InlineData("data convert DATA OUT")]
    [InlineData("data make adding")]
    [InlineData("inspect RUN")]
    [InlineData("runs show RUN")]
    [InlineData("export RUN --format onnx --out OUT")]
    [InlineData("report RUN --out OUT")]
    [InlineData("derive gru")]
    [InlineData("cells")]
    [InlineData("config show CONFIG")]
    [InlineData("config schema")]
    [InlineData("gradcheck rnn --sample 1")]
    [InlineData("bench rnn --lengths 4 --batch 2 --hidden 2 --runs 3 --warmup 0")]
    [InlineData("completion bash")]
    [InlineData("doctor")]
    [InlineData("--help")]
    public void Without_a_reader_a_command_ends_quietly_with_141(string command)
    {
        var (exit, error) = Shell($"rnn {command} --quiet".Replace("--help --quiet", "--help", StringComparison.Ordinal) + " | true");
        Assert.Equal((141, ""), (exit, error));
    }

    [ShellTheory]
    [InlineData("2>&1 | true", null)] // before training began
    [InlineData("2>&1 | head -9 > /dev/null", "interrupted")]
    [InlineData("--set training.epochs=3 | true", "finished")] // it has nothing to say there before its end
    [InlineData("--set training.epochs=3 --json | true", "finished")]
    public void Without_a_reader_training_ends_with_141_after_a_checkpoint_and_is_resumed_to_the_same_bytes(string end, string? status)
    {
        var (exit, _) = Shell($"rnn train CONFIG --out OUT --set training.epochs=100000 {end}");
        Assert.Equal(141, exit);
        Assert.Equal(status is not null, Directory.Exists(_folder.File("out")));
        if (status is null)
        {
            return;
        }

        Assert.Equal(status, (string?)JsonNode.Parse(File.ReadAllText(_folder.File("out/run.json")))!["status"]);
        var epochs = (int)Rnn.Run("inspect", _folder.File("out"), "--checkpoint", "last", "--json").Json["progress"]!["epoch"]! + 2;
        Assert.Equal(
            0, Rnn.Run("train", tiny.File("tiny.yaml"), "--resume", _folder.File("out"), "--set", $"training.epochs={epochs}").Exit);
        Assert.Equal(
            0, Rnn.Run("train", tiny.File("tiny.yaml"), "--out", _folder.File("whole"), "--set", $"training.epochs={epochs}").Exit);
        Assert.All(
            ["last", "best"], which =>
                Assert.Equal(
                    File.ReadAllBytes(_folder.File($"whole/checkpoints/{which}.safetensors")),
                    File.ReadAllBytes(_folder.File($"out/checkpoints/{which}.safetensors"))));
    }

    [ShellTheory]
    [InlineData("sweep CONFIG --grid model.hidden=2,3,4 --set data.split.validation=0.2 --out OUT 2>&1 | head -1 > /dev/null")]
    [InlineData("compare CONFIG --cells rnn,gru --seeds 2 --out OUT 2>&1 | head -1 > /dev/null")]
    public void A_sweep_or_a_comparison_without_a_reader_rests_and_goes_on_with_the_same_command(string command)
    {
        Assert.Equal(141, Shell($"rnn {command}").Exit);
        Assert.Equal(0, Shell($"rnn {command.Split(" 2>")[0]} > /dev/null").Exit);
    }

    [ShellTheory]
    [InlineData("rnn cells > /dev/full", 2, "error: standard output cannot be written: No space left on device\n")]
    [InlineData("rnn cells --json > /dev/full", 2, "error: standard output cannot be written: No space left on device\n")]
    [InlineData("rnn cells 2> /dev/full > /dev/null", 0, "")]
    [InlineData("rnn trian 2> /dev/full", 2, "")]
    [InlineData("rnn trian 2>&1 | true", 2, "")]
    [InlineData("rnn cells 2>&- > /dev/null", 0, "")]
    [InlineData("rnn cells >&-", 2, "error: standard output cannot be written: Bad file descriptor\n")]
    public void An_output_that_cannot_be_written_is_an_error_of_its_own(string command, int exit, string error) =>
        Assert.Equal((exit, error), Shell(command));

    /// <summary>The exit code of the program, the first in the pipe.</summary>
    (int Exit, string Error) Shell(string command)
    {
        var script = "rnn() { dotnet \"$RNN\" \"$@\"; }\n" + command.Replace("RUN", tiny.File("run"), StringComparison.Ordinal)
            .Replace("CONFIG", tiny.File("tiny.yaml"), StringComparison.Ordinal)
            .Replace("DATA", tiny.File("test.csv"), StringComparison.Ordinal)
                .Replace("OUT", _folder.File("out"), StringComparison.Ordinal) + "\nexit ${PIPESTATUS[0]}\n";
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["RNN"] = typeof(RnnTrainer.Cli.Program).Assembly.Location;
        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync();
        var error = bash.StandardError.ReadToEnd();
        output.Wait();
        bash.WaitForExit();
        return (bash.ExitCode, error);
    }

    /// <summary>Where there is a bash, and devices.</summary>
    sealed class ShellTheoryAttribute : TheoryAttribute
    {
        public ShellTheoryAttribute() =>
            Skip = File.Exists("/bin/bash") && File.Exists("/dev/full") ? null : "no bash or no /dev/full here";
    }
}
