using RnnTrainer.Data.Synthetic;

namespace RnnTrainer.Tests.Cli;

public sealed class DataMakeTests
{
    public static TheoryData<string> Names => [.. SyntheticData.Tasks.Select(t => t.Name)];

    [Fact]
    public void Without_a_task_it_tells_which_there_are()
    {
        var run = Rnn.Run("data", "make");

        Assert.Equal(0, run.Exit);
        Assert.Equal(SyntheticData.Tasks.Select(t => t.Name), run.Output.TrimEnd().Split('\n').Select(l => l.Split(' ')[0]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_made_is_trained_with_the_keys_that_are_told(string name)
    {
        using var folder = new TemporaryFolder();
        var task = SyntheticData.Find(name)!;
        var made = Rnn.Run(
            "data", "make", name, "--count", "12", "--validation", "5", "--test", "6", "--out", folder.File("made/made.csv"));
        Assert.Equal(0, made.Exit);
        var keys = made.Error[
            (made.Error.IndexOf("config: ", StringComparison.Ordinal) + 8)..made.Error.IndexOf("\nwithout", StringComparison.Ordinal)];
        var (kind, data) = (keys.Split(", ")[0], keys[(keys.IndexOf(", ", StringComparison.Ordinal) + 2)..]);
        var config = folder.Write(
            "made.yaml",
            $"{kind}\ndata: {{train: made/made.csv, validation: made/made-validation.csv, test: made/made-test.csv, {data}}}\nmodel: " +
            $"{{hidden: 3}}\ntraining: {{epochs: 1}}\n");

        Assert.Equal($"task: {task.Kind}", kind);
        var trained = Rnn.Run("train", config, "--out", folder.File("run"));
        Assert.True(trained.Exit == 0, trained.Error);
    }

    [Fact]
    public void The_same_seed_makes_the_same_bytes_and_the_parts_share_no_sequence()
    {
        using var folder = new TemporaryFolder();
        Rnn.Run("data", "make", "adding", "--length", "5", "--count", "3", "--test", "3", "--seed", "7", "--out", folder.File("a.csv"));
        var printed = Rnn.Run("data", "make", "adding", "--length", "5", "--count", "3", "--seed", "7").Output;

        Assert.Equal(printed, File.ReadAllText(folder.File("a.csv")));
        Assert.Empty(printed.Split('\n')[1..^1].Intersect(File.ReadAllLines(folder.File("a-test.csv"))));
        Assert.StartsWith("seq,step,value,marker,sum\n0,0,", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_tells_the_files()
    {
        using var folder = new TemporaryFolder();
        var json = Rnn.Run(
            "data", "make", "copy", "--length", "2", "--count", "2", "--validation", "1", "--out", folder.File("c.csv"), "--json").Json;

        Assert.Equal("rnn.data.make/1", (string)json["schema"]!);
        Assert.Equal(["train 2", "validation 1"], json["files"]!.AsArray().Select(f => $"{f!["part"]} {f["sequences"]}"));
        Assert.All(json["files"]!.AsArray(), f => Assert.True(File.Exists((string)f!["file"]!)));
    }

    [Theory]
    [InlineData("there is no synthetic task 'addin'\n  hint: did you mean 'adding'?", "addin")]
    [InlineData("'temporal-order' needs at least 10 steps, found 9", "temporal-order", "--length", "9")]
    [InlineData("the sequences of 'reber' have random lengths", "reber", "--length", "9")]
    [InlineData("--validation and --test need a file to write to", "adding", "--test", "9")]
    [InlineData("--json needs a file to write to", "adding", "--json")]
    [InlineData("--count expects a whole number from 1 to 1000000, found '0'", "adding", "--count", "0")]
    public void What_cannot_be_made_exits_2(string message, params string[] args)
    {
        var run = Rnn.Run(["data", "make", .. args]);

        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error + run.Output, StringComparison.Ordinal);
    }
}
