using System.Text.Json;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Tests.Training.Durability;

public sealed class RunLockTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_is_being_written_is_not_resumed()
    {
        var config = TinySet.Write(_folder);
        var second = new Rnn(0, "", "");
        Rnn.RunAndDo(
            9, () =>
                second = Rnn.Run("train", config, "--resume", _folder.File("run")), "train", config, "--out", _folder.File("run"),
                "--quiet");
        Assert.Equal(2, second.Exit);
        Assert.Contains($"is being written by process {Environment.ProcessId}", second.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("run/owner.json")));
        Assert.Equal(0, Rnn.Run("train", config, "--resume", _folder.File("run")).Exit);
    }

    [Fact]
    public void A_process_that_is_gone_or_has_only_the_same_number_does_not_keep_the_run()
    {
        var run = RunDirectory.Create(_folder.File("run"), "x", TimeProvider.System);
        var here = ProcessIdentity.OfThis();
        foreach (var owner in new[] { here with { Id = int.MaxValue }, here with { Started = "another boot" } })
        {
            Write(run, owner);
            using var taken = RunLock.Take(run);
            Assert.Equal(owner, taken.Stale);
        }
    }

    [Fact]
    public void A_process_that_still_runs_keeps_the_run_even_where_files_cannot_be_locked()
    {
        var run = RunDirectory.Create(_folder.File("run"), "x", TimeProvider.System);
        Write(run, ProcessIdentity.OfThis());
        Assert.Contains(
            "is being written by process", Assert.Throws<RunException>(() => RunLock.Take(run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_on_another_machine_keeps_the_run_until_someone_says_otherwise()
    {
        var run = RunDirectory.Create(_folder.File("run"), "x", TimeProvider.System);
        Write(run, ProcessIdentity.OfThis() with { Host = "elsewhere" });
        var refused = Assert.Throws<RunException>(() => RunLock.Take(run));
        Assert.Contains("'elsewhere'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("owner.json", refused.Hint, StringComparison.Ordinal);
        File.Delete(run.Owner);
        RunLock.Take(run).Dispose();
    }

    [Fact]
    public void An_owner_that_cannot_be_read_does_not_keep_the_run()
    {
        var run = RunDirectory.Create(_folder.File("run"), "x", TimeProvider.System);
        File.WriteAllText(run.Owner, "{\"host\": \"torn");
        RunLock.Take(run).Dispose();
    }

    static void Write(RunDirectory run, ProcessIdentity owner) =>
        File.WriteAllText(run.Owner, JsonSerializer.Serialize(owner, ConfigJson.Options));
}
