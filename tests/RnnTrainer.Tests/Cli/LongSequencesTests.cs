using System.Globalization;
using System.Text;
using RnnTrainer.Common;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>training.memory</c>: what is kept of the steps of long sequences.</summary>
public sealed class LongSequencesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public LongSequencesTests()
    {
        var random = new RandomStream(3, "long", 0);
        var text = new StringBuilder("seq,step,a,b,tag,label\n");
        foreach (var (n, T) in new[] { 900, 700, 1100, 300 }.Select((T, n) => (n, T)))
        {
            for (var t = 0; t < T; t++)
            {
                var a = random.NextDouble();
                text.Append(
                    CultureInfo.InvariantCulture, $"s{n},{t},{a:0.###},{random.NextDouble():0.###},{(a > 0.5 ? "up" : "down")},c{n % 2}\n");
            }
        }

        _folder.Write("long.csv", text.ToString());
        foreach (var (task, target) in new[] { ("tag", "tag"), ("classify", "label") })
        {
            _folder.Write($"{task}.yaml", $"""
                task: {task}
                data: {"{"}train: long.csv, target: {target}, inputs: [a, b]{"}"}
                model: {"{"}hidden: 8, layers: 2, dropout: 0.2{"}"}
                training: {"{"}epochs: 2, batch: 2, accumulate: 2, precision: float32{"}"}

                """);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tag")]
    [InlineData("classify")]
    public void A_checkpoint_and_its_predictions_do_not_depend_on_the_memory(string task)
    {
        var (all, few) = (Train(task, "1GB"), Train(task, "100KB"));
        Assert.Equal(File.ReadAllBytes(Last(all)), File.ReadAllBytes(Last(few)));
        Assert.Equal(Predictions(all), Predictions(few));
    }

    [Fact]
    public void A_run_resumes_to_the_same_bytes_with_another_memory()
    {
        var whole = Train("tag", "1GB");
        var run = Train("tag", "100KB", "--set", "training.epochs=1");
        Assert.Equal(
            0, Rnn.Run("train", _folder.File("tag.yaml"), "--resume", run, "--set", "training.memory=200KB").Exit);
        Assert.Equal(File.ReadAllBytes(Last(whole)), File.ReadAllBytes(Last(run)));
    }

    [Fact]
    public void A_dry_run_says_what_is_kept_and_what_is_computed_twice()
    {
        string[] order = ["train", _folder.File("tag.yaml"), "--dry-run"];
        Assert.Contains("steps: all values of the steps of a batch are kept", Rnn.Run(order).Error, StringComparison.Ordinal);
        string[] less = [.. order, "--set", "training.memory=100KB"];
        Assert.Contains(" % of the forward pass is computed twice", Rnn.Run(less).Error, StringComparison.Ordinal);
        var steps = Rnn.Run([.. less, "--json"]).Json["steps"]!;
        Assert.True((int)steps["segments"]! > 1);
        Assert.True((long)steps["kept"]! < (long)steps["all"]!);
        Assert.InRange((double)steps["computed_twice"]!, 0.5, 0.99);
        Assert.Contains(
            "layers in both directions need whole sequences", Rnn.Run([.. less, "--set", "model.bidirectional=true"]).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_estimate_knows_that_long_batches_run_in_segments()
    {
        long Batches(string memory) => (long)Rnn.Run(
            "train", _folder.File("tag.yaml"), "--dry-run", "--json", "--set", $"training.memory={memory}").Json["memory"]!["batches"]!;
        Assert.True(Batches("100KB") < Batches("1GB"));
    }

    [Fact]
    public void A_memory_that_is_no_size_is_refused()
    {
        var refused = Rnn.Run("train", _folder.File("tag.yaml"), "--set", "training.memory=much");
        Assert.Equal(2, refused.Exit);
        Assert.Contains("expected a size such as 256MB or 4GB, found 'much'", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_prints_what_is_computed_twice()
    {
        string[] order = ["bench", "ugrnn", "--lengths", "3000", "--batch", "1", "--hidden", "8", "--runs", "1", "--warmup", "0"];
        Assert.DoesNotContain("computed twice", Rnn.Run(order).Output, StringComparison.Ordinal);
        Assert.Contains("computed twice", Rnn.Run([.. order, "--keep", "50KB"]).Output, StringComparison.Ordinal);
        Assert.Equal(2, Rnn.Run([.. order, "--keep", "50"]).Exit);
    }

    string Train(string task, string memory, params string[] more)
    {
        var run = _folder.File($"{task}-{memory}");
        Assert.Equal(
            0, Rnn.Run(["train", _folder.File($"{task}.yaml"), "--out", run, "--set", $"training.memory={memory}", .. more]).Exit);
        return run;
    }

    string Predictions(string run) => Rnn.Run("predict", run, "--data", _folder.File("long.csv")).Output;

    static string Last(string run) => Path.Combine(run, "checkpoints", "last.safetensors");
}
