using System.Text.Json.Nodes;
using RnnTrainer.Training;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Tests.Cli;

/// <summary>No score is infinite, and no number of a training that came to nothing is given without a word.</summary>
public sealed class HonestScoresTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("flat, b", "mase", "note: mase leaves out flat, which does not change in training")]
    [InlineData("flat, steady", "rmse", "note: mase leaves out flat, steady, which do not change in training")]
    [InlineData("flat", "rmse", "note: mase leaves out flat, which does not change in training")]
    public void A_target_that_does_not_change_makes_no_score_infinite(string target, string metric, string note)
    {
        _folder.Write(
            "a.csv",
            "step,flat,steady,b\n"
            + string.Concat(
                Enumerable.Range(0, 120).Select(n => FormattableString.Invariant($"{n},0.1,{7.7},{n % 12 + (n % 5 * 0.1):0.0}\n"))));
        var config = _folder.Write(
            "a.yaml",
            $"task: forecast\ndata: {{train: a.csv, target: [{target}], inputs: [flat, steady, b], window: 6, horizon: 2, split: " +
            $"{{validation: 0.2, test: 0.2}}}}\nmodel: {{hidden: 3}}\ntraining: {{epochs: 2}}\n");
        var train = Rnn.Run("train", config, "--out", _folder.File("runs/a"), "--json");

        Assert.True(train.Exit == 0, train.Error);
        Assert.Contains(note, train.Error, StringComparison.Ordinal);
        foreach (var part in new[] { "train", "validation", "test" })
        {
            var all = train.Json["baselines"]![part]!.AsObject().Select(b => b.Value!.AsObject())
                .Append(train.Json["metrics"]![part]!.AsObject());
            Assert.All(
                all.SelectMany(s => s), s => Assert.True(s.Value is { } value && Math.Abs((double)value) < 1e6, $"{s.Key} {s.Value}"));
            Assert.All(all, s => Assert.Equal(metric == "mase", s.ContainsKey("mase")));
        }

        Assert.Equal(metric, (string)Rnn.Run("runs", "list", _folder.File("runs"), "--json").Json["runs"]![0]!["metric"]!);
        var sweep = Rnn.Run("sweep", config, "--grid", "model.hidden=2,3", "--out", _folder.File("sweep"), "--json").Json;
        Assert.All(sweep["runs"]!.AsArray(), r => Assert.NotNull(r!["score"]));
        Assert.NotNull(
            Rnn.Run("compare", config, "--cells", "gru", "--seeds", "1", "--out", _folder.File("compare"), "--json").Json["cells"]![0]![
                "mean"]);
        Assert.Contains(
            note, Rnn.Run("eval", _folder.File("runs/a"), "--by", "target", "--confidence", "0.9").Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("report", _folder.File("runs/a")).Exit);
        Assert.Equal(metric == "mase" ? 0 : 4, Rnn.Run("eval", _folder.File("runs/a"), "--fail-under", "mase=1e6").Exit);
    }

    [Fact]
    public void A_constant_number_of_a_sequence_makes_no_score_infinite()
    {
        _folder.Write("a.csv", "seq,x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(n => $"s{n},{n % 7},0.1\n")));
        var train = Rnn.Run(
            "train",
            _folder.Write(
                "a.yaml",
                "task: regress\ndata: {train: a.csv, sequence: seq, target: y, split: {test: 0.3}}\nmodel: {hidden: 3}\ntraining: " +
                "{epochs: 1}\n"), "--out", _folder.File("run"), "--json");
        Assert.Equal(0, (double)train.Json["metrics"]!["test"]!["r2"]!);
        Assert.Equal(1, (double)train.Json["baselines"]!["test"]!["mean"]!["r2"]!);
    }

    /// <summary>One series a hundred times the size of the other: each error counts by the changes of its own series.</summary>
    [Fact]
    public void Mase_of_many_series_is_the_mean_of_that_of_each()
    {
        var rows = Enumerable.Range(0, 2)
            .SelectMany(
                s => Enumerable.Range(0, 60)
                .Select(t => FormattableString.Invariant($"s{s},{t},{(s == 0 ? 1 : 100) * (((t * 7) % 5) + (t % 3)):0.0}\n")));
        _folder.Write("a.csv", "seq,step,y\n" + string.Concat(rows));
        var config = _folder.Write(
            "a.yaml",
            "task: forecast\ndata: {train: a.csv, target: y, window: 6, horizon: 3, split: {validation: 0.2, test: 0.2}}\nmodel: " +
            "{hidden: 3}\ntraining: {epochs: 2}\n");
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run")).Exit);
        using var trained = TrainedModel.Load(_folder.File("run"));
        var test = trained.Test();
        // 36 steps are for training
        Assert.Equal(
            Plain(test, "s", 36), (double)JsonNode.Parse(File.ReadAllText(_folder.File("run/run.json")))!["metrics"]!["test"]!["mase"]!,
            1e-9);

        // A file of other series: each has its own scale there.
        var other = _folder.Write("b.csv", "seq,step,y\n" + string.Concat(rows).Replace("s", "other", StringComparison.Ordinal));
        Assert.Equal(
            Plain(trained.Read(other, labelled: true), "other", 60),
            (double)Rnn.Run("eval", _folder.File("run"), "--data", other, "--json").Json["metrics"]!["mase"]!, 1e-9);

        double Plain(DataPart part, string name, int steps)
        {
            var numbers = Predictor.Evaluate(trained.Model, part).Numbers!;
            var y = Enumerable.Range(0, steps).Select(t => (double)(((t * 7) % 5) + (t % 3))).ToArray();
            var change = Enumerable.Range(1, steps - 1).Average(t => Math.Abs(y[t] - y[t - 1]));
            return new[] { 0, 1 }.Average(s => Enumerable.Range(0, part.Count).Where(n => part.Raw[n].Series == $"{name}{s}").Average(n =>
                Enumerable.Range(3 * n, 3)
                    .Average(at => Math.Abs(numbers.Predictions[at] - numbers.Targets[at]) / (change * (s == 0 ? 1 : 100)))));
        }
    }

    [Fact]
    public void A_label_that_training_never_saw_is_a_class_of_its_own_in_macro_f1()
    {
        _folder.Write(
            "a.csv", "seq,x,tag\n" + string.Concat(Enumerable.Range(0, 40).Select(n => $"s{n / 4},{n % 4},{(n % 4 > 1 ? "u" : "v")}\n")));
        Assert.Equal(
            0, Rnn.Run(
                "train",
                _folder.Write(
                    "a.yaml",
                    "task: tag\ndata: {train: a.csv, sequence: seq, target: tag}\nmodel: {hidden: 8}\ntraining: {epochs: 60, " +
                    "learning_rate: 0.02, optimizer: adamw}\n"), "--out", _folder.File("run")).Exit);

        var eval = Rnn.Run(
            "eval", _folder.File("run"), "--data", _folder.Write("b.csv", "seq,x,tag\na,0,v\na,1,new\na,2,u\na,3,other\n"), "--json").Json;

        Assert.Equal(0.5, (double)eval["metrics"]!["accuracy"]!);
        Assert.Equal(((2.0 / 3) + (2.0 / 3)) / 4, (double)eval["metrics"]!["macro_f1"]!, 1e-12); // of v and u 2/3 each, of new and other 0
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("eval")]
    [InlineData("export")]
    public void A_run_that_has_not_finished_an_epoch_is_refused_unless_its_checkpoint_is_named(string command)
    {
        TinySet.Write(_folder);
        Assert.Equal(130, Rnn.RunAndStop(2, ["train", _folder.File("tiny.yaml"), "--out", _folder.File("run")]).Exit);
        string[] args = [
            command, _folder.File("run"), .. command == "predict" ? new[] { "--data", _folder.File("test.csv") } : command == "export"
            ? ["--format", "csharp"] : []];

        var refused = Rnn.Run(args);
        Assert.Equal(6, refused.Exit);
        Assert.Contains("the run has not finished an epoch", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--checkpoint last", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run([.. args, "--checkpoint", "last"]).Exit);
        Assert.Equal(
            0, Rnn.Run(
                [args[0], _folder.File("run/checkpoints/last.safetensors"), .. args[2..], .. command == "export"
                ? new[] { "--out", _folder.File("m.cs") } : []]).Exit);
        Assert.Equal(0, Rnn.Run("inspect", _folder.File("run")).Exit);
    }

    [Fact]
    public void A_training_whose_loss_ends_above_its_beginning_is_not_finished_without_a_warning()
    {
        TinySet.Write(_folder, "regress");
        string[] wild = [
            "--set", "training.clip=null", "--set", "training.optimizer=adamw", "--set", "training.momentum=0", "--set",
            "training.precision=float64", "--set", "data.normalize=none"];
        var astray = Rnn.Run(
            ["train", _folder.File("tiny.yaml"), "--out", _folder.File("wild"), "--set", "training.learning_rate=3000", .. wild]);
        Assert.Equal(0, astray.Exit);
        Assert.Contains("warning: the training loss ended at ", astray.Error, StringComparison.Ordinal);

        var calm = Rnn.Run("train", _folder.File("tiny.yaml"), "--out", _folder.File("calm"));
        Assert.DoesNotContain("the training loss ended at", calm.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1.09, false)]
    [InlineData(1, 1.2, true)] // above the first epoch's
    [InlineData(5e9, 4.7e9, true)] // far above that of outputs of 0
    [InlineData(5, 4, false)]
    public void A_loss_that_ended_astray_is_one_above_the_first_or_far_above_that_of_zeros(double first, double last, bool warns)
    {
        TinySet.Write(_folder, "regress");
        var loaded = ConfigFile.Read(_folder.File("tiny.yaml"));
        var data = TrainingData.Read(loaded.Config, loaded.Folders);
        using var model = new Model(loaded.Config, data.Schema);

        Assert.Equal(1, EndOfTraining.OfZeros(model, data.Train), 1e-9); // the mean of what is standardised
        Assert.Equal(warns, EndOfTraining.Warning(model, data.Train, first, last) is not null);
    }

    [Fact]
    public void Runs_without_a_validation_split_are_listed_by_their_test_scores_with_a_note()
    {
        TinySet.Write(_folder);
        Assert.Equal(0, Rnn.Run("train", _folder.File("tiny.yaml"), "--out", _folder.File("runs/a")).Exit);
        var list = Rnn.Run("runs", "list", _folder.File("runs"));
        Assert.Contains("test accuracy", list.Output, StringComparison.Ordinal);
        Assert.Contains("note: a run without a validation split is listed with its test score", list.Error, StringComparison.Ordinal);

        Assert.Equal(
            0, Rnn.Run("train", _folder.File("tiny.yaml"), "--out", _folder.File("more/b"), "--set", "data.split.validation=0.2").Exit);
        var other = Rnn.Run("runs", "list", _folder.File("more"));
        Assert.Contains("validation accuracy", other.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("note: ", other.Error, StringComparison.Ordinal);
    }
}
