using RnnTrainer.Tests.Cli;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Tests.Training.Durability;

/// <summary>A process may end at any moment after it has claimed a folder: what it leaves before its first checkpoint keeps nobody from the
/// folder.</summary>
public sealed class UnbegunRunTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    // In the order in which a training makes them: what is left where a process ends is some of them, the last one torn. owner.json is that
    // of a process that is gone.
    static readonly string[] Made = [
        "run.json", "checkpoints", "run.lock", "owner.json", "log.clef", "mine.cell", "config.yaml", "metrics.jsonl",
        "checkpoints/last.safetensors.77.tmp"];

    static readonly string[] Records = [
        "", "\0\0\0\0", "{\n  \"sta", "{\n  \"status\": \"running\",\n  \"version\": \"0.",
        "{\"status\": \"running\", \"schema\": \"rnn.run/1\"}"];

    public static TheoryData<int, int> Moments
    {
        get
        {
            var moments = new TheoryData<int, int>();
            foreach (var made in Enumerable.Range(1, Made.Length))
            {
                foreach (var record in Enumerable.Range(0, made is 1 || made == Made.Length ? Records.Length : 1))
                {
                    moments.Add(made, record);
                }
            }

            return moments;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Moments))]
    public void It_is_begun_anew_or_replaced(int made, int record)
    {
        var config = TinySet.Write(_folder);
        Leave("resumed", made, Records[record]);
        Leave("replaced", made, Records[record]);

        var resumed = Rnn.Run("train", config, "--resume", _folder.File("resumed"), "--set", "training.epochs=1");
        Assert.True(resumed.Exit == 0, resumed.Error);
        Assert.Contains("was left before its first checkpoint", resumed.Error, StringComparison.Ordinal);
        var replaced = Rnn.Run("train", config, "--out", _folder.File("replaced"), "--force", "--set", "training.epochs=1");
        Assert.True(replaced.Exit == 0, replaced.Error);
        Assert.Equal(
            File.ReadAllBytes(_folder.File("resumed/checkpoints/last.safetensors")),
            File.ReadAllBytes(_folder.File("replaced/checkpoints/last.safetensors")));
        Assert.False(Directory.Exists(_folder.File("replaced-2")));
    }

    [Theory]
    [InlineData("sweep", "--grid", "model.hidden=3", "hidden=3")]
    [InlineData("compare", "--cells", "ugrnn", "ugrnn/seed-1")]
    public void A_sweep_or_a_comparison_trains_there(string command, string option, string value, string run)
    {
        var config = TinySet.Write(_folder);
        foreach (var made in Enumerable.Range(1, Made.Length))
        {
            Leave($"all-{made}/{run}", made, "");
            string[] order = [
                command, config, option, value, "--out", _folder.File($"all-{made}"), "--set", "data.split={validation: 0.2}", "--set",
                "training.epochs=1", .. command == "compare" ? ["--seeds", "1"] : Array.Empty<string>()];
            var trained = Rnn.Run(order);
            Assert.True(trained.Exit == 0, trained.Error);
            Assert.True(File.Exists(_folder.File($"all-{made}/{run}/checkpoints/best.safetensors")));
        }
    }

    [Fact]
    public void What_was_replaced_halfway_is_replaced_or_begun_by_the_next_command()
    {
        var config = TinySet.Write(_folder);
        string[] gone = ["metrics.jsonl", "checkpoints/best.safetensors", "checkpoints", "log.clef", "config.yaml"];
        Rnn.Run("train", config, "--out", _folder.File("whole"), "--set", "training.epochs=1");
        foreach (var count in Enumerable.Range(1, gone.Length))
        {
            foreach (var options in new[] { new[] { "--out", _folder.File("run"), "--force" }, ["--resume", _folder.File("run")] }
                .Take(count > 2 ? 2 : 1))
            {
                Copy("whole", "run");
                foreach (var name in gone.Take(count))
                {
                    if (name == "checkpoints")
                    {
                        Directory.Delete(_folder.File($"run/{name}"), recursive: true);
                    }
                    else
                    {
                        File.Delete(_folder.File($"run/{name}"));
                    }
                }

                var next = Rnn.Run(["train", config, .. options, "--set", "training.epochs=1"]);
                Assert.True(next.Exit == 0, next.Error);
                Directory.Delete(_folder.File("run"), recursive: true);
            }
        }
    }

    [Fact]
    public void What_may_be_another_program_s_or_has_been_trained_is_neither_replaced_nor_begun_anew()
    {
        var config = TinySet.Write(_folder);
        Leave("other", Made.Length, "{\"another\": \"program's\"}");
        Leave("list", Made.Length, "[1, 2");
        Leave("trained", Made.Length, "");
        _folder.Write("trained/metrics.jsonl", "{\"epoch\": 1}\n");
        Leave("damaged", Made.Length, "");
        _folder.Write("damaged/checkpoints/last.safetensors", "damaged");
        foreach (var name in new[] { "other", "list", "trained", "damaged" })
        {
            Assert.Equal(2, Rnn.Run("train", config, "--out", _folder.File(name), "--force").Exit);
            Assert.Equal(6, Rnn.Run("train", config, "--resume", _folder.File(name)).Exit);
            Assert.True(File.Exists(_folder.File($"{name}/mine.cell")));
        }
    }

    [Fact]
    public void A_process_that_still_runs_keeps_it()
    {
        var config = TinySet.Write(_folder);
        var run = RunDirectory.Create(_folder.File("run"), "x", TimeProvider.System);
        using var owned = RunLock.Take(run);
        foreach (var options in new[] { new[] { "--out", run.Path, "--force" }, ["--resume", run.Path] })
        {
            var refused = Rnn.Run(["train", config, .. options]);
            Assert.Equal(2, refused.Exit);
            Assert.Contains("is being written by process", refused.Error, StringComparison.Ordinal);
        }
    }

    void Leave(string name, int made, string record)
    {
        Directory.CreateDirectory(_folder.File(name));
        foreach (var file in Made.Take(made))
        {
            if (file == "checkpoints")
            {
                Directory.CreateDirectory(_folder.File($"{name}/{file}"));
            }
            else
            {
                _folder.Write($"{name}/{file}", file switch { "run.json" => record, "owner.json" => "{\"host\": \"here\", \"id", _ => "" });
            }
        }
    }

    void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(_folder.File(from), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder.File(to), Path.GetRelativePath(_folder.File(from), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
