using System.Text.RegularExpressions;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Tests.Cli;

/// <summary>The table of all keys, and the tables of the pages against it.</summary>
public sealed partial class ConfigKeysTests
{
    [Fact]
    public void Every_key_is_listed_with_its_kind_and_description()
    {
        var lines = Rnn.Run("config", "keys").Output.TrimEnd('\n').Split('\n')[1..];

        Assert.Equal(ConfigKeys.All, lines.Select(l => l.Split(' ')[0]));
        Assert.All(
            ConfigKeyInfo.All, k =>
                Assert.True(
                    k.Kind.Length > 0 && k.Description.Length > 0 && !k.Description.Contains('\n', StringComparison.Ordinal), k.Key));
    }

    [Fact]
    public void A_prefix_filters_also_as_json()
    {
        var run = Rnn.Run("config", "keys", "training.optimizer", "--json");
        var key = run.Json["keys"]!.AsArray()[0]!;

        Assert.Equal(
            ("rnn.config-keys/1", "training.optimizer", "sgd"),
            ((string)run.Json["schema"]!, (string)key["key"]!, (string)key["default"]!));
        Assert.Contains("adamw", key["values"]!.AsArray().Select(v => (string)v!));
        Assert.All(
            Rnn.Run("config", "keys", "data.").Output.Split('\n')[1..^1], l => Assert.StartsWith("data.", l, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("training.optimiser", "training.optimizer")]
    [InlineData("lr", "training.learning_rate")]
    public void An_unknown_prefix_exits_2_with_the_nearest(string prefix, string near)
    {
        var run = Rnn.Run("config", "keys", prefix);

        Assert.Equal((2, $"error: no key starts with '{prefix}'\n  hint: did you mean '{near}'?\n"), (run.Exit, run.Error));
    }

    [Fact]
    public void A_table_of_keys_on_a_page_names_keys_that_there_are()
    {
        foreach (var page in Directory.EnumerateFiles(RepositoryFolder.File("docs"), "*.md", SearchOption.AllDirectories)
            .Append(RepositoryFolder.File("README.md")))
        {
            foreach (Match table in Tables().Matches(File.ReadAllText(page)))
            {
                var names = table.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2)
                    .SelectMany(row => Names().Matches(row.Split('|')[1]).Select(m => m.Groups[1].Value));
                Assert.All(
                    names, n =>
                        Assert.True(
                            ConfigKeys.All.Any(k => k == n || k.EndsWith($".{n}", StringComparison.Ordinal)),
                            $"{page}: there is no key {n}"));
            }
        }
    }

    [GeneratedRegex(@"^\| key \|.*\n(\|.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Tables();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Names();
}
