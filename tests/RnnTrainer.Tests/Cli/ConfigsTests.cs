using System.Reflection;
using System.Text.Json.Nodes;
using RnnTrainer.Tests.Data;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using Xunit.Sdk;

namespace RnnTrainer.Tests.Cli;

/// <summary>The configs of the repository: good as they stand, and trained as far as their data are here.</summary>
public sealed class ConfigsTests
{
    public static TheoryData<string> All => [.. Names];

    public static TheoryData<string> WithData => [.. Names.Where(IsTried)];

    public static TheoryData<string> WithOwnData => [.. Names.Where(name => Files(Read(name, [])).All(File.Exists))];

    static IEnumerable<string> Names => Directory.GetFiles(RepositoryFolder.File("configs"), "*.yaml", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(RepositoryFolder.File("configs"), file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(All))]
    public void A_config_names_its_schema_says_what_it_is_about_and_has_no_mistakes(string name)
    {
        var lines = File.ReadAllLines(Full(name));
        Assert.Equal(
            $"# yaml-language-server: $schema={string.Concat(name.Where(c => c == '/').Select(_ => "../"))}rnn.schema.json", lines[0]);
        Assert.StartsWith("# ", lines[1], StringComparison.Ordinal);
        var run = Rnn.Run("config", "validate", Full(name));
        Assert.True(run.Exit == 0, run.Error);
    }

    [Theory]
    [MemberData(nameof(WithData))]
    [WithoutData]
    public void A_config_is_ready_to_be_trained(string name)
    {
        var run = Rnn.Run("train", Full(name), "--dry-run");
        Assert.True(run.Exit == 0, run.Error);
    }

    [Theory]
    [MemberData(nameof(WithOwnData))]
    public void A_config_whose_data_are_in_the_repository_takes_a_step(string name)
    {
        using var folder = new TemporaryFolder();
        var run = Rnn.RunAndStop(1, ["train", Full(name), "--out", folder.File("run")]);
        Assert.True(run.Exit == 130, run.Error);
        Assert.True(File.Exists(folder.File("run/checkpoints/last.safetensors")));
    }

    [Fact]
    public void The_schema_beside_the_configs_is_the_one_that_is_printed() => Assert.True(
        JsonNode.DeepEquals(
            JsonNode.Parse(Rnn.Run("config", "schema").Output),
            JsonNode.Parse(File.ReadAllText(RepositoryFolder.File("configs", "rnn.schema.json")))),
        "write it again: rnn config schema > configs/rnn.schema.json");

    // In CI the public sets must be there; those that `rnn data make` makes are nobody's to have.
    static bool IsTried(string name) => HasData(name) || (SharedDataFactAttribute.IsRequired && !Files(Read(name, [])).All(IsMade));

    static bool IsMade(string file) => !file.Contains('/', StringComparison.Ordinal) || file.StartsWith("made/", StringComparison.Ordinal);

    static bool HasData(string name) =>
        Files(Read(name, ConfigPaths.Folders(Environment.GetEnvironmentVariable(ConfigPaths.Variable)))).All(File.Exists);

    static Config Read(string name, IReadOnlyList<string> folders) => ConfigFile.Read(Full(name), folders: folders).Config;

    static IEnumerable<string> Files(Config config) =>
        new[] { config.Data.Train, config.Data.Validation, config.Data.Test }.OfType<string>();

    static string Full(string name) => RepositoryFolder.File("configs", name);

    /// <summary>The configs whose data are nowhere, skipped.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    sealed class WithoutDataAttribute : DataAttribute
    {
        public WithoutDataAttribute() => Skip = "Its data are in no folder of RNN_DATA; data/README.md says where they come from.";

        public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
            Names.Where(name => !IsTried(name)).Select(name => new object[] { name });
    }
}
