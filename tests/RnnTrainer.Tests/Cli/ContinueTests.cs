using System.Text.Json.Nodes;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn train --from RUN --data CSV</c>: training continues on new data.</summary>
public sealed class ContinueTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public ContinueTests()
    {
        TinySet.Write(_folder);
        _folder.Write("new.csv", TinySet.Csv(40, seed: 5));
        Assert.Equal(0, Rnn.Run("train", _folder.File("tiny.yaml"), "--out", _folder.File("old")).Exit);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_begins_with_the_weights_of_the_run_and_keeps_its_scales_and_classes()
    {
        var continued = Continue("--set", "training.epochs=1", "--set", "training.learning_rate=0.000000001");

        Assert.True(continued.Exit == 0, continued.Error);
        var (old, now) = (Read("old/checkpoints/best"), Read("new/checkpoints/last"));
        Assert.Equal(old.Schema.ToJson(), now.Schema.ToJson());
        Assert.All(
            old.Parameters.Zip(now.Parameters),
            p => Assert.Equal(p.First.ToDoubles(), p.Second.ToDoubles(), (x, y) => Math.Abs(x - y) < 1e-6));
        Assert.NotEqual(old.Data, now.Data);
        var from = JsonNode.Parse(File.ReadAllText(_folder.File("new/run.json")))!["from"]!;
        Assert.Equal((_folder.File("old"), old.Progress.Epoch), ((string)from["run"]!, (int)from["epoch"]!));
    }

    [Fact]
    public void A_continued_run_that_was_stopped_resumes_with_the_same_bytes()
    {
        Assert.Equal(0, Continue().Exit);
        Directory.Move(_folder.File("new"), _folder.File("whole"));
        var stopped = Rnn.RunAndStop(7, Args());
        var resumed = Rnn.Run("train", _folder.File("new/config.yaml"), "--resume", _folder.File("new"));

        Assert.Equal((130, 0), (stopped.Exit, resumed.Exit));
        Assert.Equal(
            File.ReadAllBytes(_folder.File("whole/checkpoints/last.safetensors")),
            File.ReadAllBytes(_folder.File("new/checkpoints/last.safetensors")));
        Assert.NotNull(JsonNode.Parse(File.ReadAllText(_folder.File("new/run.json")))!["from"]);
    }

    [Fact]
    public void The_library_continues_as_the_command_does()
    {
        Continue();
        using (var run = TrainingRun.Continue(
            _folder.File("old"), _folder.File("new.csv"), new TrainingOptions { Folder = _folder.File("library") }))
        {
            run.Finish();
        }

        Assert.Equal(
            File.ReadAllBytes(_folder.File("new/checkpoints/last.safetensors")),
            File.ReadAllBytes(_folder.File("library/checkpoints/last.safetensors")));
    }

    [Fact]
    public void Classes_that_the_run_does_not_know_are_refused_by_name()
    {
        _folder.Write("new.csv", TinySet.Csv(40, seed: 5).Replace("down", "sideways", StringComparison.Ordinal));

        var refused = Continue();

        Assert.Equal(3, refused.Exit);
        Assert.Contains("'sideways'", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    [Fact]
    public void Words_and_tags_that_the_run_does_not_know_are_refused_by_name()
    {
        string Tagged(params string[] pairs) => "seq,step,word,tag\n" + string.Concat(Enumerable.Range(0, 12).SelectMany(s =>
            pairs.Select((p, t) => $"s{s},{t},{p}\n")));
        _folder.Write("words.csv", Tagged("the,D", "cat,N", "sat,V"));
        _folder.Write("words.yaml", """
            task: tag
            data: {train: words.csv, tokens: word, target: tag, sequence: seq, step: step}
            model: {hidden: 4}
            training: {epochs: 2}

            """);
        Assert.Equal(0, Rnn.Run("train", _folder.File("words.yaml"), "--out", _folder.File("old-words")).Exit);

        foreach (var (pair, name) in new[] { ("dog,N", "dog"), ("cat,X", "X") })
        {
            _folder.Write("more.csv", Tagged("the,D", pair, "sat,V"));
            var refused = Rnn.Run(
                "train", "--from", _folder.File("old-words"), "--data", _folder.File("more.csv"), "--out", _folder.File("n"));
            Assert.Equal(3, refused.Exit);
            Assert.Contains($"'{name}'", refused.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--set model.hidden=9", "model.hidden cannot be set")]
    [InlineData("--set data.normalize=none", "data.normalize cannot be set")]
    [InlineData("--resume", "leave out one of them")]
    public void What_the_run_keeps_cannot_be_set(string option, string why)
    {
        var refused = Continue(option.Split(' '));

        Assert.Equal(2, refused.Exit);
        Assert.Contains(why, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void From_and_data_belong_together_and_replace_the_config()
    {
        Assert.Contains("--from needs --data", Rnn.Run("train", "--from", _folder.File("old")).Error, StringComparison.Ordinal);
        Assert.Contains(
            "--data is for --from", Rnn.Run("train", _folder.File("tiny.yaml"), "--data", "x.csv").Error, StringComparison.Ordinal);
        Assert.Contains("CONFIG is missing", Rnn.Run("train").Error, StringComparison.Ordinal);
        Assert.Contains(
            "exclude each other",
            Rnn.Run("train", _folder.File("tiny.yaml"), "--from", _folder.File("old"), "--data", "x.csv").Error, StringComparison.Ordinal);
    }

    Rnn Continue(params string[] more) => Rnn.Run([.. Args(), .. more]);

    string[] Args() => ["train", "--from", _folder.File("old"), "--data", _folder.File("new.csv"), "--out", _folder.File("new")];

    Checkpoint Read(string name) => Checkpoint.Read(_folder.File($"{name}.safetensors"));
}
