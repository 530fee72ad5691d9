using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace RnnTrainer.Tests.Cli;

public sealed class ResumeTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(16)]
    [InlineData(29)]
    public void A_run_that_was_stopped_and_resumed_ends_with_the_same_bytes(int stopAfter)
    {
        var config = TinySet.Write(_folder, more: "checkpoint_every: 3");
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("whole"), "--quiet").Exit);
        Assert.Equal(130, Rnn.RunAndStop(stopAfter, ["train", config, "--out", _folder.File("stopped")]).Exit);
        Assert.Equal(0, Rnn.Run("train", config, "--resume", _folder.File("stopped"), "--quiet").Exit);
        AssertSame();
    }

    [Fact]
    public void A_run_can_be_resumed_to_train_longer_but_not_as_another_model()
    {
        var config = TinySet.Write(_folder);
        Rnn.Run("train", config, "--out", _folder.File("whole"), "--set", "training.epochs=9");
        Rnn.Run("train", config, "--out", _folder.File("stopped"));
        var other = Rnn.Run("train", config, "--resume", _folder.File("stopped"), "--set", "model.hidden=5");
        Assert.Equal(2, other.Exit);
        Assert.Contains("model.hidden was 6 and is now 5", other.Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("stopped"), "--set", "training.epochs=9", "--resume").Exit);
        AssertSame();
    }

    [Fact]
    public void Data_that_changed_meanwhile_are_refused()
    {
        var config = TinySet.Write(_folder);
        Rnn.Run("train", config, "--out", _folder.File("stopped"));
        File.AppendAllText(_folder.File("train.csv"), "new,0,1,1,up,1\n");
        Assert.Equal(2, Rnn.Run("train", config, "--resume", _folder.File("stopped")).Exit);
    }

    [Fact]
    public void A_run_cannot_be_resumed_into_another_folder()
    {
        var config = TinySet.Write(_folder);
        Rnn.Run("train", config, "--out", _folder.File("stopped"));
        var other = Rnn.Run("train", config, "--resume", _folder.File("stopped"), "--out", _folder.File("other"));
        Assert.Equal(2, other.Exit);
        Assert.Contains("--out is another", other.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("other")));
        Assert.Equal(0, Rnn.Run("train", config, "--resume", _folder.File("stopped"), "--out", _folder.File("stopped") + "/").Exit);
    }

    [Fact]
    public void A_best_checkpoint_that_is_damaged_or_gone_is_reported_before_anything_is_trained()
    {
        var config = TinySet.Write(_folder, more: "checkpoint_every: 3");
        Rnn.Run("train", config, "--out", _folder.File("whole"), "--set", "training.epochs=9");
        foreach (var spoil in new Action<string>[] { File.Delete, f => File.WriteAllText(f, "damaged"), f =>
            File.WriteAllBytes(f, File.ReadAllBytes(f)[..^9]) })
        {
            // Within an epoch: the best one is behind.
            Rnn.RunAndStop(20, ["train", config, "--out", _folder.File("stopped"), "--force", "--set", "training.epochs=9"]);
            spoil(_folder.File("stopped/checkpoints/best.safetensors"));
            var resumed = Rnn.Run("train", config, "--resume", _folder.File("stopped"), "--set", "training.epochs=9");
            Assert.Equal(6, resumed.Exit);
            Assert.Contains("is to be scored at the end, and its checkpoint cannot be used", resumed.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("\nepoch ", resumed.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_best_checkpoint_is_written_anew_where_the_last_one_is_its_epoch()
    {
        var config = TinySet.Write(_folder);
        Rnn.Run("train", config, "--out", _folder.File("whole"), "--set", "training.epochs=9");
        Rnn.Run("train", config, "--out", _folder.File("stopped"), "--set", "training.epochs=1");
        File.WriteAllText(_folder.File("stopped/checkpoints/best.safetensors"), "damaged");
        var resumed = Rnn.Run("train", config, "--resume", _folder.File("stopped"), "--set", "training.epochs=9");
        Assert.True(resumed.Exit == 0, resumed.Error);
        Assert.Contains("it is written anew", resumed.Error, StringComparison.Ordinal);
        AssertSame();
    }

    [Fact]
    public void Lines_that_the_metrics_have_lost_are_a_warning()
    {
        var config = TinySet.Write(_folder);
        Rnn.Run("train", config, "--out", _folder.File("stopped"));
        var metrics = _folder.File("stopped/metrics.jsonl");
        File.WriteAllLines(metrics, File.ReadAllLines(metrics).Where((_, n) => n is not (1 or 4)));
        var resumed = Rnn.Run("train", config, "--resume", _folder.File("stopped"), "--set", "training.epochs=7");
        Assert.Equal(0, resumed.Exit);
        Assert.Contains("has no line for 2 of 6 epochs, the first is 2", resumed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"none\"", true)]
    [InlineData("", true)]
    [InlineData(null, false)]
    public void Other_vector_instructions_are_a_warning(string? sets, bool isWarned)
    {
        var config = TinySet.Write(_folder);
        Rnn.Run("train", config, "--out", _folder.File("stopped"));
        var record = JsonNode.Parse(File.ReadAllText(_folder.File("stopped/run.json")))!;
        record["machine"]!["instruction_set"] = sets is null ? record["machine"]!["instruction_set"]!.DeepClone()
            : JsonNode.Parse($"[{sets}]");
        _folder.Write("stopped/run.json", record.ToJsonString());
        var resumed = Rnn.Run("train", config, "--resume", _folder.File("stopped"), "--set", "training.epochs=7");
        Assert.Equal(0, resumed.Exit);
        Assert.Equal(isWarned, resumed.Error.Contains("warning: the run began with the vector instructions", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("INT", 130, 1)]
    [InlineData("TERM", 143, 1)]
    [InlineData("INT", 130, 2)]
    [InlineData("KILL", 137, 1)]
    public void A_signal_ends_the_process_after_a_checkpoint_a_second_one_or_SIGKILL_at_once_and_all_can_be_resumed(
        string signal, int exit, int times)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var config = TinySet.Write(_folder);
        using var process = Start("train", config, "--out", _folder.File("killed"), "--set", "training.epochs=1000000");
        using var end = new Ending(process);
        WaitFor(_folder.File("killed/checkpoints/best.safetensors"), process);
        WaitFor(_folder.File("killed/checkpoints/last.safetensors"), process);
        for (var n = 0; n < times; n++)
        {
            Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        }

        Assert.True(process.WaitForExit(30_000));
        Assert.Equal(exit, process.ExitCode);
        Assert.True(
            signal == "KILL" || times > 1
            || (string)JsonNode.Parse(File.ReadAllText(_folder.File("killed/run.json")))!["status"]! == "interrupted");
        var epochs = (int)Rnn.Run("inspect", _folder.File("killed"), "--checkpoint", "last", "--json").Json["progress"]!["epoch"]! + 2;
        Assert.Equal(0, Rnn.Run("train", config, "--resume", _folder.File("killed"), "--set", $"training.epochs={epochs}").Exit);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("whole"), "--set", $"training.epochs={epochs}").Exit);
        AssertSame("killed");
    }

    // A test that fails leaves no process behind.
    sealed class Ending(Process process) : IDisposable
    {
        public void Dispose() => process.Kill();
    }

    void AssertSame(string name = "stopped") => Assert.All(
        ["last", "best"],
        which => Assert.Equal(
            File.ReadAllBytes(_folder.File($"whole/checkpoints/{which}.safetensors")),
            File.ReadAllBytes(_folder.File($"{name}/checkpoints/{which}.safetensors"))));

    static Process Start(params string[] args)
    {
        var command = Interrupts.Heeded(["dotnet", typeof(RnnTrainer.Cli.Program).Assembly.Location, .. args]);
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    static void WaitFor(string file, Process process)
    {
        for (var n = 0; n < 600 && !File.Exists(file); n++)
        {
            Assert.False(process.HasExited, "the program ended by itself");
            Thread.Sleep(50);
        }

        Assert.True(File.Exists(file));
    }
}
