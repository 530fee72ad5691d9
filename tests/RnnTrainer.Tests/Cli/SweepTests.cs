using System.Text.Json.Nodes;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Training;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn sweep</c>: many settings, ranked by validation.</summary>
public sealed class SweepTests : IDisposable
{
    static readonly string[] Rates = ["--grid", "training.learning_rate=0.001,0.1", "--grid", "model.hidden=3,6"];

    readonly TemporaryFolder _folder = new();

    public SweepTests() => TinySet.Write(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_combination_is_a_run_and_they_are_ranked_by_their_validation_scores()
    {
        var sweep = Sweep(Rates).Json;

        Assert.Equal(["0.001 3", "0.001 6", "0.1 3", "0.1 6"], Runs(sweep).Select(Settings).Order());
        Assert.Equal([1, 2, 3, 4], Runs(sweep).Select(r => (int)r["rank"]!));
        Assert.Equal(Scores(sweep).OrderDescending(), Scores(sweep));
        Assert.All(Runs(sweep), r => Assert.Equal(Validation(r), (double)r["score"]!, 12));
        Assert.Equal((string)Runs(sweep)[0]["run"]!, (string)sweep["best"]!);
        Assert.StartsWith("0.1 ", Settings(Runs(sweep)[0]), StringComparison.Ordinal);
        Assert.All(Runs(sweep), r => Assert.Equal((36, 6, "finished"), ((int)r["steps"]!, (int)r["epochs"]!, (string)r["status"]!)));
    }

    [Fact]
    public void Runs_that_differ_in_nothing_but_seeds_are_a_group_and_the_best_group_is_chosen_by_its_mean()
    {
        string[] seeds = ["--grid", "training.learning_rate=0.001,0.1", "--grid", "training.seed=1,2,3"];
        var sweep = Sweep(seeds).Json;

        var groups = sweep["groups"]!.AsArray();
        Assert.Equal([0.1, 0.001], groups.Select(g => (double)g!["settings"]!["training.learning_rate"]!));
        foreach (var group in groups)
        {
            double[] scores = [
                .. Runs(sweep).Where(r => group!["runs"]!.AsArray().Any(g => (string)g! == (string)r["run"]!))
                .Select(r => (double)r["score"]!)];
            Assert.Equal(3, scores.Length);
            Assert.Equal(scores.Average(), (double)group!["mean"]!, 12);
            Assert.Equal(Math.Sqrt(scores.Sum(s => Math.Pow(s - scores.Average(), 2)) / 2), (double)group["deviation"]!, 12);
        }

        Assert.Equal((string)groups[0]!["runs"]![0]!, (string)sweep["best"]!);
        Assert.Null(Sweep("--grid", "model.hidden=3").Json["groups"]);
        Assert.True(Runs(sweep)[0]["settings"]!["training.seed"]!.GetValueKind() == System.Text.Json.JsonValueKind.Number);
    }

    [Fact]
    public void A_better_score_on_the_test_split_changes_no_rank()
    {
        var sweep = Sweep(Rates).Json;
        var last = Path.Combine((string)Runs(sweep)[^1]["run"]!, "run.json");
        var record = JsonNode.Parse(File.ReadAllText(last))!;
        record["metrics"]!["test"]!["accuracy"] = 1.0;
        File.WriteAllText(last, record.ToJsonString());

        Assert.Equal(sweep["runs"]!.ToJsonString(), Sweep(Rates).Json["runs"]!.ToJsonString());
        Assert.DoesNotContain("test ", Sweep([.. Rates], json: false).Output.Split("\nchosen by validation")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_a_sweep_is_the_run_that_train_makes()
    {
        Sweep("--grid", "model.hidden=3,6");
        Rnn.Run(
            "train", _folder.File("tiny.yaml"), "--set", "data.split={validation: 0.2}", "--set", "model.hidden=3", "--out",
            _folder.File("alone"));

        Assert.Equal(Bytes("alone"), Bytes("all/hidden=3"));
    }

    [Theory]
    [InlineData()]
    [InlineData("--halving")]
    [InlineData("--halving", "--jobs", "2")]
    public void A_sweep_that_was_stopped_and_started_again_ends_as_one_that_was_not(params string[] more)
    {
        var whole = Sweep([.. Rates, .. more]).Json;
        var names = Directory.GetDirectories(_folder.File("all")).Select(d => Path.GetFileName(d)).ToList();
        var bytes = names.Select(n => Bytes($"all/{n}")).ToList();
        Directory.Delete(_folder.File("all"), recursive: true);
        var stopped = 0;
        foreach (var stop in new[] { 3, 20, 31 })
        {
            stopped += StopAfter(stop, Args([.. Rates, .. more])).Exit == 130 ? 1 : 0;
        }

        var again = Sweep([.. Rates, .. more]).Json;

        Assert.True(stopped >= 2);
        Assert.Equal(Ranks(whole), Ranks(again));
        Assert.Equal(bytes, names.Select(n => Bytes($"all/{n}")));
    }

    [Fact]
    public void What_is_finished_is_not_trained_again()
    {
        Sweep(Rates);
        var times = Directory.GetFiles(_folder.File("all"), "run.json", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        var steps = 0;
        var again = Rnn.RunAndDo(null, () => steps++, TimeProvider.System, Args(Rates));

        Assert.Equal((0, 0), (again.Exit, steps));
        Assert.Equal(times, Directory.GetFiles(_folder.File("all"), "run.json", SearchOption.AllDirectories).Select(File.ReadAllText));
    }

    [Fact]
    public void Halving_trains_fewer_steps_and_its_best_run_is_the_one_that_train_would_have_made()
    {
        string[] grid = ["--grid", "training.learning_rate=0.0001,0.0002,0.0003,0.1"];
        var all = Sweep(grid).Json;
        Directory.Move(_folder.File("all"), _folder.File("full"));
        var halved = Sweep([.. grid, "--halving"]).Json;

        Assert.Equal(["2 4", "3 2", "6 1"], halved["rungs"]!.AsArray().Select(r => $"{r!["epochs"]} {r["runs"]}"));
        Assert.Equal((4 * 36, (2 * 2 * 6) + (3 * 6) + 36), ((int)all["steps"]!, (int)halved["steps"]!));
        Assert.Equal(0.1, (double)Runs(halved)[0]["settings"]!["training.learning_rate"]!);
        Assert.Equal(["finished", "stopped", "stopped", "stopped"], Runs(halved).Select(r => (string)r["status"]!));
        Assert.Equal(Bytes("full/learning_rate=0.1"), Bytes("all/learning_rate=0.1"));
    }

    [Fact]
    public void A_run_that_diverges_is_a_row_and_one_that_cannot_be_built_too()
    {
        var sweep = Sweep("--grid", "training.learning_rate=0.1,1e30", "--grid", "training.clip=null", "--grid", "model.cell=rnn-relu");

        Assert.Equal(0, sweep.Exit);
        Assert.Equal(["finished", "diverged"], Runs(sweep.Json).Select(r => (string)r["status"]!));
        Assert.Null(Runs(sweep.Json)[1]["rank"]);
        var none = Rnn.Run(Args("--grid", "training.learning_rate=1e30", "--grid", "training.clip=null", "--grid", "model.cell=rnn-relu"));
        Assert.Equal(5, none.Exit);
        Assert.Null(none.Json["best"]);
    }

    [Fact]
    public void A_setting_that_is_too_large_for_the_machine_is_a_row_with_its_reason()
    {
        var sweep = Rnn.RunWithin(20_000_000, Args("--grid", "model.hidden=4,800"));

        Assert.True(sweep.Exit == 0, sweep.Output);
        Assert.Equal(["finished", "failed"], Runs(sweep.Json).Select(r => (string)r["status"]!));
        Assert.Contains("memory", (string)Runs(sweep.Json)[1]["message"]!, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("all/hidden=3")]
    [InlineData("all/hidden=3/checkpoints")]
    public void A_run_that_was_killed_before_its_first_checkpoint_begins_anew(string made)
    {
        Directory.CreateDirectory(_folder.File(made));
        File.WriteAllText(_folder.File("all/hidden=3/run.json"), "");

        Assert.Equal(0, Sweep("--grid", "model.hidden=3").Exit);
    }

    [Fact]
    public void Runs_of_another_training_in_the_same_folder_are_refused()
    {
        Sweep("--grid", "model.hidden=3");
        var longer = Rnn.Run(Args("--grid", "model.hidden=3", "--set", "training.learning_rate=0.05"));
        File.AppendAllText(_folder.File("train.csv"), "new,0,1,1,up,1\n");
        var data = Rnn.Run(Args("--grid", "model.hidden=3"));

        Assert.Equal((2, 2), (longer.Exit, data.Exit));
        Assert.Contains("training.learning_rate was 0.1 and is now 0.05", longer.Output, StringComparison.Ordinal);
        Assert.Contains("its data were others", data.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_lists_the_settings_and_writes_nothing()
    {
        var plan = Sweep(
            "--random", "3", "--range", "training.learning_rate=0.01..1", "--grid", "model.cell=gru,lstm", "--halving", "--dry-run").Json;

        Assert.Equal(3, plan["runs"]!.AsArray().Count);
        Assert.Equal(["3 3", "6 2"], plan["rungs"]!.AsArray().Select(r => $"{r!["epochs"]} {r["runs"]}"));
        Assert.False(Directory.Exists(_folder.File("all")));
    }

    [Theory]
    [InlineData("there is nothing to sweep")]
    [InlineData("--grid: unknown key 'training.epoch'\n  hint: did you mean 'training.epochs'?", "--grid", "training.epoch=1,2")]
    [InlineData("--grid: unknown key 'hidden'\n  hint: did you mean 'model.hidden'?", "--grid", "hidden=1,2")]
    [InlineData("--grid expects key=V,V,…, found 'model.hidden'", "--grid", "model.hidden")]
    [InlineData("--grid: an empty value in 'model.hidden=1,,2'", "--grid", "model.hidden=1,,2")]
    [InlineData("model.hidden: expected a whole number, found 'x'", "--grid", "model.hidden=1,x")]
    [InlineData("'model.hidden' is swept twice", "--grid", "model.hidden=1", "--grid", "model.hidden=2")]
    [InlineData("--range without --random", "--range", "model.hidden=1..8")]
    [InlineData("--range: 'model.cell' is not a number", "--random", "2", "--range", "model.cell=1..8")]
    [InlineData(
        "--range expects key=LOW..HIGH, the lower whole number first, found 'model.hidden=8..1'", "--random", "2", "--range",
        "model.hidden=8..1")]
    [InlineData("--range: unknown key 'training.rate'", "--random", "2", "--range", "training.rate=1..8")]
    [InlineData("--metric: 'rmse' is not a metric of this task", "--grid", "model.hidden=1", "--metric", "rmse")]
    [InlineData("training.epochs cannot be swept", "--grid", "training.epochs=1,2", "--halving")]
    [InlineData("no validation split", "--grid", "model.hidden=1", "--set", "data.split=null")]
    public void A_mistake_is_told_before_anything_is_trained(string message, params string[] more)
    {
        var run = Rnn.Run(Args(more)[..^1]);

        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("all")));
    }

    [Theory]
    [InlineData(2, 1, "finished finished")]
    [InlineData(2, 2, "failed failed")]
    [InlineData(1, 2, "finished")] // a single run has all of the memory
    [InlineData(4, 2, "failed failed failed failed")]
    public void Runs_that_are_trained_at_the_same_time_share_the_memory(int runs, int jobs, string statuses)
    {
        var (grid, enough) = ($"training.learning_rate={string.Join(',', new[] { 0.1, 0.2, 0.3, 0.4 }.Take(runs))}", Needed() * 3 / 2);
        var sweep = Rnn.RunWithin(enough, Args("--grid", grid, "--jobs", $"{jobs}"));

        Assert.Equal(statuses, string.Join(' ', Runs(sweep.Json).Select(r => (string)r["status"]!)));
        Assert.Equal(statuses.StartsWith("finished", StringComparison.Ordinal) ? 0 : 2, sweep.Exit);
    }

    [Fact]
    public void The_steps_that_are_kept_and_the_rows_in_memory_are_a_share_of_the_memory_too()
    {
        var options = new TrainingOptions { Jobs = 3, Sets = ["data.split={validation: 0.2}"] };
        using var model = TrainingPlan.Read(_folder.File("tiny.yaml"), options).NewModel(isNew: true);
        using var alone = TrainingPlan.Read(_folder.File("tiny.yaml"), options with { Jobs = 1 }).NewModel(isNew: true);

        Assert.Equal(alone.Memory / 3, model.Memory);
        Assert.InRange(MemoryLimit.OfEach(jobs: 3), 1, MemoryLimit.Of(new DataOptions()) / 2);
    }

    long Needed() => (long)Rnn.Run(
        "train", _folder.File("tiny.yaml"), "--set", "data.split={validation: 0.2}", "--dry-run", "--json").Json["memory"]!["total"]!;

    Rnn Sweep(params string[] more) => Sweep(more, json: true);

    Rnn Sweep(string[] more, bool json)
    {
        var run = Rnn.Run(json ? Args(more) : Args(more)[..^1]);
        Assert.True(run.Exit == 0, run.Error + run.Output);
        return run;
    }

    string[] Args(params string[] more) =>
        ["sweep", _folder.File("tiny.yaml"), "--out", _folder.File("all"), "--set", "data.split={validation: 0.2}", .. more, "--json"];

    /// <summary>Stops the whole sweep after so many steps of all its runs together.</summary>
    static Rnn StopAfter(int steps, string[] args)
    {
        var interruption = new RnnTrainer.Cli.Terminal.Interruption();
        var taken = 0;
        return Rnn.RunAndDo(
            () =>
            {
                if (Interlocked.Increment(ref taken) == steps)
                {
                    interruption.Request(130);
                }
            },
            interruption,
            args);
    }

    byte[] Bytes(string run) => File.ReadAllBytes(_folder.File($"{run}/checkpoints/last.safetensors"));

    static List<JsonNode> Runs(JsonObject sweep) => [.. sweep["runs"]!.AsArray().Select(r => r!)];

    static IEnumerable<double> Scores(JsonObject sweep) => Runs(sweep).Select(r => (double)r["score"]!);

    static IEnumerable<string> Ranks(JsonObject sweep) =>
        Runs(sweep).Select(r => $"{r["rank"]} {r["run"]} {r["status"]} {r["score"]} {r["steps"]}");

    static string Settings(JsonNode run) => string.Join(' ', run["settings"]!.AsObject().Select(s => s.Value!.ToJsonString()));

    static double Validation(JsonNode run) =>
        (double)JsonNode.Parse(File.ReadAllText(Path.Combine((string)run["run"]!, "run.json")))!["metrics"]!["validation"]!["accuracy"]!;
}
