using System.Globalization;
using System.Text.Json.Nodes;

namespace RnnTrainer.Tests.Cli;

/// <summary>What eval says beside the scores.</summary>
public sealed class EvalTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_document_of_a_classifier_has_its_confusion_classes_lengths_and_intervals()
    {
        Train("training.epochs=1", "training.learning_rate=0.02");

        var eval = Rnn.Run("eval", _folder.File("run"), "--by", "length", "--confidence", "0.9", "--json").Json;

        Assert.Equal(["majority", "prior"], eval["baselines"]!.AsObject().Select(p => p.Key));
        var counts = eval["confusion"]!["counts"]!.AsArray().Select(row => row!.AsArray().Select(n => (int)n!).ToArray()).ToArray();
        Assert.Equal(30, counts.Sum(row => row.Sum()));
        Assert.Equal((counts[0][0] + counts[1][1]) / 30.0, (double)eval["metrics"]!["accuracy"]!);
        Assert.Equal(counts[1].Sum(), (int)eval["classes"]!["up"]!["support"]!);
        Assert.Equal(
            ["precision", "recall", "f1", "balanced_accuracy", "mcc", "log_loss", "brier", "ece", "roc_auc", "pr_auc", "support"],
            eval["classes"]!["up"]!.AsObject().Select(p => p.Key));
        Assert.Equal((double)eval["metrics"]!["roc_auc"]!, (double)eval["classes"]!["up"]!["roc_auc"]!);
        Assert.All(new[] { "roc_auc", "ece" }, m => Assert.Equal(2, eval["confidence"]!["intervals"]![m]!.AsArray().Count));

        var groups = eval["by"]!["length"]!.AsObject();
        Assert.Equal(["3-4", "5-8"], groups.Select(g => g.Key));
        Assert.Equal(30, groups.Sum(g => (int)g.Value!["count"]!));
        Assert.Equal(
            (double)eval["metrics"]!["accuracy"]!, groups.Sum(g => (int)g.Value!["count"]! * (double)g.Value!["accuracy"]!) / 30, 12);

        Assert.Equal(0.9, (double)eval["confidence"]!["level"]!);
        var (loss, interval) = (
            (double)eval["metrics"]!["loss"]!, eval["confidence"]!["intervals"]!["loss"]!.AsArray().Select(x => (double)x!).ToArray());
        Assert.True(interval[0] < loss && loss < interval[1], eval.ToJsonString());
    }

    [Fact]
    public void By_class_a_table_and_the_confusion_are_printed()
    {
        Train();
        var lines = Rnn.Run("eval", _folder.File("run"), "--by", "class").Output.Split('\n');
        Assert.Contains("by class", lines);
        Assert.Matches("^ +count +precision +recall +f1$", lines[Array.IndexOf(lines, "by class") + 1]);
        Assert.Matches(@"^down +\d+( +(0|\d\.\d{3,})){3}$", lines[Array.IndexOf(lines, "by class") + 2]);
        Assert.Matches("^ +down +up$", lines[Array.IndexOf(lines, "predictions, a row for each label") + 1]);
    }

    [Fact]
    public void By_group_each_is_scored_as_if_it_were_alone()
    {
        var random = new Random(2);
        string[] rows = [.. Enumerable.Range(0, 120).Select(n => FormattableString.Invariant(
            $"s{n},p{n % 6},{random.NextDouble():0.###},{(random.Next(2) == 0 ? "yes" : "no")}\n"))];
        _folder.Write("all.csv", "seq,patient,x,y\n" + string.Concat(rows));
        _folder.Write("third.csv", "seq,patient,x,y\n" + string.Concat(rows.Where((_, n) => n % 6 == 3)));
        var config = _folder.Write("groups.yaml", """
            task: classify
            data: {train: all.csv, target: y, sequence: seq, inputs: [x], split: {test: 0.5, by: patient}}
            model: {hidden: 4}
            training: {epochs: 1}

            """);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet").Exit);

        var groups = Rnn.Run("eval", _folder.File("run"), "--data", _folder.File("all.csv"), "--by", "group", "--json").Json["by"]!["group"]!;
        var alone = Rnn.Run("eval", _folder.File("run"), "--data", _folder.File("third.csv"), "--json").Json["metrics"]!;

        Assert.Equal(["p0", "p1", "p2", "p3", "p4", "p5"], groups.AsObject().Select(g => g.Key));
        Assert.All(alone.AsObject(), m => Assert.Equal((double)m.Value!, (double)groups["p3"]![m.Key]!, 1e-12));
        Assert.Equal(20, (int)groups["p3"]!["count"]!);
    }

    [Theory]
    [InlineData("--by", "group", "--by group: the model was trained without data.split.by")]
    [InlineData("--by", "label", "--by label: this model does not predict several labels")]
    [InlineData("--by", "target", "--by target: this model does not predict numbers")]
    [InlineData("--by", "step", "--by step: this model does not forecast")]
    [InlineData("--by", "colour", "'colour'")]
    [InlineData("--confidence", "1.5", "--confidence expects a number between 0 and 1")]
    public void What_a_model_has_not_is_refused(string option, string value, string message)
    {
        Train();
        var run = Rnn.Run("eval", _folder.File("run"), option, value);
        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    /// <summary>The loss of one epoch that does not move, by hand from the probabilities: Σ w_y (−log p_y) / N.</summary>
    [Fact]
    public void The_training_loss_is_weighted_by_class_and_averaged_over_the_answers_and_scores_are_not()
    {
        Train(
            "training.class_weights={up: 3}", "training.learning_rate=1e-12", "training.epochs=1", "training.batch=60",
            "training.momentum=0");

        var p = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("train.csv"), "--proba").Output.TrimEnd('\n')
            .Split('\n')[1..]
            .Select(l => l.Split(',')).Select(c => (Down: Number(c[2]), Up: Number(c[3]))).ToList();
        var labels = File.ReadLines(_folder.File("train.csv")).Skip(1).Select(l => l.Split(',')).DistinctBy(c => c[0]).Select(c => c[4])
            .ToList();
        var (weighted, plain) = (
            labels.Zip(p).Average(x => x.First == "up" ? -3 * Math.Log(x.Second.Up) : -Math.Log(x.Second.Down)),
            labels.Zip(p).Average(x => -Math.Log(x.First == "up" ? x.Second.Up : x.Second.Down)));

        Assert.Equal(weighted, (double)JsonNode.Parse(File.ReadLines(_folder.File("run/metrics.jsonl")).Last())!["train/loss"]!, 9);
        Assert.Equal(
            plain, (double)Rnn.Run("eval", _folder.File("run"), "--data", _folder.File("train.csv"), "--json").Json["metrics"]!["loss"]!,
            9);
        Assert.Equal(0, Rnn.Run("gradcheck", _folder.File("run")).Exit);
    }

    [Theory]
    [InlineData("{sideways: 2}", "no training example has the label 'sideways'")]
    [InlineData("{up: 0}", "training.class_weights: expected balanced, or labels and positive numbers")]
    [InlineData("even", "training.class_weights: expected balanced, or labels and positive numbers, found 'even'")]
    public void Weights_of_no_class_or_that_are_none_are_refused(string weights, string message)
    {
        var run = Rnn.Run("train", TinySet.Write(_folder, more: $"class_weights: {weights}"), "--out", _folder.File("run"));
        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    void Train(params string[] sets) =>
        Assert.Equal(
            0, Rnn.Run(
                ["train", TinySet.Write(_folder), "--out", _folder.File("run"), "--quiet",
                .. sets.SelectMany(s => new[] { "--set", s })]).Exit);
}
