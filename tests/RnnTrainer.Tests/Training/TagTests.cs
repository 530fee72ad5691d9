using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Training;

/// <summary>A label for every step: from numbers, and from words.</summary>
public sealed class TagTests
{
    [Theory]
    [InlineData("numbers")]
    [InlineData("words")]
    public void A_tagger_learns_what_the_step_before_was_and_its_gradients_hold(string inputs)
    {
        using var folder = new TemporaryFolder();
        var csv = Write(folder, inputs);
        var tokens = inputs == "words" ? "\n  tokens: w" : "";
        var config = folder.Write("tag.yaml", $$"""
            task: tag
            data:
              train: {{csv}}
              split: {test: 0.25}
              target: label{{tokens}}
            model: {hidden: 8, embedding: 4}
            training: {epochs: 40, batch: 4, learning_rate: 0.3, momentum: 0.9}
            """);

        var run = folder.File("run");
        var train = Rnn.Run("train", config, "--out", run, "--json", "--quiet");
        Assert.Equal(0, train.Exit);
        var test = train.Json["metrics"]!["test"]!;
        Assert.True((double)test["accuracy"]! > 0.99, test.ToJsonString());

        Assert.Equal(0, Rnn.Run("gradcheck", config).Exit);

        var lines = Rnn.Run("predict", run, "--data", csv).Output.TrimEnd('\n').Split('\n');
        Assert.Equal("seq,step,prediction", lines[0]);
        Assert.Equal(File.ReadAllLines(csv).Length, lines.Length);
        Assert.Equal("s1,0,none", lines[1]);

        var eval = Rnn.Run("eval", run, "--json");
        Assert.Equal(test["loss"]!.ToJsonString(), eval.Json["metrics"]!["loss"]!.ToJsonString());
    }

    [Theory]
    [InlineData(0, 0, 0.8)]
    [InlineData(1, 0.99, 1)]
    public void A_word_that_training_never_saw_is_tagged_by_its_form(int affixes, double least, double most)
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.csv", Endings(from: 0, count: 60));
        folder.Write("test.csv", Endings(from: 200, count: 20));
        var config = folder.Write("tag.yaml", $$"""
            task: tag
            data: {train: train.csv, test: test.csv, tokens: w, affixes: {{affixes}}, target: label}
            model: {hidden: 5, embedding: 4}
            training: {epochs: 30, batch: 7, learning_rate: 0.3, momentum: 0.9}
            """);

        var train = Rnn.Run("train", config, "--out", folder.File("run"), "--json");
        Assert.True(train.Exit == 0, train.Error);
        Assert.Contains($" symbols, {(affixes == 0 ? 1 : 4)} at each step", train.Error, StringComparison.Ordinal);
        Assert.InRange((double)train.Json["metrics"]!["test"]!["accuracy"]!, least, most);

        var check = Rnn.Run("gradcheck", config);
        Assert.True(check.Exit == 0, check.Output);
        var eval = Rnn.Run("eval", folder.File("run"), "--json");
        Assert.Equal(train.Json["metrics"]!["test"]!["loss"]!.ToJsonString(), eval.Json["metrics"]!["loss"]!.ToJsonString());
        var lines = Rnn.Run("predict", folder.File("run"), "--data", folder.File("test.csv")).Output.TrimEnd('\n').Split('\n');
        Assert.Equal(File.ReadAllLines(folder.File("test.csv")).Length, lines.Length);
    }

    /// <summary>Words of a number and an ending; the label is that of the ending.</summary>
    static string Endings(int from, int count) =>
        "seq,w,label\n" + string.Concat(Enumerable.Range(from, count).SelectMany(s => Enumerable.Range(0, 2 + (s % 3))
        .Select(t => (s + (t * t)) % 3 == 0 ? $"s{s},{s}{t}a,A\n" : $"s{s},{s}{t}b,B\n")));

    /// <summary>Sequences of 3 to 7 steps; the label of a step is the input of the one before, of the first step none.</summary>
    static string Write(TemporaryFolder folder, string inputs)
    {
        string[] words = ["red", "green", "blue"];
        var rows = new List<string> { inputs == "words" ? "seq,w,label" : "seq,x1,x2,label" };
        for (var s = 1; s <= 40; s++)
        {
            var before = "none";
            for (var t = 0; t < 3 + (s % 5); t++)
            {
                var word = words[(s * s + (t * (s + 1))) % 3];
                rows.Add(
                    inputs == "words" ? $"s{s},{word},{before}" : $"s{s},{(word == "red" ? 1 : 0)},{(word == "blue" ? 1 : 0)},{before}");
                before = word;
            }
        }

        return folder.Write("tags.csv", string.Join("\n", rows) + "\n");
    }
}
