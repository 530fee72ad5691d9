using System.Globalization;
using System.Text;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Training;

public sealed class ValidationNotesTests
{
    [Fact]
    public void Training_says_that_a_validation_part_is_too_small_or_has_one_class()
    {
        var (error, _) = Trained("classify", 24, n => n < 21 ? "a" : "b", "split: {validation: 3, seed: 4}");

        Assert.Contains("the validation part has 3 sequences, too few to choose the best epoch by", error, StringComparison.Ordinal);
        Assert.Contains("all sequences of the validation part have the label 'a'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stratified_validation_part_of_twenty_sequences_needs_no_note()
    {
        var (error, _) = Trained("classify", 60, n => n % 3 == 0 ? "a" : "b", "split: {validation: 20, stratify: true}");

        Assert.DoesNotContain("validation part", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Stratify_needs_a_class_for_each_sequence()
    {
        var (error, exit) = Trained("regress", 24, n => n.ToString(CultureInfo.InvariantCulture), "split: {validation: 5, stratify: true}");

        Assert.Equal(2, exit);
        Assert.Contains("data.split.stratify: task regress has no class for each sequence", error, StringComparison.Ordinal);
    }

    static (string Error, int Exit) Trained(string task, int sequences, Func<int, string> label, string split)
    {
        using var folder = new TemporaryFolder();
        var text = new StringBuilder("seq,x,label\n");
        for (var n = 0; n < sequences; n++)
        {
            text.Append(CultureInfo.InvariantCulture, $"s{n},{n % 7},{label(n)}\ns{n},{n % 5},{label(n)}\n");
        }

        folder.Write("a.csv", text.ToString());
        var config = folder.Write(
            "config.yaml", $"task: {task}\ndata:\n  train: a.csv\n  target: label\n  {split}\nmodel:\n  cell: gru\n  hidden: 2\n"
            + "training:\n  epochs: 1\n");
        var run = Rnn.Run("train", config, "--out", folder.File("run"));
        return (run.Error, run.Exit);
    }
}
