using System.Text.Json.Nodes;
using RnnTrainer.Training;

namespace RnnTrainer.Tests.Cli;

/// <summary>A file that is named for eval or predict is looked for in the working directory, where training ran, and in the folders of RNN_DATA.</summary>
public sealed class EvalDataTests
{
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
