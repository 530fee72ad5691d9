using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Training.Durability;

public sealed class ExactnessTests : IDisposable
{
    const string Adam = "optimizer: adamw\n  learning_rate: 0.02\n  momentum: 0\n  schedule: {kind: cosine, warmup: 5}";
    const string Plateau = "schedule: {kind: plateau, patience: 1}\n  early_stopping: {patience: 2, min_delta: 0.05}";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("float32")]
    [InlineData("float64")]
    public void One_two_three_and_eight_threads_give_the_same_bytes(string precision)
    {
        var config = TinySet.Write(_folder);
        foreach (var threads in new[] { "1", "2", "3", "8" })
        {
            Assert.Equal(
                0, Rnn.Run(
                    "train", config, "--out", _folder.File(threads), "--threads", threads, "--quiet", "--set",
                    $"training.precision={precision}", "--set", "training.batch=19", "--set", "model.layers=2").Exit);
            AssertSame("1", threads);
        }
    }

    [Theory]
    [InlineData(Adam, 21)]
    [InlineData(Plateau, 21)]
    [InlineData(Plateau + "\n  accumulate: 2\n  bucket: true", 11)]
    public void A_run_that_broke_off_within_an_epoch_ends_with_the_bytes_and_metrics_of_one_that_did_not(string options, int stopAfter)
    {
        var config = TinySet.Write(_folder, more: $"checkpoint_every: 2\n  keep: 2\n  {options}").Replace('\\', '/');
        File.WriteAllText(
            config,
            File.ReadAllText(config).Replace("  momentum: 0.9\n", options == Adam ? "" : "  momentum: 0.9\n", StringComparison.Ordinal));
        string[] order = ["train", config, "--quiet", "--set", "data.split={validation: 0.2}"];
        Assert.Equal(0, Rnn.Run([.. order, "--out", _folder.File("whole")]).Exit);
        Assert.Equal(
            1, Rnn.RunAndDo(
                stopAfter, () => throw new NotSupportedException("the power is gone"), [.. order, "--out", _folder.File("broken")]).Exit);
        File.AppendAllText(_folder.File("broken/metrics.jsonl"), "{\"epoch\": 3, \"tra");
        Assert.Equal(0, Rnn.Run([.. order, "--resume", _folder.File("broken"), "--threads", "3"]).Exit);
        AssertSame("whole", "broken");
    }

    [Fact]
    public void A_checkpoint_is_due_after_so_many_minutes_whatever_the_clock_on_the_wall_does()
    {
        var config = TinySet.Write(_folder, more: "checkpoint_every: 10 minutes\n  keep: 100");
        var time = new JumpingTime();
        Rnn.RunAndDo(
            null, () =>
                time.Advance(TimeSpan.FromMinutes(4)), time, "train", config, "--out", _folder.File("run"), "--quiet", "--set",
                "training.epochs=1");
        Assert.Equal(
            ["best", "last", "step-00000000", "step-00000004", "step-00000007"],
            Directory.GetFiles(_folder.File("run/checkpoints")).Select(Path.GetFileNameWithoutExtension).Order());
    }

    [Theory]
    [InlineData("checkpoint_every: 0")]
    [InlineData("checkpoint_every: 10 hours")]
    [InlineData("checkpoint_every: -1 minutes")]
    [InlineData("checkpoint_every: 1.5")]
    public void Another_interval_is_refused_with_what_there_is(string line)
    {
        var run = Rnn.Run("train", TinySet.Write(_folder, more: line), "--dry-run");
        Assert.Equal(2, run.Exit);
        Assert.Contains("expected a number of steps (at least 1) or a time such as '10 minutes'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resume_that_is_refused_says_all_that_changed_and_what_may_change()
    {
        var config = TinySet.Write(_folder);
        Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet");
        var run = Rnn.Run("train", config, "--resume", _folder.File("run"), "--set", "model.hidden=5", "--set", "training.batch=9");
        Assert.Equal(2, run.Exit);
        Assert.Contains("model.hidden was 6 and is now 5; training.batch was 8 and is now 9", run.Error, StringComparison.Ordinal);
        Assert.Contains("Allowed to change are training.epochs, training.threads", run.Error, StringComparison.Ordinal);
        File.AppendAllText(_folder.File("test.csv"), "new,0,1,1,up,1\n");
        File.Delete(_folder.File("run/run.json"));
        File.WriteAllText(_folder.File("run/run.json"), "torn");
        run = Rnn.Run("train", config, "--resume", _folder.File("run"));
        Assert.Equal(2, run.Exit);
        Assert.Contains("changed by their SHA-256: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("test.csv)", run.Error, StringComparison.Ordinal);
    }

    void AssertSame(string one, string other)
    {
        Assert.All(["last", "best"], which => Assert.Equal(
            File.ReadAllBytes(_folder.File($"{one}/checkpoints/{which}.safetensors")),
            File.ReadAllBytes(_folder.File($"{other}/checkpoints/{which}.safetensors"))));
        Assert.Equal(DiskFaultTests.Timeless(_folder.File(one)), DiskFaultTests.Timeless(_folder.File(other)));
    }

    // The clock on the wall goes backwards while time passes.
    sealed class JumpingTime : TimeProvider
    {
        TimeSpan _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => _passed += by;

        public override long GetTimestamp() => _passed.Ticks;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) - (_passed * 1000);
    }
}
