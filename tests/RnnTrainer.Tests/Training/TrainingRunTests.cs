using System.Text.Json.Nodes;
using RnnTrainer.Cells;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;

namespace RnnTrainer.Tests.Training;

/// <summary>In a program <see cref="TrainingRun"/> does what <c>rnn train</c> does.</summary>
public sealed class TrainingRunTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public void A_program_trains_to_the_bytes_and_the_scores_of_the_command()
    {
        var config = TinySet.Write(folder);
        var command = Rnn.Run("train", config, "--out", folder.File("command"), "--quiet", "--json", "--set", "training.epochs=2");
        using var training = TrainingRun.Begin(config, folder.File("program"), sets: ["training.epochs=2"]);
        var scores = training.Finish();

        Assert.Equal(File.ReadAllBytes(folder.File("command/checkpoints/best.safetensors")), File.ReadAllBytes(folder.File("program/checkpoints/best.safetensors")));
        Assert.Equal(command.Json["metrics"]!.ToJsonString(), scores.Metrics().ToJsonString());
        Assert.Equal("finished", Status("program"));
    }

    [Fact]
    public void A_program_that_stops_pulling_leaves_a_run_that_the_command_goes_on_with()
    {
        var config = TinySet.Write(folder);
        Assert.Equal(0, Rnn.Run("train", config, "--out", folder.File("command"), "--quiet", "--set", "training.epochs=2").Exit);
        using (var training = TrainingRun.Begin(config, folder.File("program"), sets: ["training.epochs=2"]))
        {
            _ = training.Events().First(_ => training.Trainer.Progress.Step == 11);
            Assert.Equal("running", Status("program"));
            training.Rest();
        }

        Assert.Equal("interrupted", Status("program"));
        Assert.Equal(0, Rnn.Run("train", config, "--resume", folder.File("program"), "--quiet", "--set", "training.epochs=2").Exit);
        Assert.Equal(File.ReadAllBytes(folder.File("command/checkpoints/last.safetensors")), File.ReadAllBytes(folder.File("program/checkpoints/last.safetensors")));
    }

    [Fact]
    public void A_run_that_diverges_says_so_and_one_that_is_let_go_rests()
    {
        using (var training = TrainingRun.Begin(TinySet.Write(folder, "regress"), folder.File("run"), sets: ["training.learning_rate=1e300", "model.cell=rnn-relu"]))
        {
            Assert.Throws<DivergenceException>(training.Finish);
        }

        Assert.Equal("diverged", Status("run"));
        using (TrainingRun.Begin(folder.File("tiny.yaml"), folder.File("run")))
        {
            Assert.Equal("running", Status("run-2"));
        }

        Assert.Equal("interrupted", Status("run-2"));
    }

    [Fact]
    public void A_cell_in_csharp_trains_to_the_weights_of_the_same_cell_as_text_and_the_command_knows_its_run()
    {
        Assert.Equal(0, Rnn.Run("train", TinySet.Write(folder), "--out", folder.File("text"), "--quiet", "--set", "training.epochs=1", "--set", "model.cell=ugrnn").Exit);
        using (var training = TrainingRun.Begin(folder.File("tiny.yaml"), folder.File("csharp"), ["training.epochs=1"], new SheetUgrnn()))
        {
            training.Finish();
        }

        Assert.Equal(Weights("text"), Weights("csharp"));
        Assert.Equal(Rnn.Run("eval", folder.File("text"), "--quiet").Output, Rnn.Run("eval", folder.File("csharp"), "--quiet").Output);
    }

    public void Dispose() => folder.Dispose();

    IEnumerable<(string, string)> Weights(string run) =>
        SafeTensorsReader.Read(folder.File($"{run}/checkpoints/best.safetensors")).Tensors.Where(t => Checkpoint.IsWeight(t.Name)).Select(t => (t.Name, string.Join(' ', t.ToDoubles())));

    string Status(string run) => (string)JsonNode.Parse(File.ReadAllText(folder.File($"{run}/run.json")))!["status"]!;
}
