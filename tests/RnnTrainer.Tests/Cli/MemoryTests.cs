using System.Globalization;
using System.Text.RegularExpressions;

namespace RnnTrainer.Tests.Cli;

public sealed partial class MemoryTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_dry_run_says_what_memory_the_run_would_take()
    {
        var config = TinySet.Write(_folder);
        Assert.Contains("memory: about ", Rnn.Run("train", config, "--dry-run").Error, StringComparison.Ordinal);
        var memory = Rnn.Run("train", config, "--dry-run", "--json").Json["memory"]!;
        Assert.Equal((long)memory["total"]!, (long)memory["data"]! + (long)memory["weights"]! + (long)memory["batches"]!);
    }

    [Fact]
    public void A_run_that_does_not_fit_is_refused_with_the_largest_batch_that_would()
    {
        string[] order = ["train", TinySet.Write(_folder), "--out", _folder.File("run"), "--set", "training.epochs=1", "--set"];
        var limit = (long)Rnn.Run("train", _folder.File("tiny.yaml"), "--dry-run", "--json", "--set", "training.batch=33").Json["memory"]![
            "total"]! - 1;
        var refused = Rnn.RunWithin(limit, [.. order, "training.batch=50"]);
        Assert.Equal(2, refused.Exit);
        Assert.False(Directory.Exists(_folder.File("run")));
        var batch = int.Parse(Batch().Match(refused.Error).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal(32, batch);
        Assert.Equal(2, Rnn.RunWithin(limit, [.. order, "training.batch=33"]).Exit);
        Assert.Equal(0, Rnn.RunWithin(limit, [.. order, "training.batch=32"]).Exit);
    }

    [Fact]
    public void Where_no_batch_fits_it_says_so() =>
        Assert.Contains(
            "not even a batch of 1 fits", Rnn.RunWithin(1000, "train", TinySet.Write(_folder), "--dry-run").Error,
            StringComparison.Ordinal);

    [GeneratedRegex("the largest batch that fits is training.batch ([0-9]+)")]
    private static partial Regex Batch();
}
