using System.Globalization;
using System.Text;

namespace RnnTrainer.Tests.Cli;

public sealed class FoldsTests
{
    const string Model = "model:\n  cell: gru\n  hidden: 2\ntraining:\n  epochs: 2\n  batch: 4\n";

    [Fact]
    public void Every_sequence_is_predicted_once_by_a_model_that_has_not_seen_its_group()
    {
        using var folder = new TemporaryFolder();
        var config = Classes(folder, "split: {validation: 0.2, test: 0.3, by: patient}");

        var run = Rnn.Run("train", config, "--folds", "3", "--out", folder.File("cv"), "--json");
        var rows = Rows(folder.File("cv/predictions.csv"));

        Assert.Equal(0, run.Exit);
        Assert.StartsWith("seq,fold,prediction,p_u,p_v,label\n", File.ReadAllText(folder.File("cv/predictions.csv")), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 24).Select(n => $"s{n}"), rows.Select(r => r[0]));
        Assert.Equal(Rows(folder.File("a.csv")).Select(r => (r[0], r[^1])).Distinct(), rows.Select(r => (r[0], r[^1])));
        Assert.Equal(3, rows.Select(r => r[1]).Distinct().Count());
        Assert.All(rows.Index().GroupBy(r => r.Index % 8), patient => Assert.Single(patient.Select(r => r.Item[1]).Distinct()));
        var (mean, runs) = (run.Json["metrics"]!["test"]!["accuracy"]!, run.Json["runs"]!.AsArray());
        double[] scores = [.. runs.Select(r => (double)r!["metrics"]!["test"]!["accuracy"]!)];
        Assert.Equal(scores.Average(), (double)mean["mean"]!, 1e-12);
        Assert.Equal((scores.Min(), scores.Max()), ((double)mean["min"]!, (double)mean["max"]!));
        Assert.Equal(scores[1], (double)Rnn.Run("eval", folder.File("cv/fold-2"), "--json").Json["metrics"]!["accuracy"]!);
        Assert.Contains("data.split.test is not used", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_that_were_interrupted_end_with_the_same_predictions()
    {
        using var folder = new TemporaryFolder();
        var config = Classes(folder, "normalize: none");
        Rnn.Run("train", config, "--folds", "3", "--out", folder.File("whole"));

        var stopped = Rnn.RunAndStop(11, ["train", config, "--folds", "3", "--out", folder.File("cv")]);
        var resumed = Rnn.Run("train", config, "--folds", "3", "--out", folder.File("cv"));

        Assert.Equal((130, 0), (stopped.Exit, resumed.Exit));
        Assert.Contains("fold 1 of 3: finished before", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(
            File.ReadAllText(folder.File("whole/predictions.csv")), File.ReadAllText(folder.File("cv/predictions.csv")));
    }

    [Fact]
    public void Too_few_or_too_many_folds_are_an_error()
    {
        using var folder = new TemporaryFolder();
        var config = Classes(folder, "normalize: none");
        var grouped = Classes(folder, "split: {by: patient}", "grouped.yaml");

        Fails(2, "--folds expects a whole number from 2", config, "1");
        Fails(3, "25 folds need 25 sequences, and there are 24", config, "25");
        Fails(3, "9 folds need 9 groups in column 'patient', and there are 8", grouped, "9");

        void Fails(int exit, string message, string file, string count)
        {
            var run = Rnn.Run("train", file, "--folds", count, "--out", folder.File("cv"));
            Assert.Equal(exit, run.Exit);
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder.File("cv")));
        }
    }

    [Fact]
    public void A_folder_keeps_its_number_of_folds_unless_it_is_replaced()
    {
        using var folder = new TemporaryFolder();
        var config = Classes(folder, "normalize: none");
        Rnn.Run("train", config, "--folds", "3", "--out", folder.File("cv"));

        var other = Rnn.Run("train", config, "--folds", "2", "--out", folder.File("cv"));
        var replaced = Rnn.Run("train", config, "--folds", "2", "--out", folder.File("cv"), "--force", "--fail-under", "accuracy=1.5");

        Assert.Contains("has 3 folds, and 2 are to be trained", other.Error, StringComparison.Ordinal);
        Assert.Equal((2, 4), (other.Exit, replaced.Exit));
        Assert.Contains("mean test accuracy is", replaced.Error, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], Rows(folder.File("cv/predictions.csv")).Select(r => r[1]).Distinct().Order());
    }

    [Fact]
    public void A_series_is_chained_forward()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "step,x\n" + string.Concat(Enumerable.Range(0, 60).Select(n => $"{n},{n % 7}\n")));
        var config = folder.Write("c.yaml", $"task: forecast\ndata:\n  train: a.csv\n  layout: series\n  window: 4\n  horizon: 1\n{Model}");

        var run = Rnn.Run("train", config, "--folds", "3", "--out", folder.File("cv"));
        var rows = Rows(folder.File("cv/predictions.csv"));

        Assert.Equal(0, run.Exit);
        Assert.Equal(Enumerable.Range(15, 45).Select(n => $"{n}"), rows.Select(r => r[^3]));
        Assert.Equal(Enumerable.Range(15, 45).Select(n => $"{n % 7}"), rows.Select(r => r[^1]));
        Assert.Equal(Enumerable.Range(0, 45).Select(n => $"{1 + (n / 15)}"), rows.Select(r => r[1]));
        Assert.Contains("fold 2 of 3: train 26, test 15", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_of_several_series_keep_the_names_of_their_series()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "item,step,x\n" + string.Concat(Enumerable.Range(0, 60).Select(n => $"i{n / 30},{n % 30},{n % 7}\n")));
        var config = folder.Write(
            "c.yaml", $"task: forecast\ndata:\n  train: a.csv\n  layout: long\n  sequence: item\n  target: x\n  window: 4\n  horizon: 2\n{Model}");

        var run = Rnn.Run("train", config, "--folds", "2", "--out", folder.File("cv"));
        var rows = Rows(folder.File("cv/predictions.csv"));

        Assert.True(run.Exit == 0, run.Error);
        Assert.StartsWith("item,fold,origin,step,time,prediction,x\n", File.ReadAllText(folder.File("cv/predictions.csv")), StringComparison.Ordinal);
        Assert.Equal(["i0", "i1"], rows.Select(r => r[0]).Distinct());
        Assert.Equal(rows.Length, rows.Select(r => (r[0], r[2], r[3])).Distinct().Count());
    }

    [Fact]
    public void A_class_that_a_fold_would_hold_out_whole_is_an_error_before_training()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "seq,x,label\n" + string.Concat(Enumerable.Range(0, 12).Select(n => $"s{n},{n},{(n == 7 ? "rare" : "u")}\n")));
        var config = folder.Write("c.yaml", $"task: classify\ndata:\n  train: a.csv\n  target: label\n{Model}");

        var run = Rnn.Run("train", config, "--folds", "3", "--out", folder.File("cv"));

        Assert.Equal(3, run.Exit);
        Assert.Contains("class 'rare' is in one sequence only", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("cv")));
    }

    [Fact]
    public void Steps_of_one_sequence_are_predicted_once()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "x,label\n" + string.Concat(Enumerable.Range(0, 40).Select(n => $"{n % 7},{(n % 3 == 0 ? "u" : "v")}\n")));
        var config = folder.Write("c.yaml", $"task: tag\ndata:\n  train: a.csv\n  layout: series\n  target: label\n{Model}");

        var run = Rnn.Run("train", config, "--folds", "3", "--out", folder.File("cv"));

        Assert.Equal(0, run.Exit);
        Assert.Equal(Enumerable.Range(10, 30).Select(n => $"{n}"), Rows(folder.File("cv/predictions.csv")).Select(r => r[2]));
    }

    [Theory]
    [InlineData("regress", "target: x2")]
    [InlineData("multilabel", "target: [b1, b2]\n  target_level: sequence")]
    [InlineData("language", "tokens: label")]
    public void Other_tasks_have_folds_too(string task, string keys)
    {
        using var folder = new TemporaryFolder();
        var text = new StringBuilder("seq,x,x2,b1,b2,label\n");
        for (var n = 0; n < 12; n++)
        {
            for (var t = 0; t < 3; t++)
            {
                text.Append(CultureInfo.InvariantCulture, $"s{n},{(n + t) % 5},{n},{n % 2},{n / 2 % 2},{(n + t) % 3}\n");
            }
        }

        folder.Write("a.csv", text.ToString());
        var config = folder.Write("c.yaml", $"task: {task}\ndata:\n  train: a.csv\n  layout: long\n  {keys}\n{Model}");

        var run = Rnn.Run("train", config, "--folds", "3", "--out", folder.File("cv"));

        Assert.Equal(0, run.Exit);
        Assert.Equal(Enumerable.Range(0, 12).Select(n => $"s{n}"), Rows(folder.File("cv/predictions.csv")).Select(r => r[0]));
        if (task == "language")
        {
            Assert.All(Rows(folder.File("cv/predictions.csv")), r => Assert.Equal("2", r[2]));
        }
    }

    [Fact]
    public void Keys_that_hold_out_the_same_part_exclude_one_another()
    {
        using var folder = new TemporaryFolder();
        var config = Classes(folder, "split: {test: 0.2, test_fold: 1/3, validation: 0.1, validation_fold: 4/3}");

        var run = Rnn.Run("train", config);

        Assert.Equal(2, run.Exit);
        Assert.Contains("data.split.validation_fold: expected a fold and how many there are", run.Error, StringComparison.Ordinal);
        var both = Classes(folder, "split: {test: 0.2, test_fold: 1/3}");
        Assert.Contains(
            "data.split.test_fold and data.split.test exclude one another", Rnn.Run("train", both).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_ranks_settings_by_their_mean_over_the_folds()
    {
        using var folder = new TemporaryFolder();
        var config = Classes(folder, "split: {validation: 0.2, test: 0.25, by: patient}");

        var run = Rnn.Run("sweep", config, "--grid", "model.hidden=1,2", "--folds", "3", "--out", folder.File("sweep"), "--json");
        var groups = run.Json["groups"]!.AsArray();

        Assert.True(run.Exit == 0, run.Error);
        Assert.Equal((6, 2), (run.Json["runs"]!.AsArray().Count, groups.Count));
        Assert.All(groups, g => Assert.Equal(3, (int)g!["scored"]!));
        Assert.Equal(["model.hidden"], groups[0]!["settings"]!.AsObject().Select(p => p.Key));
        double[] scores = [
            .. run.Json["runs"]!.AsArray().Where(r => groups[0]!["runs"]!.AsArray().Any(p => $"{p}" == $"{r!["run"]}"))
                .Select(r => (double)r!["score"]!)];
        Assert.Equal(scores.Average(), (double)groups[0]!["mean"]!, 1e-12);
        Assert.Contains(
            "leave out --halving or --folds",
            Rnn.Run("sweep", config, "--grid", "model.hidden=1,2", "--folds", "3", "--halving", "--out", folder.File("other")).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_trains_every_cell_and_seed_on_all_folds()
    {
        using var folder = new TemporaryFolder();
        var config = Classes(folder, "split: {test: 0.25}");

        var run = Rnn.Run("compare", config, "--cells", "gru,ugrnn", "--seeds", "2", "--folds", "3", "--out", folder.File("cmp"), "--json");

        Assert.True(run.Exit == 0, run.Error);
        var runs = run.Json["cells"]![0]!["runs"]!.AsArray();
        Assert.Equal([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)], runs.Select(r => ((int)r!["seed"]!, (int)r["fold"]!)));
        Assert.All(runs, r => Assert.Equal("validation", (string)r!["split"]!));
        Assert.All(runs, r => Assert.NotNull(r!["test"]));
    }

    static string[][] Rows(string file) => [.. File.ReadAllLines(file).Skip(1).Select(line => line.Split(','))];

    static string Classes(TemporaryFolder folder, string keys, string name = "c.yaml")
    {
        folder.Write(
            "a.csv", "seq,patient,x,label\n" + string.Concat(Enumerable.Range(0, 24).Select(n =>
                $"s{n},p{n % 8},{n % 5},{(n % 3 == 0 ? "u" : "v")}\ns{n},p{n % 8},{n % 7},{(n % 3 == 0 ? "u" : "v")}\n")));
        return folder.Write(name, $"task: classify\ndata:\n  train: a.csv\n  inputs: x\n  target: label\n  {keys}\n{Model}");
    }
}
