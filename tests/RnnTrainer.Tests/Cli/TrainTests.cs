using System.Globalization;
using System.Text.Json.Nodes;

namespace RnnTrainer.Tests.Cli;

public sealed class TrainTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_small_model_learns_a_small_set_and_beats_the_naive_answer()
    {
        var run = Train("--set", "training.epochs=30", "--json");
        Assert.Equal(0, run.Exit);
        var document = run.Json;
        Assert.Equal("rnn.train/1", (string)document["schema"]!);
        Assert.Equal(30, (int)document["epochs"]!);
        Assert.True((double)document["metrics"]!["test"]!["accuracy"]! >= 0.9, run.Output);
        Assert.InRange((double)document["baselines"]!["test"]!["majority"]!["accuracy"]!, 0.3, 0.8);
        Assert.True(File.Exists(Path.Combine((string)document["run"]!, "checkpoints", "best.safetensors")));
    }

    [Fact]
    public void A_run_holds_what_the_contract_names()
    {
        Assert.Equal(0, Train("--set", "data.split={validation: 0.2}").Exit);
        Assert.All(
            ["config.yaml", "run.json", "metrics.jsonl", "log.clef", "checkpoints/last.safetensors", "checkpoints/best.safetensors"],
            name => Assert.True(File.Exists(_folder.File($"run/{name}")), name));
        var line = JsonNode.Parse(File.ReadLines(_folder.File("run/metrics.jsonl")).Last())!;
        Assert.Equal(
            ["epoch", "step", "train/loss", "validation/loss", "validation/accuracy", "validation/macro_f1",
            "validation/balanced_accuracy", "validation/mcc", "validation/log_loss", "validation/brier", "validation/ece",
            "validation/roc_auc", "validation/pr_auc", "learning_rate", "grad_norm", "seconds", "sequences_per_second",
            "steps_per_second"],
            line.AsObject().Select(p => p.Key));
        Assert.Equal("finished", (string)JsonNode.Parse(File.ReadAllText(_folder.File("run/run.json")))!["status"]!);
        Assert.Equal(0, Rnn.Run("config", "validate", _folder.File("run/config.yaml")).Exit);
    }

    [Fact]
    public void Eval_gives_the_score_that_train_ended_with()
    {
        var trained = Train("--json").Json["metrics"]!["test"]!;
        var evaluated = Rnn.Run("eval", _folder.File("run"), "--json").Json;
        Assert.Equal("rnn.eval/1", (string)evaluated["schema"]!);
        Assert.Equal(trained.ToJsonString(), evaluated["metrics"]!.ToJsonString());
        Assert.Equal(
            trained.ToJsonString(),
            Rnn.Run("eval", _folder.File("run"), "--data", _folder.File("test.csv"), "--json").Json["metrics"]!.ToJsonString());
    }

    [Fact]
    public void Predictions_come_in_the_order_of_the_file_and_the_probabilities_sum_to_one()
    {
        Train();
        var csv = TinySet.Csv(11, seed: 3, labelled: false);
        var run = Rnn.Run(csv, ["predict", _folder.File("run"), "--data", "-", "--proba"]);
        var rows = run.Output.TrimEnd('\n').Split('\n').Select(l => l.Split(',')).ToList();
        Assert.Equal(["seq", "prediction", "p_down", "p_up"], rows[0]);
        Assert.Equal(Enumerable.Range(0, 11).Select(n => $"s{n}"), rows.Skip(1).Select(r => r[0]));
        Assert.All(
            rows.Skip(1), r =>
                Assert.Equal(1, double.Parse(r[2], CultureInfo.InvariantCulture) + double.Parse(r[3], CultureInfo.InvariantCulture), 12));
        Assert.All(rows.Skip(1), r => Assert.Equal(double.Parse(r[3], CultureInfo.InvariantCulture) > 0.5 ? "up" : "down", r[1]));
    }

    [Fact]
    public void Regression_scores_and_predicts_in_the_targets_own_units()
    {
        var config = TinySet.Write(_folder, "regress");
        var run = Rnn.Run(
            "train", config, "--out", _folder.File("run"), "--set", "training.epochs=40", "--set", "training.learning_rate=0.03", "--json");
        var test = run.Json["metrics"]!["test"]!;
        Assert.Equal(["loss", "mse", "rmse", "mae", "r2"], test.AsObject().Select(p => p.Key));
        Assert.True((double)test["r2"]! > 0.8, run.Output);
        Assert.True((double)test["rmse"]! < (double)run.Json["baselines"]!["test"]!["mean"]!["rmse"]!);
        var predicted = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("test.csv")).Output.Split('\n')[1..31];
        var truth = File.ReadLines(_folder.File("test.csv")).Skip(1).Select(l => l.Split(',')).DistinctBy(c => c[0])
            .Select(c => double.Parse(c[5], CultureInfo.InvariantCulture));
        var mse = predicted.Zip(truth, (p, y) => double.Parse(p.Split(',')[1], CultureInfo.InvariantCulture) - y).Average(e => e * e);
        Assert.Equal((double)test["mse"]!, mse, 10);
    }

    [Fact]
    public void Final_scores_leave_out_the_training_split_on_request_and_nothing_else_changes()
    {
        var all = Train("--json").Json;
        var run = Rnn.Run("train", _folder.File("tiny.yaml"), "--out", _folder.File("short"), "--skip-train-scores", "--json").Json;
        var (record, whole) = (Record("short"), Record("run"));
        foreach (var document in new[] { run, record })
        {
            Assert.Equal(["test"], document["metrics"]!.AsObject().Select(p => p.Key));
            Assert.Equal(["test"], document["baselines"]!.AsObject().Select(p => p.Key));
            Assert.Equal("[\"train\"]", document["skipped_scores"]!.ToJsonString());
            Assert.Equal(all["metrics"]!["test"]!.ToJsonString(), document["metrics"]!["test"]!.ToJsonString());
        }

        Assert.Equal("[]", whole["skipped_scores"]!.ToJsonString());
        Assert.Equal("[]", all["skipped_scores"]!.ToJsonString());
        Assert.Equal(
            File.ReadAllBytes(_folder.File("run/checkpoints/best.safetensors")),
            File.ReadAllBytes(_folder.File("short/checkpoints/best.safetensors")));
    }

    [Fact]
    public void The_table_says_which_scores_were_skipped()
    {
        var lines = Train("--skip-train-scores").Output.Split('\n');
        Assert.Contains("train           not scored: --skip-train-scores", lines);
        Assert.Contains(lines, l => l.StartsWith("test ", StringComparison.Ordinal));
        Assert.Equal(0, Rnn.Run("runs", "show", _folder.File("run")).Exit);
        Assert.Equal(0, Rnn.Run("report", _folder.File("run")).Exit);
    }

    [Fact]
    public void Without_another_split_nothing_is_scored_and_a_threshold_is_refused()
    {
        TinySet.Write(_folder);
        File.WriteAllText(
            _folder.File("tiny.yaml"),
            File.ReadAllText(_folder.File("tiny.yaml")).Replace("test: test.csv, ", "", StringComparison.Ordinal));
        string[] train = ["train", _folder.File("tiny.yaml"), "--out", _folder.File("run"), "--skip-train-scores"];
        Assert.Equal(2, Rnn.Run([.. train, "--fail-under", "accuracy=0.5"]).Exit);
        Assert.False(Directory.Exists(_folder.File("run")));
        var run = Rnn.Run([.. train, "--json"]);
        Assert.Equal(0, run.Exit);
        Assert.Empty(run.Json["metrics"]!.AsObject());
    }

    JsonNode Record(string run) => JsonNode.Parse(File.ReadAllText(_folder.File($"{run}/run.json")))!;

    [Fact]
    public void A_dry_run_writes_nothing()
    {
        Assert.Equal(0, Train("--dry-run").Exit);
        Assert.False(Directory.Exists(_folder.File("run")));
    }

    [Fact]
    public void A_score_below_the_limit_exits_4()
    {
        var run = Train("--fail-under", "accuracy=1.01");
        Assert.Equal(4, run.Exit);
        Assert.Contains("--fail-under requires 1.01", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("eval", _folder.File("run"), "--fail-under", "accuracy=0.01").Exit);
        Assert.Equal(4, Rnn.Run("eval", _folder.File("run"), "--fail-under", "loss=0.0000001").Exit);
        Assert.Equal(2, Rnn.Run("eval", _folder.File("run"), "--fail-under", "rmse=1").Exit);
    }

    [Fact]
    public void A_label_that_training_never_saw_exits_3_and_is_named()
    {
        var config = TinySet.Write(_folder);
        _folder.Write("test.csv", "seq,step,a,b,label,slope\nq,0,1,1,sideways,0\n");
        var run = Rnn.Run("train", config, "--out", _folder.File("run"));
        Assert.Equal(3, run.Exit);
        Assert.Contains("'sideways', which does not occur in training", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void Training_that_diverges_exits_5_and_keeps_the_last_good_checkpoint(int threads)
    {
        var config = TinySet.Write(_folder, "regress");
        var run = Rnn.Run(
            "train", config, "--out", _folder.File("run"), "--set", "training.learning_rate=1e300", "--set", "training.clip=null",
            "--threads", $"{threads}");
        Assert.Equal(5, run.Exit);
        Assert.StartsWith(
            "error: training diverged in epoch 1", run.Error[run.Error.IndexOf("error:", StringComparison.Ordinal)..],
            StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("inspect", _folder.File("run"), "--checkpoint", "last").Exit);
        Assert.Equal("diverged", (string)JsonNode.Parse(File.ReadAllText(_folder.File("run/run.json")))!["status"]!);
    }

    [Fact]
    public void A_damaged_checkpoint_exits_6()
    {
        Train();
        using (var file = File.OpenWrite(_folder.File("run/checkpoints/best.safetensors")))
        {
            file.SetLength(file.Length - 3);
        }

        Assert.Equal(6, Rnn.Run("eval", _folder.File("run")).Exit);
        Assert.Equal(6, Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("test.csv")).Exit);
    }

    [Fact]
    public void Starting_weights_of_another_shape_exit_6_and_say_which()
    {
        Train();
        var run = Rnn.Run(
            "train", _folder.File("tiny.yaml"), "--out", _folder.File("other"), "--set", "model.hidden=7", "--set",
            "model.init=run/checkpoints/last.safetensors");
        Assert.Equal(6, run.Exit);
        Assert.Contains("'layer0.WhR' is [6,6], expected [7,7]", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void The_number_of_threads_does_not_change_a_byte(string threads)
    {
        Train("--threads", threads);
        Assert.Equal(0, Rnn.Run("train", _folder.File("tiny.yaml"), "--out", _folder.File("again"), "--quiet").Exit);
        Assert.Equal(
            File.ReadAllBytes(_folder.File("run/checkpoints/last.safetensors")),
            File.ReadAllBytes(_folder.File("again/checkpoints/last.safetensors")));
    }

    [Fact]
    public void A_second_run_into_a_folder_warns_even_if_quiet_and_force_replaces_the_first()
    {
        Assert.Equal("", Train("--quiet", "--set", "training.epochs=1").Error);
        File.WriteAllText(_folder.File("run/notes.txt"), "mine");
        Directory.CreateDirectory(_folder.File("run/tensorboard"));
        var second = Train("--quiet", "--set", "training.epochs=1");
        Assert.StartsWith(
            $"warning: {_folder.File("run")} exists: this run is written to {_folder.File("run-2")} (", second.Error,
            StringComparison.Ordinal);

        var third = Train("--quiet", "--force", "--set", "training.epochs=2", "--json");
        Assert.Equal((_folder.File("run"), ""), ((string)third.Json["run"]!, third.Error));
        Assert.Equal(2, File.ReadLines(_folder.File("run/metrics.jsonl")).Count());
        Assert.True(File.Exists(_folder.File("run/notes.txt")));
        Assert.False(Directory.Exists(_folder.File("run/tensorboard")) || Directory.Exists(_folder.File("run-3")));
    }

    [Fact]
    public void The_name_of_a_run_below_runs_is_recognised()
    {
        Directory.CreateDirectory("runs/of-a-test");
        File.WriteAllText("runs/of-a-test/run.json", "{}");
        try
        {
            Assert.Equal(
                $"error: there is no run 'of-a-test'\n  hint: did you mean {Path.Combine("runs", "of-a-test")}?\n",
                Rnn.Run("eval", "of-a-test").Error);
        }
        finally
        {
            Directory.Delete("runs/of-a-test", recursive: true);
        }
    }

    [Fact]
    public void Force_leaves_a_run_that_is_being_written_and_what_is_a_link_or_no_run()
    {
        var (config, second) = (TinySet.Write(_folder), new Rnn(0, "", ""));
        Rnn.RunAndDo(
            3, () =>
                second = Rnn.Run("train", config, "--out", _folder.File("run"), "--force"), "train", config, "--out", _folder.File("run"),
                "--quiet");
        Assert.Equal(2, second.Exit);
        Assert.Contains("is being written by process", second.Error, StringComparison.Ordinal);
        Directory.CreateSymbolicLink(_folder.File("link"), "run");
        Assert.Contains("is a link", Rnn.Run("train", config, "--out", _folder.File("link"), "--force").Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("eval", _folder.File("run")).Exit);
        Assert.Contains("add --out DIR", Rnn.Run("train", config, "--force").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_a_folder_that_is_not_there_is_refused_by_its_own_name()
    {
        Train("--set", "training.epochs=1");
        var run = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("test.csv"), "--out", _folder.File("none/x.csv"));
        Assert.Equal(
            (2, $"error: '{_folder.File("none/x.csv")}' cannot be written: there is no folder '{_folder.File("none")}'\n  hint: create " +
                $"it first, or name another\n"), (run.Exit, run.Error));
    }

    Rnn Train(params string[] more) => Rnn.Run(["train", TinySet.Write(_folder), "--out", _folder.File("run"), .. more]);
}
