using System.Text.Json.Nodes;
using RnnTrainer.Training;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn tune</c>: a search for the settings with the best validation score.</summary>
public sealed class TuneTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public TuneTests() => TinySet.Write(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Trials_are_ranked_by_their_validation_scores_and_the_best_is_a_run_with_a_config()
    {
        var tuned = Tune("--trials", "10", "--ensemble", "3").Json;

        var board = Board(tuned);
        Assert.Equal(10, board.Count);
        Assert.Equal(Enumerable.Range(1, 10), board.Select(r => (int)r["rank"]!));
        Assert.Equal(board.Select(r => (double)r["score"]!).OrderDescending(), board.Select(r => (double)r["score"]!));
        Assert.Contains(board, r => (string)r["run"]! == _folder.File("tuned/trials/000"));
        Assert.True(board.Select(r => r["settings"]!.ToJsonString()).Distinct().Count() == 10);
        Assert.Equal(_folder.File("tuned/best"), (string)tuned["best"]!);
        Assert.Equal(
            (double)tuned["metrics"]!["test"]!["accuracy"]!,
            (double)Rnn.Run("eval", _folder.File("tuned/best"), "--json").Json["metrics"]!["accuracy"]!);
        Assert.Equal(3, tuned["ensemble"]!["members"]!.AsArray().Count);
        using var ensemble = TrainedModel.Load(_folder.File("tuned/ensemble"));
        Assert.Equal(30, ensemble.Predict(_folder.File("test.csv")).Count);
    }

    [Fact]
    public void The_best_config_trains_the_run_that_the_search_found()
    {
        var board = Board(Tune("--trials", "8").Json);
        var best = (string)board[0]["run"]!;
        var trained = Rnn.Run("train", _folder.File("tuned/best.yaml"), "--out", _folder.File("again"));

        Assert.True(trained.Exit == 0, trained.Error);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(best, "checkpoints/best.safetensors")),
            File.ReadAllBytes(_folder.File("again/checkpoints/best.safetensors")));
    }

    [Theory]
    [InlineData("--jobs", "1")]
    [InlineData("--jobs", "3")]
    public void A_search_that_was_stopped_and_started_again_ends_as_one_that_was_not(params string[] jobs)
    {
        string[] args = ["--trials", "11", .. jobs];
        var (whole, steps) = (Tune(args).Json, 0);
        Directory.Move(_folder.File("tuned"), _folder.File("whole"));
        foreach (var stop in new[] { 5, 60, 120 })
        {
            Assert.Equal(130, Rnn.RunAndStop(stop, Args(args)).Exit);
        }

        var again = Tune(args).Json;
        var once = Rnn.RunAndDo(null, () => steps++, TimeProvider.System, Args(args)).Json;

        Assert.Equal(0, steps);
        Assert.Equal(Table(whole), Table(again));
        Assert.Equal(Table(whole), Table(once));
    }

    [Fact]
    public void The_table_depends_on_the_seed_and_not_on_the_number_of_jobs()
    {
        var one = Table(Tune("--trials", "9", "--jobs", "1").Json);
        Directory.Delete(_folder.File("tuned"), recursive: true);
        var four = Table(Tune("--trials", "9", "--jobs", "4").Json);
        Directory.Delete(_folder.File("tuned"), recursive: true);
        var other = Table(Tune("--trials", "9", "--seed", "2").Json);

        Assert.Equal(one, four);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void When_the_time_is_over_trials_are_ranked_as_far_as_they_have_come_and_continue_later()
    {
        var clock = new Clock();
        var timed = Rnn.RunAndDo(null, clock.Tick, clock, Args("--time", "100s", "--jobs", "1"));

        Assert.True(timed.Exit == 0, timed.Error);
        Assert.Contains("the time is over", timed.Error, StringComparison.Ordinal);
        Assert.InRange(Board(timed.Json).Count, 2, 60);
        Assert.True(File.Exists(_folder.File("tuned/best/run.json")));
        var later = Board(Tune("--trials", "8").Json);
        Assert.Equal(8, later.Count);
    }

    [Fact]
    public void With_folds_a_trial_is_scored_by_the_mean_over_its_runs_and_the_best_is_trained_again()
    {
        var tuned = Tune("--trials", "4", "--folds", "3", "--ensemble", "2").Json;

        var board = Board(tuned);
        Assert.Equal(4, board.Count);
        double[] folds = [.. Enumerable.Range(1, 3).Select(k => ScoreOf($"{board[0]["run"]}/fold-{k}"))];
        Assert.Equal(folds.Average(), (double)board[0]["score"]!, 1e-12);
        Assert.Equal(6, tuned["ensemble"]!["members"]!.AsArray().Count);
        var again = Rnn.Run("train", _folder.File("tuned/best.yaml"), "--out", _folder.File("again"));
        Assert.True(again.Exit == 0, again.Error);
        Assert.DoesNotContain("fold", File.ReadAllText(_folder.File("tuned/best.yaml")), StringComparison.Ordinal);
        Assert.Equal(
            File.ReadAllBytes(_folder.File("tuned/best/checkpoints/best.safetensors")),
            File.ReadAllBytes(_folder.File("again/checkpoints/best.safetensors")));

        double ScoreOf(string run) => File.ReadAllLines($"{run}/metrics.jsonl").Select(l => JsonNode.Parse(l)!)
            .MinBy(l => (double)l["validation/loss"]!)!["validation/accuracy"]!.GetValue<double>();
    }

    [Fact]
    public void A_search_over_folds_that_was_stopped_ends_as_one_that_was_not()
    {
        string[] args = ["--trials", "3", "--folds", "2", "--jobs", "1"];
        var whole = Table(Tune(args).Json);
        Directory.Move(_folder.File("tuned"), _folder.File("whole"));
        Assert.Equal(130, Rnn.RunAndStop(30, Args(args)).Exit);

        Assert.Equal(whole, Table(Tune(args).Json));
    }

    [Fact]
    public void A_data_file_is_tuned_from_the_config_that_init_writes()
    {
        var tuned = Rnn.Run(
            "tune", _folder.File("train.csv"), "--trials", "3", "--set", "training.epochs=4", "--out", _folder.File("csv"), "--json");

        Assert.True(tuned.Exit == 0, tuned.Error);
        Assert.Equal(3, Board(tuned.Json).Count);
        Assert.Contains("task: ", File.ReadAllText(_folder.File("csv/start.yaml")), StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("config", "validate", _folder.File("csv/best.yaml")).Exit);
    }

    [Theory]
    [InlineData("data.split=null", "there is no validation part")]
    [InlineData("data.split={validation: 4}", "the validation part has 4 examples, too few")]
    public void Without_a_validation_part_or_with_too_small_a_one_a_split_is_used_and_said(string set, string why)
    {
        var tuned = Rnn.Run("tune", _folder.File("tiny.yaml"), "--set", set, "--trials", "2", "--out", _folder.File("tuned"), "--json");

        Assert.True(tuned.Exit == 0, tuned.Error);
        Assert.Contains($"note: {why}", tuned.Error, StringComparison.Ordinal);
        Assert.Contains("data.split.validation=0.3", (string)tuned.Json["note"]!, StringComparison.Ordinal);
        Assert.Contains("validation: 0.3", File.ReadAllText(_folder.File("tuned/best.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_another_search_and_values_that_are_no_times_are_refused()
    {
        Tune("--trials", "1");
        var other = Rnn.Run(Args("--trials", "1", "--set", "model.hidden=5"));

        Assert.Equal(2, other.Exit);
        Assert.Contains("choose another folder (--out)", other.Output, StringComparison.Ordinal);
        Assert.All(
            new[] { "10", "m", "-1m", "0s", "abc", "1d" },
            time => Assert.Contains("--time expects a time", Rnn.Run("tune", "x.yaml", $"--time={time}").Error, StringComparison.Ordinal));
        Assert.Equal(2, Rnn.Run(Args("--trials", "1", "--metric", "beauty")).Exit);
    }

    Rnn Tune(params string[] more)
    {
        var tuned = Rnn.Run(Args(more));
        Assert.True(tuned.Exit == 0, tuned.Error);
        return tuned;
    }

    string[] Args(params string[] more) =>
    [
        "tune", _folder.File("tiny.yaml"), "--set", "data.split={validation: 0.4}", "--out", _folder.File("tuned"), "--json", .. more,
    ];

    static List<JsonObject> Board(JsonObject tuned) => [.. tuned["leaderboard"]!.AsArray().Select(r => r!.AsObject())];

    /// <summary>Without times.</summary>
    static List<string> Table(JsonObject tuned) =>
        [.. Board(tuned).Select(r => $"{r["rank"]} {r["score"]} {r["settings"]!.ToJsonString()} {r["epochs"]} {r["run"]}")];

    /// <summary>A clock that advances by a second at each update.</summary>
    sealed class Clock : TimeProvider
    {
        long _seconds;

        public void Tick() => Interlocked.Increment(ref _seconds);

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Read(ref _seconds);
    }
}
