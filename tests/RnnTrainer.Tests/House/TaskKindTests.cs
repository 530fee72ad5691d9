using System.Text.RegularExpressions;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Tests.House;

/// <summary>What differs between tasks is in Training/Tasks, and nowhere else.</summary>
public sealed partial class TaskKindTests
{
    // Where a config is declared, read from text, or made.
    static readonly string[] Construction = [
        "Configuration/Config.cs", "Import/ModelImport.cs", "Import/ImportCommand.cs", "Runs/RunOverview.cs"];

    [Fact]
    public void The_kind_of_a_task_is_mentioned_where_a_config_is_made_and_nowhere_else()
    {
        var mentions = Sources()
            .Where(
                s => !Construction.Any(c => s.Path.EndsWith(c, StringComparison.Ordinal))
                && !s.Path.Contains("/Training/Tasks/", StringComparison.Ordinal))
            .SelectMany(
                s => s.Text.Split('\n').Where(l => l.Contains("TaskKind", StringComparison.Ordinal) && !Assigned().IsMatch(l))
                .Select(l => $"{s.Path}: {l.Trim()}"));

        Assert.Empty(mentions);
    }

    [Fact]
    public void Nothing_outside_the_tasks_decides_by_the_kind_of_a_task() =>
        Assert.Empty(
            Sources().Where(s => !s.Path.Contains("Tasks/", StringComparison.Ordinal)).Where(s => Decides(s.Text)).Select(s => s.Path));

    [Theory]
    [InlineData("if (config.Task == TaskKind.Tag)")]
    [InlineData("var isCut = config.Task is TaskKind.Forecast or TaskKind.Language;")]
    [InlineData("return model.Config.Task switch")]
    [InlineData("TaskKind.Regress when isPerStep => Numbers(),")]
    [InlineData("if (SequenceTask.Of(config) is ForecastTask)")]
    public void A_decision_by_the_kind_of_a_task_would_be_seen(string line) => Assert.True(Decides(line));

    [Fact]
    public void Every_kind_has_a_task_of_its_name() =>
        Assert.Equal(Enum.GetNames<TaskKind>().Select(n => n.ToLowerInvariant()), SequenceTask.All.Select(t => t.Name));

    static bool Decides(string text) => Decision().IsMatch(text);

    static IEnumerable<(string Path, string Text)> Sources() => Directory
        .EnumerateFiles(RepositoryFolder.File("src"), "*.cs", SearchOption.AllDirectories)
        .Select(p => p.Replace('\\', '/'))
        .Where(p => !p.Contains("/obj/", StringComparison.Ordinal) && !p.Contains("/bin/", StringComparison.Ordinal))
        .Select(p => (p.Replace("RnnTrainer.", "", StringComparison.Ordinal), File.ReadAllText(p)));

    [GeneratedRegex(@"\bTask = TaskKind\.\w+,")]
    private static partial Regex Assigned();

    [GeneratedRegex(
        @"(==|!=|\bis( not)?|\bor|\bcase) \(?TaskKind\.|TaskKind\.\w+( when [^=]*)? =>|\b[cC]onfig\.Task (switch|==|!=|is)\b|\bis (not )?(Classify|Tag|Regress|Forecast|Language|Multilabel)Task\b")]
    private static partial Regex Decision();
}
