using System.Text.Json.Nodes;
using RnnTrainer.Cells.Sheet;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Tests.Training;

/// <summary>In a program <see cref="TrainingRun"/> does what <c>rnn train</c> does.</summary>
public sealed class TrainingRunTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_program_trains_to_the_bytes_and_the_scores_of_the_command()
    {
        var config = TinySet.Write(_folder);
        var command = Rnn.Run("train", config, "--out", _folder.File("command"), "--quiet", "--json", "--set", "training.epochs=2");
        using var training = TrainingRun.Begin(
            config, new TrainingOptions { Folder = _folder.File("program"), Sets = ["training.epochs=2"] });
        var scores = training.Finish();

        Assert.Equal(
            File.ReadAllBytes(_folder.File("command/checkpoints/best.safetensors")),
            File.ReadAllBytes(_folder.File("program/checkpoints/best.safetensors")));
        Assert.Equal(command.Json["metrics"]!.ToJsonString(), scores.Metrics().ToJsonString());
        Assert.Equal("finished", Status("program"));
    }

    [Fact]
    public void A_program_that_stops_pulling_leaves_a_run_that_the_command_resumes()
    {
        var config = TinySet.Write(_folder);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("command"), "--quiet", "--set", "training.epochs=2").Exit);
        using (var training = TrainingRun.Begin(
            config, new TrainingOptions { Folder = _folder.File("program"), Sets = ["training.epochs=2"] }))
        {
            _ = training.Events().First(_ => training.Trainer.Progress.Step == 11);
            Assert.Equal("running", Status("program"));
            training.Pause();
        }

        Assert.Equal("interrupted", Status("program"));
        Assert.Equal(0, Rnn.Run("train", config, "--resume", _folder.File("program"), "--quiet", "--set", "training.epochs=2").Exit);
        Assert.Equal(
            File.ReadAllBytes(_folder.File("command/checkpoints/last.safetensors")),
            File.ReadAllBytes(_folder.File("program/checkpoints/last.safetensors")));
    }

    [Fact]
    public void A_run_that_diverges_says_so_and_one_that_is_let_go_counts_as_interrupted()
    {
        using (var training = TrainingRun.Begin(
            TinySet.Write(_folder, "regress"),
            new TrainingOptions { Folder = _folder.File("run"), Sets = ["training.learning_rate=1e300", "model.cell=rnn-relu"] }))
        {
            Assert.Throws<DivergenceException>(training.Finish);
        }

        Assert.Equal("diverged", Status("run"));
        using (TrainingRun.Begin(_folder.File("tiny.yaml"), new TrainingOptions { Folder = _folder.File("run") }))
        {
            Assert.Equal("running", Status("run-2"));
        }

        Assert.Equal("interrupted", Status("run-2"));
    }

    [Fact]
    public void A_cell_in_csharp_trains_to_the_weights_of_the_same_cell_as_text_and_the_command_knows_its_run()
    {
        Assert.Equal(
            0, Rnn.Run(
                "train", TinySet.Write(_folder), "--out", _folder.File("text"), "--quiet", "--set", "training.epochs=1", "--set",
                "model.cell=ugrnn").Exit);
        using (var training = TrainingRun.Begin(
            _folder.File("tiny.yaml"),
            new TrainingOptions { Folder = _folder.File("csharp"), Sets = ["training.epochs=1"], Cell = new SheetUgrnn() }))
        {
            training.Finish();
        }

        Assert.Equal(Weights("text"), Weights("csharp"));
        Assert.Equal(Rnn.Run("eval", _folder.File("text"), "--quiet").Output, Rnn.Run("eval", _folder.File("csharp"), "--quiet").Output);
    }

    [Fact]
    public void A_run_that_the_command_paused_is_resumed_by_a_program_and_its_log_tells_each_epoch()
    {
        var config = TinySet.Write(_folder);
        Assert.Equal(130, Rnn.RunAndStop(8, ["train", config, "--out", _folder.File("run"), "--quiet", "--set", "training.epochs=2"]).Exit);
        var options = new TrainingOptions { Resume = _folder.File("run"), Sets = ["training.epochs=2"] };
        using (var training = TrainingRun.Begin(config, options))
        {
            Assert.Empty(training.Warnings);
            training.Finish();
        }

        var events = File.ReadLines(_folder.File("run/log.clef")).Select(l => JsonNode.Parse(l)!).ToList();
        Assert.Equal(
            [1, 2], events.Where(e => ((string)e["@mt"]!).StartsWith("Epoch", StringComparison.Ordinal)).Select(e => (int)e["Epoch"]!));
        Assert.Equal(2, events.Count(e => (string)e["@mt"]! == "rnn {Version} begins or resumes a run"));
        Assert.All(
            events, e => Assert.True(DateTime.Parse((string)e["@t"]!, System.Globalization.CultureInfo.InvariantCulture).Year > 2000));
    }

    [Fact]
    public void A_program_sweeps_to_the_ranking_of_the_command()
    {
        var config = TinySet.Write(_folder);
        string[] sets = ["training.epochs=2", "data.split={validation: 0.2}"];
        var command = Rnn.Run(
            ["sweep", config, "--out", _folder.File("command"), "--grid", "model.hidden=3,6", "--json",
            .. sets.SelectMany(s => new[] { "--set", s })]);
        var sweep = Sweep.Begin(config, new SweepOptions
        {
            Keys = [SweepKey.Of("model.hidden", "3", "6")],
            Folder = _folder.File("program"),
            Training = new TrainingOptions { Sets = sets },
        });

        var trained = sweep.Events().OfType<RunTrained>().Select(t => t.Run.Setting.Name).ToList();
        Assert.Equal(["hidden=3", "hidden=6"], trained);
        Assert.Equal(
            command.Json["runs"]!.AsArray().Select(r => (double?)r!["score"]),
            sweep.Ranking.Select(r => r.Score(sweep.Metric)));
    }

    [Fact]
    public void A_program_that_stops_pulling_a_sweep_continues_it_by_beginning_it_again()
    {
        var options = new SweepOptions
        {
            Keys = [SweepKey.Of("model.hidden", "3", "6")],
            Folder = _folder.File("sweep"),
            Training = new TrainingOptions { Sets = ["training.epochs=1", "data.split={validation: 0.2}"] },
        };
        var config = TinySet.Write(_folder);
        var first = Sweep.Begin(config, options).Events().OfType<RunTrained>().First().Run;
        var record = File.ReadAllText(Path.Combine(first.Path, "run.json"));
        var second = Sweep.Begin(config, options);

        Assert.Equal(2, second.Events().OfType<RunTrained>().Count());
        Assert.Equal(record, File.ReadAllText(Path.Combine(first.Path, "run.json")));
        Assert.All(second.Ranking, r => Assert.Equal("finished", r.Status));
    }

    public void Dispose() => _folder.Dispose();

    IEnumerable<(string, string)> Weights(string run) =>
        SafeTensorsReader.Read(_folder.File($"{run}/checkpoints/best.safetensors")).Tensors.Where(t => Checkpoint.IsWeight(t.Name))
            .Select(t => (t.Name, string.Join(' ', t.ToDoubles())));

    string Status(string run) => (string)JsonNode.Parse(File.ReadAllText(_folder.File($"{run}/run.json")))!["status"]!;
}
