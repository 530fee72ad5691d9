using System.Globalization;
using System.Text;
using RnnTrainer.Common;

namespace RnnTrainer.Tests.Cli;

public sealed class SplitLeakTests
{
    [Fact]
    public void Groups_in_training_and_in_a_held_out_file_are_reported()
    {
        var (train, check) = Warned(test: 3, group: n => $"p{n % 4}", noise: 1);

        Assert.Contains("4 of 4 groups of test are in train too (column 'patient'), first 'p0'", train, StringComparison.Ordinal);
        Assert.Contains("group-leak: 4 of 4 groups of test", check, StringComparison.Ordinal);
    }

    [Fact]
    public void Nearly_identical_sequences_on_both_sides_are_reported()
    {
        var (train, check) = Warned(test: 0, group: n => $"{n}", noise: 0.001);

        Assert.Contains("12 of 12 sequences of test have nearly the same inputs as one of train, first 't0' and 's0'", train, StringComparison.Ordinal);
        Assert.Contains("near-leak: ", check, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_groups_and_other_sequences_are_not()
    {
        var (train, check) = Warned(test: 3, group: n => $"{n}", noise: 1);

        Assert.DoesNotContain("of test", train, StringComparison.Ordinal);
        Assert.DoesNotContain("leak", check, StringComparison.Ordinal);
    }

    /// <summary>What train and data check say of two files: sequences of the seed 0 and of another, with noise.</summary>
    static (string Train, string Check) Warned(int test, Func<int, string> group, double noise)
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.csv", Rows("s", 0, n => group(n), 0));
        folder.Write("test.csv", Rows("t", test, n => group(test == 0 || !group(0).StartsWith('p') ? n + 100 : n), noise));
        var config = folder.Write(
            "c.yaml", "task: classify\ndata:\n  train: train.csv\n  test: test.csv\n  target: label\n  split: {by: patient}\n"
            + "model:\n  cell: gru\n  hidden: 2\ntraining:\n  epochs: 1\n");
        var train = Rnn.Run("train", config, "--out", folder.File("run"));
        Assert.True(train.Exit == 0, train.Error);
        return (train.Error, Rnn.Run("data", "check", config).Output);
    }

    static string Rows(string name, int seed, Func<int, string> group, double noise)
    {
        var (random, other) = (new RandomStream(seed, "leak", 0), new RandomStream(7, "noise", 0));
        var text = new StringBuilder("seq,patient,x,label\n");
        for (var n = 0; n < 12; n++)
        {
            for (var t = 0; t < 10; t++)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{name}{n},{group(n)},{random.NextDouble() + (noise * (other.NextDouble() - 0.5))},{(n % 2 == 0 ? "u" : "v")}\n");
            }
        }

        return text.ToString();
    }
}
