using System.Text.Json.Nodes;
using RnnTrainer.Training;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Tests.Training;

public sealed class RunDirectoryTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_exists_is_never_overwritten()
    {
        var paths = Enumerable.Range(0, 3).Select(_ => RunDirectory.Create(_folder.File("run"), "c", TimeProvider.System).Path);
        Assert.Equal([_folder.File("run"), _folder.File("run-2"), _folder.File("run-3")], paths);
    }

    [Fact]
    public void An_empty_folder_that_exists_is_used()
    {
        Directory.CreateDirectory(_folder.File("run"));
        Assert.Equal(_folder.File("run"), RunDirectory.Create(_folder.File("run") + "/", "c", TimeProvider.System).Path);
    }

    [Fact]
    public void A_folder_with_a_file_of_ours_in_it_is_left_alone()
    {
        _folder.Write("config.yaml", "mine");
        Assert.Equal(_folder.Path + "-2", RunDirectory.Create(_folder.Path, "c", TimeProvider.System).Path);
        Directory.Delete(_folder.Path + "-2", recursive: true);
    }

    [Fact]
    public void Only_a_run_can_be_cleared()
    {
        _folder.Write("config.yaml", "task: classify\n");
        Assert.Throws<RunException>(() => RunDirectory.Clear(_folder.Path));
        _folder.Write("run.json", "{\"another\": \"program's\"}");
        Assert.Throws<RunException>(() => RunDirectory.Clear(_folder.Path));
        Assert.True(File.Exists(_folder.File("config.yaml")));
    }

    [Fact]
    public void What_is_not_a_run_cannot_be_opened()
    {
        Assert.Contains(
            "there is no run", Assert.Throws<RunException>(() => RunDirectory.Open(_folder.File("none"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "no run.json", Assert.Throws<RunException>(() => RunDirectory.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Latest_points_to_the_newest_run()
    {
        var runs = Directory.CreateDirectory(_folder.File("runs")).FullName;
        foreach (var name in new[] { "a", "b" })
        {
            _folder.Write($"runs/{Directory.CreateDirectory(Path.Combine(runs, name)).Name}/run.json", "{}");
            LatestRun.PointTo(Path.Combine(runs, name), runs);
        }

        var link = Path.Combine(runs, "latest");
        Assert.Equal("b", new FileInfo(link).LinkTarget);
        Assert.True(File.Exists(RunDirectory.Open(link).Record));
    }

    [Fact]
    public void A_text_file_stands_in_for_the_link()
    {
        Directory.CreateDirectory(_folder.File("a"));
        _folder.Write("a/run.json", "{}");
        _folder.Write("latest", "a\n");
        Assert.Equal(_folder.File("a"), RunDirectory.Open(_folder.File("latest")).Path);
    }

    [Fact]
    public void A_torn_last_line_of_the_metrics_is_passed_over_and_later_epochs_are_cut()
    {
        var path = _folder.File("metrics.jsonl");
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            MetricsLog.Append(path, new JsonObject { ["epoch"] = epoch });
        }

        File.AppendAllText(path, "{\"epoch\": 4, \"tr");
        Assert.Equal(3, MetricsLog.Read(path).Count);
        MetricsLog.CutAfter(path, 2);
        Assert.Equal("{\"epoch\":1}\n{\"epoch\":2}\n", File.ReadAllText(path));
    }
}
