using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RnnTrainer.Cli.Pages;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn report</c> of the folder of a sweep, a search or a cross-validation.</summary>
public sealed partial class RunsPageTests : IDisposable
{
    static readonly DetailLevel Detail = DetailLevel.Levels[0];

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sweep_is_shown_by_its_settings_the_best_run_first()
    {
        var config = TinySet.Write(_folder);
        var sweep = Rnn.Run(
            "sweep", config, "--grid", "training.learning_rate=0.001,0.1", "--grid", "model.cell=ugrnn,gru", "--set", "training.epochs=2",
            "--set", "data.split.validation=0.2", "--out", _folder.File("sweep"), "--json");
        Assert.True(sweep.Exit == 0, sweep.Error);

        var (page, document) = Page("sweep");

        Assert.Equal(4, document["runs"]!.AsArray().Count);
        Assert.Equal($"{sweep.Json["runs"]![0]!["run"]}", $"{document["runs"]![0]}");
        Assert.Contains("validation accuracy by learning_rate", page, StringComparison.Ordinal);
        Assert.Contains("validation accuracy by cell", page, StringComparison.Ordinal);
        Assert.Contains("settings and scores", page, StringComparison.Ordinal);
        Assert.Equal(4, Lines().Count(Figure(page, "settings and scores")));
        Assert.DoesNotContain("training.momentum", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<section>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_are_shown_with_their_mean_and_spread()
    {
        var config = TinySet.Write(_folder);
        var train = Rnn.Run(
            "train", config, "--folds", "3", "--set", "training.epochs=2", "--out", _folder.File("cv"), "--json");
        Assert.True(train.Exit == 0, train.Error);

        var (page, document) = Page("cv");

        Assert.Equal(3, document["runs"]!.AsArray().Count);
        Assert.Contains("<th>accuracy", page, StringComparison.Ordinal);
        Assert.Contains("<th>deviation", page, StringComparison.Ordinal);
        Assert.Contains("3 runs, one for each fold.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_is_shown_with_its_trials_without_the_copy_of_the_best()
    {
        var config = TinySet.Write(_folder);
        var tune = Rnn.Run(
            "tune", config, "--trials", "3", "--set", "training.epochs=2", "--out", _folder.File("tune"), "--json", "--jobs", "1");
        Assert.True(tune.Exit == 0, tune.Error);

        var (page, document) = Page("tune");

        Assert.Equal(3, document["runs"]!.AsArray().Count);
        Assert.Contains("validation accuracy", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_runs_is_a_usage_error()
    {
        Directory.CreateDirectory(_folder.File("empty"));

        var run = Rnn.Run("report", _folder.File("empty"));

        Assert.Equal(2, run.Exit);
        Assert.Contains("is not a run", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_has_a_gap_where_a_thing_has_no_value()
    {
        Tick[] ends = [new(0, "0"), new(1, "1")];
        var lines = new ParallelCoordinates(
            "of three", [new("a", ends), new("b", ends), new("c", ends)],
            [new("whole", ["0", "1", "0"], [0, 1, 0]), new("broken", ["0", "–", "1"], [0, double.NaN, 1])],
            Marked: 1);

        var picture = lines.Picture(Detail);

        Assert.Equal([2, 1], Paths().Matches(picture).Select(m => m.Groups[1].Value.Count(c => c == 'M')));
        Assert.Contains("<th>broken<td>0<td>–<td>1", lines.Table(Detail), StringComparison.Ordinal);
    }

    (string Page, JsonNode Document) Page(string name)
    {
        var run = Rnn.Run("report", _folder.File(name), "--json");
        Assert.True(run.Exit == 0, run.Error);
        return (File.ReadAllText(_folder.File($"{name}/report.html")), run.Json);
    }

    static string Figure(string page, string title)
    {
        var begin = page.IndexOf($"<figcaption>{title}", StringComparison.Ordinal);
        return page[begin..page.IndexOf("</figure>", begin, StringComparison.Ordinal)];
    }

    [GeneratedRegex("<path class=\"line")]
    private static partial Regex Lines();

    [GeneratedRegex("<path class=\"line[^\"]*\" d=\"([^\"]*)\"")]
    private static partial Regex Paths();
}
