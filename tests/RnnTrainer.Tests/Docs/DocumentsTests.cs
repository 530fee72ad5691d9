using System.Text.RegularExpressions;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Tests.House;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Tests.Docs;

public sealed partial class DocumentsTests
{
    public static TheoryData<string> Files => [.. Documents.All.Select(f => Path.GetRelativePath(RepositoryFolder.Path, f))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_link_leads_to_a_file_and_a_heading_in_it(string file)
    {
        var folder = Path.GetDirectoryName(RepositoryFolder.File(file))!;
        foreach (var link in Link().Matches(Read(file)).Where(l => !l.Value.Contains("://", StringComparison.Ordinal)))
        {
            var target = link.Groups["file"].Length > 0 ? Path.Combine(folder, link.Groups["file"].Value) : RepositoryFolder.File(file);
            Assert.True(Path.Exists(target), link.Value);
            if (link.Groups["heading"].Success)
            {
                Assert.Contains(
                    link.Groups["heading"].Value, Heading().Matches(File.ReadAllText(target)).Select(h => Anchor(h.Groups[1].Value)));
            }
        }
    }

    [Fact]
    public void The_anchor_of_a_heading_is_that_of_the_host() => Assert.Equal("2b-a-sign-or-c", Anchor("2(b): a sign, or `C#`?"));

    /// <summary>Lower case, with hyphens for spaces and without other signs.</summary>
    static string Anchor(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    [Fact]
    public void Every_test_class_that_the_errata_name_exists()
    {
        var known = typeof(DocumentsTests).Assembly.GetTypes().Select(t => t.Name).ToHashSet();
        var named = TestClass().Matches(Read("docs/errata.md")).Select(m => m.Value).Distinct().ToList();

        Assert.Equal(5, named.Count);
        Assert.All(named, name => Assert.Contains(name, known));
    }

    [Fact]
    public void The_notation_explains_every_function()
    {
        var text = Read("docs/notation.md");

        Assert.All(Function.All, f => Assert.Contains($"| `{f.Name}(x)` |", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("training")]
    [InlineData("model")]
    public void The_pages_on_training_and_the_model_name_every_key(string section)
    {
        var text = Read($"docs/{section}.md");

        Assert.All(
            ConfigKeys.All.Where(k => k.StartsWith($"{section}.", StringComparison.Ordinal)).Select(k => k[(k.LastIndexOf('.') + 1)..]),
            key => Assert.Matches($@"[`{{ .]{key}[`:,\s]", text));
    }

    [Fact]
    public void The_words_of_the_glossary_are_in_order_and_none_is_listed_twice_or_retired()
    {
        var tables = Read("docs/glossary.md").Split("## Retired words").Select(Words).ToList();

        Assert.All(
            tables, words => Assert.Equal(words.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase), words));
        Assert.Empty(tables[0].Intersect(tables[1]));
    }

    /// <summary>The first cells of a table's rows, without its header.</summary>
    static List<string> Words(string table) =>
        [.. Row().Matches(table).Select(m => m.Groups[1].Value).Skip(1).Where(w => w is not ("---" or "Φ, phi"))];

    [Fact]
    public void The_index_of_decision_records_lists_every_record_with_its_title()
    {
        var records = Documents.All.Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "adr" && Path.GetFileName(f) != "README.md")
            .Select(f => Line(Path.GetFileName(f), File.ReadLines(f).First()));

        Assert.Equal(
            records, Read("docs/adr/README.md").TrimEnd('\n').Split('\n').Where(l => l.StartsWith("| [", StringComparison.Ordinal)));

        static string Line(string file, string heading) => $"| [{file[..4]}]({file}) | {heading[("# 0000 ".Length)..]} |";
    }

    [Fact]
    public void The_picture_of_the_architecture_is_the_one_that_the_house_rules_hold()
    {
        var rows = Floor().Matches(Read("docs/architecture.md"))
            .ToDictionary(m => m.Groups[1].Value, m => (Names(m.Groups[2]), Names(m.Groups[3])));

        Assert.Equal(ArchitectureTests.Arrows.Keys.Order(), rows.Keys.Order());
        Assert.All(rows, row =>
        {
            Assert.Equal(ArchitectureTests.Arrows[row.Key], row.Value.Item1);
            Assert.Equal(ArchitectureTests.Owner.Where(o => o.Value == row.Key).Select(o => o.Key).Order(), row.Value.Item2);
        });
    }

    static string[] Names(Group cell) => cell.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    static string Read(string file) => File.ReadAllText(RepositoryFolder.File(file));

    [GeneratedRegex(@"\]\((?<file>[^)#\s]*)(#(?<heading>[^)]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\w+Tests\b")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"^\| ([^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| \d \| (\w+) \|([^|]*)\|([^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Floor();
}
