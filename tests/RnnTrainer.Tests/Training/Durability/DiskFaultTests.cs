using System.Text.Json.Nodes;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Tests.Training.Durability;

public sealed class DiskFaultTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false, 11)]
    [InlineData(true, false, 23)]
    [InlineData(true, true, 29)]
    public void Whatever_file_operation_fails_the_run_ends_with_the_same_bytes_after_it_is_resumed(
        bool forEver, bool isReadOnly, int stride) =>
        Assert.True(Try(forEver, isReadOnly, stride) > 2);

    /// <summary>Lets every so-many-th operation of a training fail; how many that were. tests/RnnTrainer.Endurance leaves none
    /// out.</summary>
    internal int Try(bool forEver, bool isReadOnly, int stride)
    {
        var config = TinySet.Write(_folder, more: "checkpoint_every: 5");
        string[] order = ["train", config, "--quiet", "--set", "training.epochs=2", "--set", "model.hidden=3", "--set", "training.keep=2"];
        var whole = new FailingDisk(0);
        Assert.Equal(0, Rnn.Run([.. order, "--out", _folder.File("whole")], whole).Exit);
        var tries = 0;
        for (var failing = 1; failing <= whole.Count; failing += stride, tries++)
        {
            var (disk, run) = (new FailingDisk(failing, forEver, isReadOnly), _folder.File($"failing-{failing}"));
            var first = Rnn.Run([.. order, "--out", run], disk);
            Assert.True(first.Exit == 2, $"operation {failing} ({disk.Failed}): {first.Exit} {first.Error}");
            Assert.Contains("the disk of this test is", first.Error, StringComparison.Ordinal);
            var again = Rnn.Run([.. order, File.Exists(Path.Combine(run, "checkpoints", "last.safetensors")) ? "--resume" : "--out", run]);
            Assert.True(again.Exit == 0, $"operation {failing} ({disk.Failed}): {again.Error}");
            var ended = Directory.Exists(run + "-2") ? run + "-2" : run;
            Assert.Equal(Bytes("whole", "last"), File.ReadAllBytes(Path.Combine(ended, "checkpoints", "last.safetensors")));
            Assert.Equal(Bytes("whole", "best"), File.ReadAllBytes(Path.Combine(ended, "checkpoints", "best.safetensors")));
            Assert.Equal(Timeless(_folder.File("whole")), Timeless(ended));
            Assert.Empty(Directory.GetFiles(ended, "*.tmp", SearchOption.AllDirectories));
        }

        return tries;
    }

    [Fact]
    public void A_run_whose_folder_goes_away_ends_with_a_message()
    {
        var config = TinySet.Write(_folder);
        var run = Rnn.RunAndDo(
            9, () => Directory.Delete(_folder.File("run"), recursive: true), "train", config, "--out", _folder.File("run"), "--quiet");
        Assert.Equal(2, run.Exit);
        Assert.Contains(_folder.File("run"), run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_with_its_name()
    {
        var config = TinySet.Write(_folder);
        _folder.Write("file", "not a folder");
        var run = Rnn.Run("train", config, "--out", _folder.File("file/run"), "--quiet");
        Assert.Equal(2, run.Exit);
        Assert.Contains(_folder.File("file"), run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_written_whole_leaves_the_old_one_and_nothing_else()
    {
        var path = _folder.Write("a", "old");
        for (var failing = 1; failing <= 4; failing++)
        {
            Assert.Throws<IOException>(() => AtomicFile.WriteText(path, "newer", new FailingDisk(failing)));
            Assert.Equal("old", File.ReadAllText(path));
            Assert.Equal([path], Directory.GetFiles(_folder.Path));
        }

        AtomicFile.WriteText(path, "newer", new FailingDisk(6));
        Assert.Equal("newer", File.ReadAllText(path));
    }

    byte[] Bytes(string run, string which) => File.ReadAllBytes(_folder.File($"{run}/checkpoints/{which}.safetensors"));

    /// <summary>The lines of metrics without what depends on time.</summary>
    internal static IEnumerable<string> Timeless(string run) => File.ReadLines(Path.Combine(run, "metrics.jsonl")).Select(line =>
    {
        var tree = JsonNode.Parse(line)!.AsObject();
        Assert.True(tree.Remove("seconds") && tree.Remove("sequences_per_second") && tree.Remove("steps_per_second"));
        return tree.ToJsonString();
    });
}
