using System.Xml.Linq;

namespace RnnTrainer.Tests.House;

/// <summary>Arrows go down only, and each package has one owner: the picture of docs/architecture.md.</summary>
public sealed class ArchitectureTests
{
    internal static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Common"] = [],
        ["Autodiff"] = ["Common"],
        ["Data"] = ["Common"],
        ["Cells"] = ["Autodiff"],
        ["Training"] = ["Autodiff", "Cells", "Data"],
        ["Cli"] = ["Training"],
    };

    internal static readonly Dictionary<string, string> Owner = new()
    {
        ["CsvHelper"] = "Data",
        ["K4os.Compression.LZ4"] = "Data",
        ["Parquet.Net"] = "Data",
        ["Snappier"] = "Data",
        ["ZstdSharp.Port"] = "Data",
        ["MathNet.Numerics"] = "Training",
        ["Serilog"] = "Training",
        ["Serilog.Formatting.Compact"] = "Training",
        ["Serilog.Sinks.File"] = "Training",
        ["YamlDotNet"] = "Training",
        ["Spectre.Console"] = "Cli",
        ["System.CommandLine"] = "Cli",
    };

    public static TheoryData<string> Projects => [.. Arrows.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_the_floors_below_it(string project) =>
        Assert.Equal(Arrows[project], References(Load(project)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_package_is_used_by_its_one_owner_only(string project) =>
        Assert.All(Packages(Load(project)), package => Assert.Equal(Owner[package], project));

    [Fact]
    public void An_arrow_that_points_up_would_be_seen() =>
        Assert.NotEqual(Arrows["Autodiff"], References(XDocument.Parse(
            "<Project><ItemGroup><ProjectReference Include=\"../RnnTrainer.Cells/RnnTrainer.Cells.csproj\" /></ItemGroup></Project>")));

    [Fact]
    public void Every_project_under_src_is_in_the_picture() =>
        Assert.Equal(
            Arrows.Keys.Order(),
            Directory.GetDirectories(RepositoryFolder.File("src")).Select(d => Path.GetFileName(d)["RnnTrainer.".Length..]).Order());

    static XDocument Load(string project) =>
        XDocument.Load(RepositoryFolder.File("src", $"RnnTrainer.{project}", $"RnnTrainer.{project}.csproj"));

    static string[] References(XDocument csproj) =>
        [.. csproj.Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)["RnnTrainer.".Length..]).Order()];

    static IEnumerable<string> Packages(XDocument csproj) =>
        csproj.Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value);
}
