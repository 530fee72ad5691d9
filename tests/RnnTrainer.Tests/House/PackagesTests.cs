using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RnnTrainer.Cli;

namespace RnnTrainer.Tests.House;

/// <summary>What packages say and hold, as far as it can be seen without packing; tests/check-packages packs, installs and publishes.</summary>
public sealed partial class PackagesTests
{
    static readonly string[] Sources = Directory.GetFiles(RepositoryFolder.File("src"), "*.csproj", SearchOption.AllDirectories);

    [Fact]
    public void Every_package_describes_itself_and_is_packed() => Assert.All(Sources, project =>
    {
        Assert.NotEmpty((string?)XDocument.Load(project).Descendants("Description").SingleOrDefault() ?? "");
        Assert.Contains(Path.GetFileName(project), File.ReadAllText(RepositoryFolder.File("src/packages.slnf")), StringComparison.Ordinal);
    });

    [Fact]
    public void The_newest_version_of_the_changes_is_the_one_that_is_built()
    {
        var version = (string)XDocument.Load(RepositoryFolder.File("Directory.Build.props")).Descendants("Version").Single();

        Assert.Equal(version, Heading().Match(File.ReadAllText(RepositoryFolder.File("CHANGELOG.md"))).Groups[1].Value);
        Assert.StartsWith(version, typeof(Session).Assembly.GetName().Version!.ToString(3), StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_of_the_library_page_is_the_sample() => Assert.Contains(
        $"```csharp\n{File.ReadAllText(RepositoryFolder.File("samples", "OwnCell", "Program.cs"))}```\n",
        File.ReadAllText(RepositoryFolder.File("docs", "library.md")),
        StringComparison.Ordinal);

    [Fact]
    public void The_sample_trains_a_cell_that_it_writes_itself()
    {
        using var sample = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "OwnCell.dll")]) { RedirectStandardOutput = true })!;
        double[] errors = [.. Error().Matches(sample.StandardOutput.ReadToEnd()).Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];

        Assert.Equal(2, errors.Length);
        Assert.InRange(errors[0], 0.1, 10);
        Assert.InRange(errors[1], 0, 0.005);
    }

    [GeneratedRegex(@"^## (\d+\.\d+\.\d+)", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"mean squared error ([0-9.]+)$", RegexOptions.Multiline)]
    private static partial Regex Error();
}
