using RnnTrainer.Cli.Runs;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn runs</c>: lists and compares runs.</summary>
public sealed class RunsTests(TwoRuns two) : IClassFixture<TwoRuns>
{
    readonly TemporaryFolder _folder = two.Folder;

    [Fact]
    public void The_list_has_task_score_baseline_epochs_and_what_differs()
    {
        var runs = Rnn.Run("runs", "list", _folder.File("runs"), "--json").Json["runs"]!.AsArray();

        Assert.Equal(["few", "many"], runs.Select(r => Path.GetFileName((string)r!["run"]!)));
        Assert.Equal([1, 6], runs.Select(r => (int)r!["epochs"]!));
        Assert.All(
            runs, r =>
                Assert.Equal(
                    ("classify", "validation", "accuracy", "finished"),
                    ((string)r!["task"]!, (string)r["split"]!, (string)r["metric"]!, (string)r["status"]!)));
        Assert.All(runs, r => Assert.InRange((double)r!["baseline"]!["value"]!, 0.3, 0.7));
        Assert.Equal([0.001, 0.1], runs.Select(r => (double)r!["config"]!["training.learning_rate"]!));
        Assert.Equal(["training.epochs", "training.learning_rate"], runs[0]!["config"]!.AsObject().Select(p => p.Key).Order());
        Assert.Contains("training.learning_rate=0.001", Rnn.Run("runs", "list", _folder.File("runs")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_other_data_do_not_swell_the_list_and_a_terminal_cuts_its_rows()
    {
        var runs = RunOverview.In(_folder.File("runs")).Runs;
        var other = runs[
            0] with
        {
            Config = new Dictionary<string,
            string>(
                runs[0].Config)
            {
                ["data.train"] = "elsewhere/other.csv",
                ["training.batch"] = "77",
                ["data.inputs"] = new string('x', 500)
            }
        };
        var lines = RunsText.List([.. runs, other], null).TrimEnd('\n').Split('\n');

        Assert.Equal(
            ["run", "status", "task", "data", "cell", "epochs", "started", "score", "baseline", "config"],
            lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("  train.csv  ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("training.epochs=6 training.learning_rate=0.1", lines[2], StringComparison.Ordinal);
        Assert.Contains("  other.csv  ", lines[3], StringComparison.Ordinal);
        Assert.DoesNotContain("=", lines[3], StringComparison.Ordinal);
        Assert.All(RunsText.List(runs, 60).TrimEnd('\n').Split('\n'), l => Assert.Equal((60, '…'), (l.Length, l[^1])));
    }

    [Fact]
    public void The_best_is_the_one_that_is_best_on_validation()
    {
        var run = Rnn.Run("runs", "best", _folder.File("runs"), "--metric", "loss");

        Assert.StartsWith(_folder.File("runs/many"), run.Output, StringComparison.Ordinal);
        Assert.Matches(@"  classify  \S*train\.csv  validation loss ", run.Output);
        Assert.Equal(2, Rnn.Run("runs", "best", _folder.File("runs"), "--metric", "rmse").Exit);
    }

    [Fact]
    public void Diff_shows_the_keys_that_differ_and_no_others()
    {
        var lines = Rnn.Run("runs", "diff", _folder.File("runs/few"), _folder.File("runs/many")).Output.TrimEnd('\n').Split('\n');

        Assert.Equal(["", "score", "epochs", "training.epochs", "training.learning_rate"], lines.Select(l => l.Split(' ')[0]));
        Assert.Equal(2, Rnn.Run("runs", "diff", _folder.File("runs/few")).Exit);
    }

    [Fact]
    public void Show_has_every_score_and_key()
    {
        var text = Rnn.Run("runs", "show", _folder.File("runs/many")).Output;

        Assert.All(
            new[] { "macro_f1", "validation", "majority", "model.cell", "ugrnn" }, word =>
                Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_damaged_run_is_passed_over_with_a_remark_and_a_missing_folder_is_an_error()
    {
        Directory.CreateDirectory(_folder.File("runs/bad"));
        _folder.Write("runs/bad/run.json", "{");
        var list = Rnn.Run("runs", "list", _folder.File("runs"));

        Assert.Contains("skipped", list.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bad", list.Output, StringComparison.Ordinal);
        Assert.Equal(2, Rnn.Run("runs", "show", _folder.File("runs/bad")).Exit);
        Assert.Equal(2, Rnn.Run("runs", "list", _folder.File("nowhere")).Exit);
    }
}

/// <summary>Two runs that are trained once for all tests of a class: <c>runs/few</c> and <c>runs/many</c>.</summary>
public sealed class TwoRuns : IDisposable
{
    public TwoRuns()
    {
        var config = TinySet.Write(Folder);
        foreach (var (name, epochs, rate) in new[] { ("few", 1, "0.001"), ("many", 6, "0.1") })
        {
            var run = Rnn.Run(
                "train", config, "--set", $"training.epochs={epochs}", "--set", $"training.learning_rate={rate}", "--set",
                "data.split={validation: 0.2}", "--out", Folder.File($"runs/{name}"), "--quiet");
            Assert.True(run.Exit == 0, run.Error);
        }
    }

    internal TemporaryFolder Folder { get; } = new();

    public void Dispose() => Folder.Dispose();
}
