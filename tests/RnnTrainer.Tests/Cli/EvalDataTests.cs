using System.Text.Json.Nodes;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Tests.Cli;

/// <summary>A file that is named for eval or predict is looked for in the working directory, where training ran, and in the folders of
/// RNN_DATA.</summary>
public sealed class EvalDataTests
{
    [Fact]
    public void Values_that_training_never_saw_are_told_once_for_each_column()
    {
        using var folder = new TemporaryFolder();
        var rows = string.Concat(
            Enumerable.Range(0, 20).Select(n => $"s{n},{(n % 2 == 0 ? "red" : "blue")},{n % 5}.5,{(n % 2 == 0 ? "u" : "v")}\n"));
        var train = folder.Write("train.csv", "seq,colour,x,label\n" + rows);
        folder.Write(
            "config.yaml",
            "task: classify\ndata: {train: train.csv, inputs: x, categories: colour, target: label}\nmodel: {cell: ugrnn, hidden: " +
            "2}\ntraining: {epochs: 1}\n");
        Assert.Equal(0, Rnn.Run("train", folder.File("config.yaml"), "--out", folder.File("run"), "--quiet").Exit);
        folder.Write(
            "new.csv",
            File.ReadAllText(train).Replace("s0,red", "s0,green", StringComparison.Ordinal)
            .Replace("s1,blue", "s1,pink", StringComparison.Ordinal).Replace("s2,red", "s2,green", StringComparison.Ordinal));

        foreach (var command in (string[])["eval", "predict"])
        {
            Assert.Contains(
                $"warning: 3 cells of {folder.File("new.csv")} in column 'colour' hold values that training never saw, such as 'green', " +
                $"'pink'\n", Rnn.Run(command, folder.File("run"), "--data", folder.File("new.csv")).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_new_file_is_found_where_training_found_its_own_or_the_places_are_named()
    {
        using var folder = new TemporaryFolder();
        var config = TinySet.Write(folder);
        Assert.Equal(0, Rnn.Run("train", config, "--out", folder.File("run"), "--set", "training.epochs=1", "--quiet").Exit);
        using var sets = new TemporaryFolder();
        Directory.CreateDirectory(sets.File("tiny"));
        File.Copy(folder.File("test.csv"), sets.File("tiny/new.csv"));

        var missing = Rnn.Run("eval", folder.File("run"), "--data", "tiny/new.csv");
        Assert.Equal(3, missing.Exit);
        Assert.Contains("there is no such file; looked in '.'", missing.Error, StringComparison.Ordinal);

        // As if training had run there: the folders of RNN_DATA follow in the same list.
        var record = RunDirectory.Open(folder.File("run")).Record;
        var document = JsonNode.Parse(File.ReadAllText(record))!;
        document["folder"] = sets.Path;
        File.WriteAllText(record, document.ToJsonString());
        Assert.Equal(30, (int)Rnn.Run("eval", folder.File("run"), "--data", "tiny/new.csv", "--json").Json["sequences"]!);
        Assert.Equal(0, Rnn.Run("predict", folder.File("run"), "--data", "tiny/new.csv").Exit);
    }
}
