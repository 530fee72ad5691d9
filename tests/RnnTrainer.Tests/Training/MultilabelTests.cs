using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Training;

/// <summary>Independent answers of 0 or 1 for the next step.</summary>
public sealed class MultilabelTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Notes_that_follow_from_those_before_are_learnt_and_beat_their_rates()
    {
        var run = Rnn.Run("train", Write(), "--out", _folder.File("run"), "--json", "--quiet");
        Assert.Equal(0, run.Exit);
        var (test, prior) = (run.Json["metrics"]!["test"]!, run.Json["baselines"]!["test"]!["prior"]!);
        Assert.Equal(
            ["loss", "accuracy", "precision", "recall", "f1", "macro_f1", "balanced_accuracy", "mcc", "log_loss", "brier", "ece", "roc_auc",
            "pr_auc", "micro_roc_auc", "micro_pr_auc"],
            test.AsObject().Select(p => p.Key));
        Assert.True((double)test["loss"]! < 0.6 * (double)prior["loss"]!, run.Output);
        Assert.True((double)test["f1"]! > 0.8, run.Output);
        Assert.Equal(0, Rnn.Run("gradcheck", _folder.File("notes.yaml"), "--sample", "6").Exit);
    }

    /// <summary>The loss is −ln p, summed over the outputs and averaged over the steps that have a next one: recomputed from what predict
    /// says.</summary>
    [Fact]
    public void The_loss_is_that_of_the_probabilities_that_predict_gives()
    {
        Rnn.Run("train", Write(), "--out", _folder.File("run"), "--quiet", "--set", "training.epochs=3");
        var file = _folder.Write("new.csv", "seq,k0,k1,k2\np,1,0,0\np,0,1,1\np,1,1,0\nq,0,0,1\nq,1,0,0\n");
        var lines = Rnn.Run("predict", _folder.File("run"), "--data", file, "--proba").Output.TrimEnd('\n').Split('\n')
            .Select(l => l.Split(',')).ToList();
        Assert.Equal(["seq", "step", "prediction_k0", "prediction_k1", "prediction_k2", "p_k0", "p_k1", "p_k2"], lines[0]);
        Assert.Equal(["p,0", "p,1", "p,2", "q,0", "q,1"], lines.Skip(1).Select(l => $"{l[0]},{l[1]}"));
        var p = lines.Skip(1).Select(l => l[5..].Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray()).ToList();
        Assert.All(lines.Skip(1).Zip(p), pair => Assert.Equal(pair.Second.Select(x => x > 0.5 ? "1" : "0"), pair.First[2..5]));
        var nats = new[] { (0, "011"), (1, "110"), (3, "100") }
            .Sum(a => a.Item2.Select((y, c) => -Math.Log(y == '1' ? p[a.Item1][c] : 1 - p[a.Item1][c])).Sum());
        Assert.Equal(nats / 3, (double)Rnn.Run("eval", _folder.File("run"), "--data", file, "--json").Json["metrics"]!["loss"]!, 12);
    }

    [Fact]
    public void Pieces_can_be_resumed_within_an_epoch()
    {
        var config = Write();
        string[] shorter = ["--set", "training.epochs=3", "--set", "training.truncate=4", "--quiet"];
        Assert.Equal(0, Rnn.Run(["train", config, "--out", _folder.File("whole"), .. shorter]).Exit);
        Assert.Equal(130, Rnn.RunAndStop(7, ["train", config, "--out", _folder.File("stopped"), .. shorter]).Exit);
        Assert.Equal(0, Rnn.Run(["train", config, "--resume", _folder.File("stopped"), .. shorter]).Exit);
        Assert.Equal(
            File.ReadAllBytes(_folder.File("whole/checkpoints/last.safetensors")),
            File.ReadAllBytes(_folder.File("stopped/checkpoints/last.safetensors")));
    }

    [Fact]
    public void Another_number_than_0_and_1_is_named_with_its_place()
    {
        _folder.Write("notes.csv", "seq,k0,k1\na,0,1\na,2,1\na,1,0\n");
        var run = Rnn.Run("train", _folder.Write("c.yaml", "task: multilabel\ndata: {train: notes.csv}\n"), "--dry-run");
        Assert.Equal(3, run.Exit);
        Assert.Contains("notes.csv:3:3: error: '2' is neither 0 nor 1 in column 'k0'", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A note moves up by one at each step, and now and then a second one sounds.</summary>
    string Write()
    {
        var random = new RandomStream(1, "notes", 0);
        var rows = new List<string> { "seq,k0,k1,k2" };
        for (var s = 0; s < 40; s++)
        {
            for (var t = 0; t < 4 + (s % 6); t++)
            {
                var (note, other) = ((s + t) % 3, random.Next(6));
                rows.Add($"s{s},{string.Join(',', Enumerable.Range(0, 3).Select(k => k == note || k == other ? 1 : 0))}");
            }
        }

        _folder.Write("notes.csv", string.Join("\n", rows) + "\n");
        return _folder.Write(
            "notes.yaml",
            "task: multilabel\ndata: {train: notes.csv, normalize: none, split: {test: 0.25}}\nmodel: {hidden: 8}\ntraining: {epochs: " +
            "40, batch: 4, optimizer: adamw, learning_rate: 0.02, precision: float64}\n");
    }
}
