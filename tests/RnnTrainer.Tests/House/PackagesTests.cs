using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;

namespace RnnTrainer.Tests.House;

/// <summary>What packages say and hold, as far as it can be seen without packing; tests/check-packages packs, installs and
/// publishes.</summary>
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

    [Theory]
    [InlineData("TrainAndPredict")]
    [InlineData("OwnCell")]
    [InlineData("SweepSettings")]
    [InlineData("LiveStream")]
    public void The_programs_of_the_library_page_are_the_samples(string sample) => Assert.Contains(
        $"```csharp\n{File.ReadAllText(RepositoryFolder.File("samples", sample, "Program.cs"))}```\n",
        File.ReadAllText(RepositoryFolder.File("docs", "library.md")),
        StringComparison.Ordinal);

    [Fact]
    public void The_sample_trains_a_cell_that_it_writes_itself()
    {
        using var folder = new TemporaryFolder();
        var accuracies = Accuracy().Matches(Run("OwnCell", TinySet.Write(folder), folder.File("run")))
            .ToDictionary(m => m.Groups[1].Value, m => double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture));

        Assert.InRange(accuracies["test"], 0.8, 1);
        Assert.Contains("h'[b,j] += ", File.ReadAllText(folder.File("run/gated.cell")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_that_trains_a_config_predicts_as_predict_does()
    {
        using var folder = new TemporaryFolder();
        var lines = Run("TrainAndPredict", TinySet.Write(folder), folder.File("run"), folder.File("test.csv")).Split('\n');
        var predicted = Rnn.Run("predict", folder.File("run"), "--data", folder.File("test.csv"), "--proba").Output.Split('\n')[1..4]
            .Select(l => l.Split(','));

        Assert.Equal(6, lines.Count(l => l.StartsWith("epoch ", StringComparison.Ordinal)));
        Assert.Contains("test: loss ", lines[7], StringComparison.Ordinal);
        Assert.Equal(
            predicted.Select(
                l => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{l[0]}: {l[1]}, p {l[2..].Max(p => double.Parse(p, CultureInfo.InvariantCulture)):0.0000}")), lines[8..11]);
        Assert.Equal("of down, up: up", lines[11]);
    }

    [Fact]
    public void The_sample_that_reads_a_live_stream_predicts_the_sequence_so_far()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Rnn.Run("train", TinySet.Write(folder), "--out", folder.File("run"), "--quiet").Exit);
        var lines = Run("LiveStream", folder.File("run")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var model = TrainedModel.Load(folder.File("run"));

        Assert.Equal(
            Enumerable.Range(1, 8).Select(T => model.Predict(Enumerable.Range(0, T).Select(t => new[] { 0.5 * t, 0.5 * t }).ToArray())[0])
                .Select((p, t) => string.Create(CultureInfo.InvariantCulture, $"step {t}: {p.Class}, p {p.Probabilities.Max():0.0000}")),
            lines);
    }

    [Fact]
    public void The_sample_that_sweeps_ranks_as_the_command_does()
    {
        using var folder = new TemporaryFolder();
        var lines = Run("SweepSettings", TinySet.Write(folder), folder.File("sweep")).Split('\n');
        var command = Rnn.Run(
            "sweep", folder.File("tiny.yaml"), "--out", folder.File("sweep"), "--set", "training.epochs=3", "--set",
            "data.split={validation: 0.2}",
            "--grid", "model.hidden=4,8", "--grid", "training.learning_rate=0.05,0.2", "--json").Json;

        Assert.Equal("4 of 4: hidden=8,learning_rate=0.2", lines[3]);
        Assert.StartsWith($"{(string)command["best"]!}: validation accuracy ", lines[4], StringComparison.Ordinal);
    }

    static string Run(string sample, params string[] args)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                "dotnet", [Path.Combine(AppContext.BaseDirectory, $"{sample}.dll"), .. args])
            { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"^## (\d+\.\d+\.\d+)", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(\w+): .*accuracy.*?([0-9.]+)", RegexOptions.Multiline)]
    private static partial Regex Accuracy();
}
