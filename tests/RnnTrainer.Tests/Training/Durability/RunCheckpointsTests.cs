using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Tests.Training.Durability;

public sealed class RunCheckpointsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, new string[0])]
    [InlineData(1, new[] { "step-00000040" })]
    [InlineData(3, new[] { "step-00000024", "step-00000032", "step-00000040" })]
    public void As_many_checkpoints_as_keep_says_stand_before_the_last(int keep, string[] names)
    {
        Train($"training.keep={keep}");
        Assert.Equal(
            ["best", "last", .. names],
            Directory.GetFiles(_folder.File("run/checkpoints")).Select(Path.GetFileNameWithoutExtension).Order());
    }

    [Fact]
    public void A_damaged_last_checkpoint_is_named_and_the_one_before_it_is_used()
    {
        Train("training.keep=2");
        var expected = File.ReadAllBytes(_folder.File("run/checkpoints/last.safetensors"));
        Damage("last");
        var run = Rnn.Run("train", _folder.File("tiny.yaml"), "--resume", _folder.File("run"), "--set", "training.keep=2");
        Assert.Equal(0, run.Exit);
        Assert.Contains("last.safetensors cannot be used (its content does not match its hash", run.Error, StringComparison.Ordinal);
        Assert.Contains("step-00000040.safetensors, 40 steps", run.Error, StringComparison.Ordinal);
        Assert.Equal(expected, File.ReadAllBytes(_folder.File("run/checkpoints/last.safetensors")));
    }

    [Fact]
    public void Where_every_checkpoint_is_damaged_the_last_one_is_told()
    {
        Train("training.keep=1");
        Damage("last");
        Damage("step-00000040");
        var run = Rnn.Run("train", _folder.File("tiny.yaml"), "--resume", _folder.File("run"));
        Assert.Equal(6, run.Exit);
        Assert.Contains("last.safetensors: error: its content does not match its hash", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_renamings_the_second_may_never_come()
    {
        Train("training.keep=1");
        File.Move(_folder.File("run/checkpoints/last.safetensors"), _folder.File("run/checkpoints/step-00000048.safetensors"));
        var run = Rnn.Run("train", _folder.File("tiny.yaml"), "--resume", _folder.File("run"));
        Assert.Equal(0, run.Exit);
        Assert.Contains("resumed after epoch 6, step 48", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["best", "last", "step-00000040"],
            Directory.GetFiles(_folder.File("run/checkpoints")).Select(Path.GetFileNameWithoutExtension).Order());
    }

    [Fact]
    public void A_checkpoint_with_any_bit_turned_over_or_cut_anywhere_is_refused()
    {
        Train("training.keep=1");
        var good = File.ReadAllBytes(_folder.File("run/checkpoints/last.safetensors"));
        for (var n = 0; n < good.Length; n += 17)
        {
            var bad = (byte[])good.Clone();
            bad[n] ^= (byte)(1 << (n % 8));
            Assert.Throws<CheckpointException>(() => Checkpoint.Read(Written(bad)));
            Assert.Throws<CheckpointException>(() => Checkpoint.Read(Written(good[..n])));
        }

        Assert.Equal(48, Checkpoint.Read(Written(good)).Progress.Step);
    }

    string Written(byte[] bytes)
    {
        File.WriteAllBytes(_folder.File("some.safetensors"), bytes);
        return _folder.File("some.safetensors");
    }

    void Damage(string which)
    {
        using var file = File.OpenWrite(_folder.File($"run/checkpoints/{which}.safetensors"));
        file.Position = file.Length - 5;
        file.WriteByte(0x15);
    }

    void Train(string set) =>
        Assert.Equal(0, Rnn.Run("train", TinySet.Write(_folder), "--out", _folder.File("run"), "--quiet", "--set", set).Exit);
}
