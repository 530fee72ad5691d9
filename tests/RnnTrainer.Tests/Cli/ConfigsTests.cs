using System.Text.Json.Nodes;

namespace RnnTrainer.Tests.Cli;

public sealed class ConfigsTests
{
    const string FirstLine = "# yaml-language-server: $schema=rnn.schema.json";

    public static TheoryData<string> Configs => [.. Directory.GetFiles(RepositoryFolder.File("configs"), "*.yaml").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Configs))]
    public void A_config_of_ours_is_ready_to_be_trained(string name)
    {
        var path = RepositoryFolder.File("configs", name);
        Assert.Equal(FirstLine, File.ReadLines(path).First());
        var run = Rnn.Run("train", path, "--dry-run");
        Assert.True(run.Exit == 0, run.Error);
    }

    [Fact]
    public void The_schema_beside_the_configs_is_the_one_that_is_printed() => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(Rnn.Run("config", "schema").Output), JsonNode.Parse(File.ReadAllText(RepositoryFolder.File("configs", "rnn.schema.json")))),
        "write it again: rnn config schema > configs/rnn.schema.json");
}
