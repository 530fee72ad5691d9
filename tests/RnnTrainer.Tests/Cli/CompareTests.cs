using System.Text.Json.Nodes;

namespace RnnTrainer.Tests.Cli;

public sealed class CompareTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cells_are_trained_at_nearly_the_same_number_of_parameters_and_the_table_holds_their_scores()
    {
        var run = Compare("ugrnn,lstm,min-gru", "--seeds", "2", "--reach", "loss=0.6");

        Assert.True(run.Exit == 0, run.Error);
        var cells = run.Json["cells"]!.AsArray();
        Assert.Equal(["ugrnn", "lstm", "min-gru"], cells.Select(c => (string)c!["cell"]!));
        Assert.Equal(6, (int)cells[0]!["hidden"]!);
        Assert.All(cells, c => Assert.InRange((double)c!["parameters"]! / (double)cells[0]!["parameters"]!, 0.75, 1.25));
        Assert.All(cells, AssertMeanAndSpread);
        Assert.All(
            cells.SelectMany(c => c!["runs"]!.AsArray()), r =>
                Assert.Equal(("test", Accuracy((string)r!["run"]!)), ((string)r["split"]!, (double)r["score"]!)));
    }

    [Fact]
    public void A_comparison_keeps_to_the_memory_of_each_of_its_runs()
    {
        var needed = (long)Rnn.Run("train", TinySet.Write(_folder), "--dry-run", "--json").Json["memory"]!["total"]!;
        string[] order = ["compare", _folder.File("tiny.yaml"), "--cells", "ugrnn", "--seeds", "2", "--out", _folder.File("cells")];

        var refused = Rnn.RunWithin(needed - 1, order);
        Assert.Equal(2, refused.Exit);
        Assert.Contains("may be used", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.RunWithin(needed, order).Exit); // one after the other: each has all of it
    }

    [Fact]
    public void Validation_scores_come_first_and_without_them_the_table_says_so()
    {
        var run = Compare("gru", "--seeds", "2", "--set", "data.split.validation=0.25");
        var cell = run.Json["cells"]![0]!;
        Assert.All(
            cell["runs"]!.AsArray(), r =>
                Assert.Equal(("validation", Accuracy((string)r!["run"]!)), ((string)r["split"]!, (double)r["test"]!)));
        Assert.Equal(cell["runs"]!.AsArray().Average(r => (double)r!["test"]!), (double)cell["test_mean"]!, 1e-12);

        var table = Rnn.Run(Args("gru", "--seeds", "2", "--set", "data.split.validation=0.25")[..^1]).Output;
        Assert.True(
            table.IndexOf("validation accuracy", StringComparison.Ordinal) < table.IndexOf("test accuracy", StringComparison.Ordinal),
            table);
        Assert.DoesNotContain("there is no validation split", table, StringComparison.Ordinal);
        Assert.Contains(
            "there is no validation split",
            Rnn.Run("compare", _folder.File("tiny.yaml"), "--cells", "gru", "--seeds", "1", "--out", _folder.File("one")).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_a_comparison_is_the_run_that_train_makes()
    {
        Assert.Equal(0, Compare("gru", "--seeds", "1").Exit);
        Assert.Equal(0, Rnn.Run("train", _folder.File("tiny.yaml"), "--set", "model.cell=gru", "--out", _folder.File("alone")).Exit);

        Assert.Equal(
            File.ReadAllBytes(_folder.File("alone/checkpoints/last.safetensors")),
            File.ReadAllBytes(_folder.File("all/gru/seed-1/checkpoints/last.safetensors")));
    }

    [Fact]
    public void The_same_command_goes_on_where_it_was_stopped()
    {
        var whole = Compare("ugrnn,gru", "--seeds", "2");
        Directory.Move(_folder.File("all"), _folder.File("whole"));
        var stopped = Rnn.RunAndStop(20, Args("ugrnn,gru", "--seeds", "2"));

        Assert.Equal(130, stopped.Exit);
        Assert.Equal(Scores(whole), Scores(Compare("ugrnn,gru", "--seeds", "2")));
        foreach (var name in new[] { "ugrnn/seed-1", "ugrnn/seed-2", "gru/seed-1", "gru/seed-2" })
        {
            Assert.Equal(
                File.ReadAllBytes(_folder.File($"whole/{name}/checkpoints/last.safetensors")),
                File.ReadAllBytes(_folder.File($"all/{name}/checkpoints/last.safetensors")));
        }
    }

    [Fact]
    public void A_cell_that_diverges_is_counted_and_costs_the_others_nothing()
    {
        var run = Compare("rnn-relu,ugrnn", "--seeds", "1", "--set", "training.learning_rate=1e30", "--set", "training.clip=null");

        Assert.True(run.Exit == 0, run.Error);
        Assert.Equal(1, (int)run.Json["cells"]![0]!["diverged"]!);
        Assert.Null(run.Json["cells"]![0]!["mean"]);
    }

    [Fact]
    public void With_match_hidden_every_cell_has_the_hidden_size_of_the_config() =>
        Assert.All(
            Compare("rnn,lstm", "--seeds", "1", "--match", "hidden", "--set", "training.epochs=1").Json["cells"]!.AsArray(), c =>
                Assert.Equal(6, (int)c!["hidden"]!));

    [Fact]
    public void Random_settings_are_the_same_for_every_cell_and_those_that_reach_the_limit_are_counted()
    {
        var run = Compare("ugrnn,gru", "--random", "3", "--reach", "loss=0.5");

        Assert.True(run.Exit == 0, run.Error);
        var rates = run.Json["cells"]!.AsArray().Select(c => c!["runs"]!.AsArray().Select(r => RateOf((string)r!["run"]!)).ToList())
            .ToList();
        Assert.Equal(3, rates[0].Distinct().Count());
        Assert.Equal(rates[0], rates[1]);
        Assert.All(
            run.Json["cells"]!.AsArray(), c =>
                Assert.Equal(c!["runs"]!.AsArray().Count(r => r!["reached_at"] is not null), (int)c["reached"]!));
    }

    [Fact]
    public void Where_only_the_training_split_is_scored_the_bits_that_a_parameter_stores_are_told()
    {
        TinySet.Write(_folder);
        File.WriteAllText(
            _folder.File("tiny.yaml"),
            File.ReadAllText(_folder.File("tiny.yaml")).Replace(", test: test.csv", "", StringComparison.Ordinal));
        var cell = Compare("ugrnn", "--seeds", "1").Json["cells"]![0]!;
        var p = (double)cell["runs"]![0]!["score"]!;

        Assert.InRange(p, 0.51, 0.99);
        Assert.Equal(
            60 * (1 + (p * Math.Log2(p)) + ((1 - p) * Math.Log2(1 - p))) / (double)cell["parameters"]!, (double)cell["bits_per_parameter"]!,
            1e-12);
        Assert.Null(Compare("ugrnn", "--seeds", "1", "--metric", "loss").Json["cells"]![0]!["bits_per_parameter"]);
    }

    [Theory]
    [InlineData("ugrnn,gruu", "there is no cell 'gruu'\n  hint: did you mean 'gru'?")]
    [InlineData("ugrnn", "--metric: 'rmse' is not a metric of this task", "--metric", "rmse")]
    [InlineData("ugrnn", "--reach: 'speed' is not a metric of this task", "--reach", "speed=1")]
    public void A_mistake_is_told_before_anything_is_trained(string cells, string message, params string[] more)
    {
        TinySet.Write(_folder);
        var run = Rnn.Run(Args(cells, more)[..^1]);

        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("all")));
    }

    Rnn Compare(string cells, params string[] more)
    {
        if (!File.Exists(_folder.File("tiny.yaml")))
        {
            TinySet.Write(_folder);
        }

        return Rnn.Run(Args(cells, more));
    }

    string[] Args(string cells, params string[] more) =>
        ["compare", _folder.File("tiny.yaml"), "--cells", cells, "--out", _folder.File("all"), .. more, "--json"];

    static void AssertMeanAndSpread(JsonNode? cell)
    {
        double[] scores = [.. cell!["runs"]!.AsArray().Select(r => (double)r!["score"]!)];
        Assert.Equal(scores.Average(), (double)cell["mean"]!, 1e-12);
        Assert.Equal(Math.Abs(scores[0] - scores[1]) / Math.Sqrt(2), (double)cell["deviation"]!, 1e-12);
        Assert.True((double)cell["ms_per_step"]! > 0);
    }

    static string RateOf(string run) =>
        File.ReadLines(Path.Combine(run, "config.yaml")).Single(l => l.Contains("learning_rate:", StringComparison.Ordinal));

    static double Accuracy(string run) =>
        (double)JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!["metrics"]!["test"]!["accuracy"]!;

    static IEnumerable<double> Scores(Rnn run) =>
        run.Json["cells"]!.AsArray().SelectMany(c => c!["runs"]!.AsArray()).Select(r => (double)r!["score"]!);
}
