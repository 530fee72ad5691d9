using System.Text.Json.Nodes;
using RnnTrainer.Tests.Cells;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Tests.Cli;

/// <summary>A cell has one name in whatever the program prints: that which its text gives itself, not that of the file.</summary>
public sealed class CellNameTests : IDisposable
{
    const string Own = "unusual";

    readonly TemporaryFolder _folder = new();
    readonly string _path;

    public CellNameTests()
    {
        TinySet.Write(_folder);
        Directory.CreateDirectory(_folder.File("cells"));
        _path = _folder.Write("cells/draft-2.cell", Texts.Unusual);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gru", null, "gru")]
    [InlineData("none/draft.cell", null, "draft")]
    [InlineData("none/draft.cell", "\n# mine\ncell my-own # the third\n", "my-own")]
    [InlineData("none/draft.cell", "\uFEFFprogram p2\r\n", "p2")]
    [InlineData("none/draft.cell", "", "draft")]
    [InlineData("none/draft.cell", "sell mine", "draft")]
    public void A_cell_is_named_by_its_text_else_by_its_file(string cell, string? text, string name) =>
        Assert.Equal(name, CellChoice.NameOf(cell, text));

    [Fact]
    public void Every_command_shows_a_cell_by_its_own_name()
    {
        var run = _folder.File("runs/a");
        AssertNamed(Rnn.Run("train", _folder.File("tiny.yaml"), "--set", $"model.cell={_path}", "--out", run).Error, "model: unusual,");

        AssertNamed(Rnn.Run("train", _folder.File("tiny.yaml"), "--set", $"model.cell={_path}", "--dry-run").Error, "model: unusual,");
        AssertNamed(Rnn.Run("inspect", run).Output, "classify, unusual, hidden 6");
        AssertNamed(Rnn.Run("runs", "list", _folder.File("runs")).Output, " unusual ");
        AssertNamed(Rnn.Run("gradcheck", _path, "--sample", "1").Output, "unusual, random weights");
        AssertNamed(Rnn.Run("gradcheck", run, "--sample", "1").Output, ": unusual, hidden 6");
        AssertNamed(Rnn.Run("derive", _path).Output, "cell unusual");
        AssertNamed(Rnn.Run(["bench", _path, .. Quick]).Output, "unusual, training step");
        AssertNamed(Compare($"ugrnn,{_path}").Output, "\nunusual ");
    }

    [Fact]
    public void So_do_their_documents_and_pages()
    {
        var run = _folder.File("runs/a");
        Assert.Equal(0, Rnn.Run("train", _folder.File("tiny.yaml"), "--set", $"model.cell={_path}", "--out", run).Exit);
        var compared = Compare($"ugrnn,{_path}", "--json").Json["cells"]!;
        JsonNode?[] named =
        [
            Rnn.Run("inspect", run, "--json").Json["cell"],
            Rnn.Run("runs", "list", _folder.File("runs"), "--json").Json["runs"]![0]!["cell"],
            Rnn.Run("runs", "show", run, "--json").Json["cell"],
            Rnn.Run(["bench", _path, "--json", .. Quick]).Json["points"]![0]!["cell"],
            compared[1]!["cell"],
        ];

        Assert.All(named, n => Assert.Equal(Own, (string?)n));
        Assert.Equal((null, _path), ((string?)compared[0]!["file"], (string?)compared[1]!["file"]));
        Assert.Equal(0, Rnn.Run("report", run, "--out", _folder.File("report.html")).Exit);
        AssertNamed(File.ReadAllText(_folder.File("report.html")), ", unusual, 6 epochs");
        Assert.Equal(0, Rnn.Run(["bench", _path, "--report", _folder.File("bench.html"), .. Quick]).Exit);
        Assert.Contains("unusual, training step", File.ReadAllText(_folder.File("bench.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_compared_cells_with_the_same_name_the_file_is_shown_too()
    {
        var copy = _folder.Write("gru.cell", Rnn.Run("cells", "gru").Output);

        // The path is relative to the config, which is not in the working directory.
        var table = Compare("gru,gru.cell", "--set", "training.epochs=1").Output.Split('\n');

        Assert.StartsWith("gru  ", table[1], StringComparison.Ordinal);
        Assert.StartsWith($"gru ({copy}) ", table[2], StringComparison.Ordinal);
        Assert.Equal(Words(table[1])[1..4], Words(table[2])[2..5]);
    }

    [Fact]
    public void Compared_files_with_the_same_name_are_refused()
    {
        var other = _folder.Write("draft-2.cell", Texts.Simple);

        var run = Rnn.Run("compare", _folder.File("tiny.yaml"), "--cells", $"{_path},{other}");

        Assert.Equal(2, run.Exit);
        Assert.Equal(
            $"error: '{_path}' and '{other}' have the same file name\n"
                + "  hint: rename one; the runs of a cell are in a folder of that name\n",
            run.Error);
    }

    Rnn Compare(string cells, params string[] more) =>
        Rnn.Run(["compare", _folder.File("tiny.yaml"), "--cells", cells, "--seeds", "1", "--out", _folder.File("all"), .. more]);

    static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    static string[] Quick => ["--lengths", "2", "--seconds", "0.01", "--runs", "3", "--hidden", "8"];

    static void AssertNamed(string text, string expected)
    {
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("draft-2, ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("unusual.cell, ", text, StringComparison.Ordinal);
    }
}
