using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn report</c>: one page that needs nothing else.</summary>
public sealed partial class ReportTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public void A_classifier_s_page_has_score_curves_confusion_equations_config_and_machine()
    {
        Train("classify", "run");
        var page = Page("run");

        Assert.All(
            new[] { "majority", "accuracy", "aria-label=\"loss\"", "best epoch", "learning rate", "gradient norm", "Answers (columns) by truth (rows)", ">up<", "R~[b,j]", "R~.grad", "training.momentum", "SHA-256", "rnn train" },
            word => Assert.Contains(word, page, StringComparison.Ordinal));
        Assert.Equal(5, Svg().Count(page)); // loss, accuracy, macro_f1, learning rate, gradient norm
    }

    [Fact]
    public void A_page_needs_no_network_and_no_script_and_is_light()
    {
        Train("regress", "run");
        var page = Page("run");

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("""(src|href)=|url\("?http|@import""", page);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.True(page.Length < 500_000);
        Assert.Contains("answers over truth", page, StringComparison.Ordinal);
        Assert.All(Svg().Matches(page), svg => XElement.Parse(svg.Value));
        Assert.Equal(Svg().Count(page), Tables().Count(page));
    }

    [Fact]
    public void Several_runs_stand_side_by_side_with_what_differs()
    {
        Train("classify", "one");
        Train("classify", "two", "--set", "training.learning_rate=0.02");
        var run = Rnn.Run("report", folder.File("one"), folder.File("two"), "--output", folder.File("both.html"), "--json");

        Assert.True(run.Exit == 0, run.Error);
        var page = File.ReadAllText(folder.File("both.html"));
        Assert.Equal(2, page.Split("<section>").Length - 1);
        var together = page[..page.IndexOf("<section>", StringComparison.Ordinal)];
        Assert.Contains("training.learning_rate", together, StringComparison.Ordinal);
        Assert.DoesNotContain("training.momentum", together, StringComparison.Ordinal);
        Assert.Equal(new FileInfo(folder.File("both.html")).Length, (long)run.Json["bytes"]!);
    }

    [Fact]
    public void Without_its_data_a_run_has_a_page_that_says_so_and_names_are_no_markup()
    {
        Train("classify", "a<b>");
        File.Delete(folder.File("test.csv"));
        var page = Page("a<b>");

        Assert.Contains("The test split was not answered again", page, StringComparison.Ordinal);
        Assert.DoesNotContain("a<b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_not_there_is_a_usage_error() => Assert.Equal(2, Rnn.Run("report", folder.File("nowhere")).Exit);

    public void Dispose() => folder.Dispose();

    void Train(string task, string name, params string[] more)
    {
        var run = Rnn.Run(["train", TinySet.Write(folder, task), "--set", "data.split={validation: 0.2}", "--out", folder.File(name), "--quiet", .. more]);
        Assert.True(run.Exit == 0, run.Error);
    }

    string Page(string name)
    {
        var run = Rnn.Run("report", folder.File(name));
        Assert.True(run.Exit == 0, run.Error);
        return File.ReadAllText(folder.File($"{name}/report.html"));
    }

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();

    [GeneratedRegex("<figure>.*?<details>.*?<table>.*?</figure>", RegexOptions.Singleline)]
    private static partial Regex Tables();
}
