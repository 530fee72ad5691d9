using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Datasets;

namespace RnnTrainer.Tests.Training;

/// <summary>Which sequences are held out is the data's business, not training's.</summary>
public sealed class SplitSeedTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public SplitSeedTests()
    {
        _folder.Write(
            "a.csv", "seq,x,label\n" + string.Concat(Enumerable.Range(0, 60).Select(n => $"s{n},{n % 7},{(n % 7 > 3 ? "u" : "v")}\n")));
        _folder.Write(
            "a.yaml",
            "task: classify\ndata: {train: a.csv, sequence: seq, target: label, split: {validation: 0.2, test: 0.2}}\nmodel: {hidden: " +
            "3}\ntraining: {epochs: 1, batch: 8}\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Another_training_seed_is_scored_on_the_same_sequences()
    {
        Assert.Equal(Held("training.seed=1"), Held("training.seed=2"));
        Assert.NotEqual(Held("data.split.seed=1"), Held("data.split.seed=2"));
        Assert.Equal(Held("data.split.seed=1"), Held("training.seed=5"));
    }

    [Fact]
    public void The_runs_of_a_comparison_have_one_test_set()
    {
        Assert.Equal(0, Rnn.Run("compare", _folder.File("a.yaml"), "--cells", "gru", "--seeds", "2", "--out", _folder.File("all")).Exit);

        using var first = TrainedModel.Load(_folder.File("all/gru/seed-1"));
        using var second = TrainedModel.Load(_folder.File("all/gru/seed-2"));
        Assert.Equal((1, 2), (first.Config.Training.Seed, second.Config.Training.Seed));
        Assert.Equal(first.Test().Raw.Select(s => s.Id), second.Test().Raw.Select(s => s.Id));
    }

    /// <summary>A run of 0.1 had no such key: its split was drawn by the seed of training.</summary>
    [Fact]
    public void A_run_without_the_key_is_scored_on_what_it_was_not_trained_on()
    {
        Assert.Equal(
            0, Rnn.Run(
                "train", _folder.File("a.yaml"), "--out", _folder.File("run"), "--set", "training.seed=3", "--set",
                "data.split.seed=3").Exit);
        using var before = TrainedModel.Load(_folder.File("run"));
        IReadOnlyList<string> held = [.. before.Test().Raw.Select(s => s.Id)];
        MakeOld(_folder.File("run"));

        using var old = TrainedModel.Load(_folder.File("run"));
        Assert.Equal(held, old.Test().Raw.Select(s => s.Id));
        Assert.Equal(before.Validation()!.Raw.Select(s => s.Id), old.Validation()!.Raw.Select(s => s.Id));
        Assert.Equal(3, ConfigFile.Read(_folder.File("run/config.yaml")).Config.Data.Split!.Seed);
        Assert.Equal(3, ConfigFile.Read(_folder.File("run/config.yaml"), ["training.seed=4"]).Config.Data.Split!.Seed);
        Assert.Equal(5, ConfigFile.Read(_folder.File("run/config.yaml"), ["data.split.seed=5"]).Config.Data.Split!.Seed);
        Assert.NotEqual(held, Held("training.seed=3"));
    }

    [Fact]
    public void A_new_run_has_the_key()
    {
        Assert.Equal(0, Rnn.Run("train", _folder.File("a.yaml"), "--out", _folder.File("run"), "--set", "training.seed=3").Exit);
        Assert.Contains("    seed: 1\n", File.ReadAllText(_folder.File("run/config.yaml")), StringComparison.Ordinal);
        Assert.Equal(1, Checkpoint.Read(_folder.File("run/checkpoints/last.safetensors")).Config.Data.Split!.Seed);
    }

    IReadOnlyList<string> Held(string set)
    {
        var loaded = ConfigFile.Read(_folder.File("a.yaml"), [set]);
        var data = TrainingData.Read(loaded.Config, loaded.Folders);
        return [.. data.Validation.Raw.Concat(data.Test.Raw).Select(s => s.Id)];
    }

    static void MakeOld(string run)
    {
        var yaml = Path.Combine(run, "config.yaml");
        File.WriteAllText(
            yaml, string.Concat(File.ReadAllLines(yaml).Where((line, n) => line != "    seed: 3").Select(line => line + "\n")));
        Assert.DoesNotContain("    seed:", File.ReadAllText(yaml), StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(Path.Combine(run, "checkpoints")))
        {
            var content = SafeTensorsReader.Read(file);
            var config = System.Text.Json.Nodes.JsonNode.Parse(content.Metadata["config"])!;
            Assert.True(config["data"]!["split"]!.AsObject().Remove("seed"));
            var metadata = content.Metadata.ToDictionary();
            (metadata["config"], metadata["version"]) = (config.ToJsonString(), "0.1.0");
            SafeTensorsWriter.Write(file, SafeTensorsWriter.WithDigest(new SafeTensors(metadata, content.Tensors)));
        }
    }
}
