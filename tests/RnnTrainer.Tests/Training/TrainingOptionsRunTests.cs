using System.Text.Json.Nodes;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Tests.Training;

/// <summary>Whole runs with the options of training.</summary>
public sealed class TrainingOptionsRunTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly string _config;

    public TrainingOptionsRunTests() => _config = TinySet.Write(_folder, more: "checkpoint_every: 2\n  clip: 1");

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Options =>
    [
        "training.nesterov=true training.weight_decay=0.01 training.schedule={kind:\tcosine,warmup:\t9}",
        "training.momentum=0 training.optimizer=adamw training.weight_decay=0.01 training.schedule={kind:\tstep,every:\t2}",
        "training.optimizer=rmsprop training.bucket=true training.accumulate=2 training.clip_value=0.1",
        "training.learning_rate=3 training.schedule={kind:\tplateau,patience:\t1} data.split={validation:\t0.2} " +
        "training.early_stopping={metric:\taccuracy,patience:\t3}",
    ];

    [Theory]
    [MemberData(nameof(Options))]
    public void A_run_that_was_stopped_and_resumed_ends_with_the_same_bytes_for_any_number_of_threads(string options)
    {
        string[] sets = [.. options.Split(' ').SelectMany(o => new[] { "--set", o.Replace('\t', ' ') })];
        var whole = Rnn.Run(["train", _config, "--out", _folder.File("whole"), "--threads", "2", "--quiet", .. sets]);
        Assert.Equal((0, ""), (whole.Exit, whole.Error));
        foreach (var stop in new[] { 1, 6, 8, 13 })
        {
            var run = _folder.File($"stopped{stop}");
            Assert.Equal(130, Rnn.RunAndStop(stop, ["train", _config, "--out", run, "--threads", "1", .. sets]).Exit);
            Assert.Equal(0, Rnn.Run(["train", _config, "--resume", run, "--threads", "1", "--quiet", .. sets]).Exit);
            AssertSameBytes("whole", $"stopped{stop}");
            Assert.Equal(Rates("whole"), Rates($"stopped{stop}"));
        }
    }

    // 60 sequences: groups of 8 and 4 at the end, which weigh as 12 would; of tags there is a number of its own in each batch.
    [Theory]
    [InlineData("classify")]
    [InlineData("tag")]
    public void Accumulated_batches_are_as_one_large_batch(string task)
    {
        Train("small", $"task={task}", "training.batch=8", "training.accumulate=2");
        Train("large", $"task={task}", "training.batch=16");
        var (small, large) = (Last("small"), Last("large"));
        Assert.Equal(large.Progress.Step, small.Progress.Step);
        Assert.All(small.Parameters.Zip(large.Parameters), pair => Assert.All(
            pair.First.ToDoubles().Zip(pair.Second.ToDoubles()),
            w => Assert.InRange(Math.Abs(w.First - w.Second), 0, 1e-12)));
    }

    [Fact]
    public void The_rate_in_the_metrics_follows_the_schedule()
    {
        Train("run", "training.learning_rate=0.1", "training.schedule={kind: step, every: 2, factor: 0.1}");
        Assert.Equal([0.1, 0.1, 0.01, 0.01, 0.001, 0.001], Rates("run"), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Early_stopping_ends_the_run_and_the_score_is_that_of_the_best_epoch_by_its_metric()
    {
        var run = Train(
            "run", "training.epochs=200", "data.split={validation: 0.3}", "training.early_stopping={metric: macro_f1, patience: 4}");
        var lines = Lines("run").Select(l => (double)l["validation/macro_f1"]!).ToList();
        var best = lines.IndexOf(lines.Max());
        Assert.Equal((best + 1, best + 5), ((int)run.Json["best_epoch"]!, (int)run.Json["epochs"]!));
        Assert.True(lines.Count < 200);
        Assert.Equal(lines[best], (double)run.Json["metrics"]!["validation"]!["macro_f1"]!);
        Assert.Contains(
            $"stopped after epoch {best + 5}: macro_f1 has not improved since epoch {best + 1}", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("training.optimizer=adamw", "training.optimizer was \"sgd\" and is now \"adamw\"")]
    [InlineData("training.early_stopping={metric: accuracy}", "its best epoch is the best by loss")]
    public void A_run_is_not_resumed_as_something_else(string set, string message)
    {
        Train("run", "training.momentum=0", "data.split={validation: 0.2}");
        var resumed = Rnn.Run(
            ["train", _config, "--resume", _folder.File("run"), "--set", "training.momentum=0", "--set", "data.split={validation: 0.2}",
            "--set", set]);
        Assert.Equal(2, resumed.Exit);
        Assert.Contains(message, resumed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("training.optimizer=adamw", "training.learning_rate=0.02")]
    [InlineData("training.optimizer=rmsprop", "training.learning_rate=0.01")]
    [InlineData("training.optimizer=sgd", "training.nesterov=true")]
    public void Every_optimiser_learns_the_small_set(string optimizer, string more)
    {
        var run = Train(
            "run", optimizer, more, "training.epochs=30", optimizer.EndsWith("sgd", StringComparison.Ordinal) ? "training.momentum=0.9"
            : "training.momentum=0");
        Assert.True((double)run.Json["metrics"]!["test"]!["accuracy"]! >= 0.9, run.Output);
    }

    Rnn Train(string name, params string[] sets)
    {
        var run = Rnn.Run(["train", _config, "--out", _folder.File(name), "--json", .. sets.SelectMany(s => new[] { "--set", s })]);
        Assert.True(run.Exit == 0, run.Error);
        return run;
    }

    IReadOnlyList<JsonObject> Lines(string name) => MetricsLog.Read(_folder.File($"{name}/metrics.jsonl"));

    IReadOnlyList<double> Rates(string name) => [.. Lines(name).Select(l => (double)l["learning_rate"]!)];

    Checkpoint Last(string name) => Checkpoint.Read(_folder.File($"{name}/checkpoints/last.safetensors"));

    void AssertSameBytes(string one, string other) => Assert.All(
        ["last", "best"],
        which => Assert.Equal(
            File.ReadAllBytes(_folder.File($"{one}/checkpoints/{which}.safetensors")),
            File.ReadAllBytes(_folder.File($"{other}/checkpoints/{which}.safetensors"))));
}
