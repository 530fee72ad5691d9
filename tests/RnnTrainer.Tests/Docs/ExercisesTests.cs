using System.Text.RegularExpressions;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Docs;

/// <summary>The exercises: each has blanks, a hint and the command that marks it, and its solution gets all points.</summary>
public sealed class ExercisesTests
{
    static readonly string Folder = RepositoryFolder.File("docs", "exercises");

    static readonly IReadOnlyList<string> All =
        [.. Directory.GetFiles(Folder, "*.cell").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Names => [.. All];

    [Fact]
    public void There_are_fifteen_and_each_is_on_the_page_with_its_solution()
    {
        var page = File.ReadAllText(Path.Combine(Folder, "README.md"));

        Assert.Equal(15, All.Count);
        Assert.All(All, name => Assert.Contains($"]({name}.cell) | ", page, StringComparison.Ordinal));
        Assert.All(All, name => Assert.Contains($"[solution](solutions/{name}.cell)", page, StringComparison.Ordinal));
        Assert.Equal(15, Directory.GetFiles(Path.Combine(Folder, "solutions")).Length);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_exercise_has_a_hint_and_the_command_that_marks_its_blanks(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, $"{name}.cell"));
        var command = $"rnn gradcheck docs/exercises/{name}.cell --grade";
        var run = Rnn.Run("gradcheck", Path.Combine(Folder, $"{name}.cell"), "--grade", "--json");
        var blanks = Statements(text).Where(l => l.Contains('?')).ToList();

        Assert.Contains("\n# Hint: ", text, StringComparison.Ordinal);
        Assert.Contains($"\n# Marked by: {command}\n", text, StringComparison.Ordinal);
        Assert.NotEmpty(blanks);
        Assert.Equal(4, run.Exit);
        var wrong = run.Json["statements"]!.AsArray().Where(s => !(bool)s!["right"]!).ToList();
        Assert.Equal(blanks, wrong.Select(s => (string)s!["statement"]!));
        Assert.All(wrong, s => Assert.Equal("blank", (string)s!["kind"]!));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_solution_fills_in_the_blanks_alone_and_gets_all_points(string name)
    {
        var (exercise, solution) = (Path.Combine(Folder, $"{name}.cell"), Path.Combine(Folder, "solutions", $"{name}.cell"));
        var (lines, filled) = (Statements(File.ReadAllText(exercise)).ToList(), Statements(File.ReadAllText(solution)).ToList());

        Assert.Equal(lines.Count, filled.Count);
        Assert.All(lines.Zip(filled), pair => Assert.Matches(
            $"^{string.Join(".+", pair.First.Split('?').Select(Regex.Escape))}$",
            pair.Second));
        Assert.DoesNotContain("?", string.Concat(filled), StringComparison.Ordinal);
        Assert.Equal((0, ""), (Rnn.Run("gradcheck", solution, "--grade").Exit, Rnn.Run("gradcheck", solution, "--grade").Error));

        // Truncated backpropagation leaves out what differences see.
        Assert.Equal(name == "14-truncated" ? 4 : 0, Rnn.Run("gradcheck", solution).Exit);
    }

    static IEnumerable<string> Statements(string text) =>
        text.Split('\n').Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0);
}
