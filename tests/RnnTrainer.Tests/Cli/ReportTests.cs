using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RnnTrainer.Cli.Pages;
using RnnTrainer.Cli.Report;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn report</c>: one page that needs nothing else.</summary>
public sealed partial class ReportTests(TinyRun tiny) : IClassFixture<TinyRun>, IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_classifier_s_page_has_score_curves_confusion_sequences_states_equations_config_and_machine()
    {
        var page = tiny.Page("run");

        Assert.DoesNotContain("class=\"bad\">The ", page, StringComparison.Ordinal);
        AssertHas(
            page, "majority", "accuracy", "aria-label=\"loss\"", "best epoch", "learning rate", "gradient norm",
            "predictions (columns) by label (rows)", "<th><span title=\"up\">up", "training.momentum", "SHA-256", "rnn train");
        AssertHas(
            page, "best: sequence", "median: sequence", "worst: sequence", "with p = ", "state h of layer0 over time",
            "gates of layer0 over time", "‖∂ℓ/∂state‖ by step", "<mi>W</mi>", "R~.grad");
        AssertHas(page, "receiver operating characteristic", "roc_auc: up ", "precision over recall", "pr_auc: up ", "correct predictions by");
        AssertHas(page, "the scores of each label", "<th>balanced_accuracy");
        AssertHas(
            page, "mean |attribution| by column", "best: attributions of", "worst: attributions of",
            "Explained: the logit of the predicted class. Baseline: numbers at the mean of training.");

        // loss, accuracy, macro_f1, learning rate, gradient norm; ROC, precision, reliability; three sequences, their attributions, and
        // those of the columns; states, gates, gradients
        Assert.Equal(18, Pictures().Count(page));
    }

    [Theory]
    [InlineData(
        "regress", "predictions over targets", "residuals", "slope: target", " (90 %: ", "on these same sequences",
        "vanishes on the way back")]
    [InlineData("tag", "predictions (columns) by label (rows)", "steps wrong", "gates of layer0", "The loss reaches every step directly")]
    [InlineData("forecast", "residuals by step ahead", "90 %, low", "of the errors on validation", "best: forecast from")]
    [InlineData("language", "symbols in a row", "the less probable it was", "state h of layer0")]
    [InlineData("multilabel", "1 found", "2 missed", "gates of layer0", "receiver operating characteristic", "the scores of each label")]
    public void Every_task_has_a_page_that_needs_no_network_and_no_script_and_is_light(string task, params string[] words)
    {
        Train(Config(task), "run");
        var page = Page("run");

        AssertHas(page, words);
        Assert.Equal(task != "language", page.Contains("best: attributions of", StringComparison.Ordinal));
        Assert.DoesNotContain("class=\"bad\">The ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("No attributions are shown", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("""(src|href)=|url\("?http|@import""", page);
        Assert.DoesNotContain("style=\"", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(page) < DetailLevel.MostBytes);
        Assert.All(Pictures().Matches(page), svg => XElement.Parse(svg.Value));
        Assert.All(Formulas().Matches(page), math => XElement.Parse(math.Value));
        Assert.All(Whole().Matches(page), figure => Assert.Contains("<table", figure.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void The_words_of_a_tagged_sentence_stand_above_their_labels_also_those_that_training_never_saw()
    {
        _folder.Write(
            "words.csv",
            "seq,word,tag\n"
            + string.Concat(Enumerable.Range(0, 30).Select(s => $"{s},de,DET\n{s},{(s < 29 ? "kat" : "onbekende")},NOUN\n")));
        _folder.Write(
            "words.yaml",
            "task: tag\ndata: {train: words.csv, test: words.csv, sequence: seq, tokens: word, min_count: 2, target: tag}\nmodel: " +
            "{hidden: 4}\ntraining: {epochs: 1}\n");
        Train(_folder.File("words.yaml"), "words");

        var page = Page("words");
        Assert.Matches(">onbekende(<small><s>DET</s></small>)?<small>NOUN</small></span>", page);
        Assert.DoesNotContain("&lt;unk&gt;", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validation accuracy", 1.0)]
    [InlineData("validation accuracy", 0.9, 1.0)]
    [InlineData("validation accuracy", 0.97, 0.999)]
    public void No_axis_of_a_share_goes_beyond_one(string title, params double[] values)
    {
        var chart = new Chart(
            title, "epoch")
        {
            Curves = [new Curve("accuracy", [.. values.Select((y, n) => (n + 1.0, y))])],
            YScale = EpochFigures.ScaleOf("accuracy")
        };
        var labels = AxisNumbers().Matches(ChartPicture.Of(chart, DetailLevel.Levels[0]))
            .Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Contains(labels, l => l <= 1 && l == values.Max() || l == 1);
        Assert.DoesNotContain(labels, l => l is > 1 && l != Math.Floor(l)); // Epochs are whole numbers.
    }

    [Fact]
    public void A_score_of_one_is_printed_with_its_four_digits_on_the_page_as_on_the_screen()
    {
        Assert.Equal("1.000", Html.Score(1));
        Assert.Equal(new RnnTrainer.Training.Score("accuracy", 0.96199).ToString(), $"accuracy {Html.Score(0.96199)}");
    }

    [Fact]
    public void Names_of_a_heat_map_s_rows_have_room_beside_the_title_of_its_axis()
    {
        var map = new HeatMap(
            "labels", "step", "output", ["1", "2"], ["Science & technology", "a name of far more letters than fit next to a picture"],
            [[0, 1], [1, 0]], _ => "hit");
        var picture = XElement.Parse(map.Picture());
        var texts = picture.Descendants().Where(e => e.Name.LocalName == "text").ToList();
        var ends = texts.Where(t => (string?)t.Attribute("text-anchor") == "end").ToList();

        Assert.Equal(2, ends.Count);
        Assert.Equal("Science & technology", ends[0].Value);
        Assert.Equal("a name of far more letters than fit next to a picture", ends[1].Descendants().Single().Value);
        // 12 pixels of the axis title, then twenty letters of six pixels and more.
        Assert.All(ends, e => Assert.True((double)e.Attribute("x")! > 12 + (20 * 6)));
    }

    [Fact]
    public void A_page_of_several_runs_does_not_take_the_place_of_one_s_own() =>
        Assert.Equal(
            (Path.Combine("runs", "a", "report.html"), "report.html"),
            (ReportCommand.Default([Path.Combine("runs", "a")]), ReportCommand.Default(["runs/a", "runs/b"])));

    [Fact]
    public void Several_runs_stand_side_by_side_with_what_differs()
    {
        tiny.Copy("slow", ("config.yaml", "learning_rate: 0.1", "learning_rate: 0.02"));
        var run = Rnn.Run("report", tiny.File("run"), tiny.File("slow"), "--output", _folder.File("both.html"), "--json");

        Assert.True(run.Exit == 0, run.Error);
        var page = File.ReadAllText(_folder.File("both.html"));
        Assert.Equal(2, page.Split("<section>").Length - 1);
        var together = page[..page.IndexOf("<section>", StringComparison.Ordinal)];
        AssertHas(together, "training.learning_rate", "validation loss, all runs");
        Assert.DoesNotContain("training.momentum", together, StringComparison.Ordinal);
        Assert.Equal(new FileInfo(_folder.File("both.html")).Length, (long)run.Json["bytes"]!);
    }

    [Fact]
    public void Ten_thousand_epochs_and_forty_runs_are_still_light_pages_that_say_what_they_left_out()
    {
        tiny.Copy("long");
        tiny.Lengthen("long", epochs: 10_000);
        var many = ReportPage.Of([.. Enumerable.Repeat(ReportRun.Of(tiny.File("run")), 40)]);

        AssertHas(tiny.Page("long"), "The table shows every 100th of 10,000 points.");
        AssertHas(many, "40 runs", "too many runs");
        Assert.True(Encoding.UTF8.GetByteCount(many) < DetailLevel.MostBytes);
    }

    [Fact]
    public void Without_its_data_a_run_has_a_page_that_says_so_and_names_are_no_markup()
    {
        tiny.Copy("a<b>");
        var page = tiny.WithoutTest(() => tiny.Page("a<b>"));

        AssertHas(page, "No predictions are shown: ", "best epoch", "<mi>W</mi>");
        Assert.DoesNotContain("a<b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_checkpoints_a_run_has_a_page_that_says_so()
    {
        tiny.Copy("bare");
        Directory.Delete(tiny.File("bare/checkpoints"), recursive: true);

        AssertHas(tiny.Page("bare"), "The model is not shown: ", "majority", "aria-label=\"loss\"");
    }

    [Fact]
    public void Answers_to_data_that_changed_since_are_shown_as_such()
    {
        tiny.Copy("changed", ("run.json", "\"sha256\": \"", "\"sha256\": \"0"));

        AssertHas(tiny.Page("changed"), "has changed since, by its SHA-256", "predictions (columns) by label (rows)");
    }

    [Fact]
    public void A_run_without_a_test_split_is_shown_on_its_validation_split()
    {
        Train(
            TinySet.Write(_folder), "run", "--set", "data.split={validation: 0.2}", "--set", "data.test=null", "--set",
            "training.epochs=1");

        AssertHas(Page("run"), "Predictions for the validation split", "best: sequence");
    }

    [Theory]
    [InlineData(1, "cd {0}\nrnn train a/run/config.yaml --out a/run-again\nrnn eval a/run-again\n")]
    [InlineData(2, "cd {0}/b\nrnn train {0}/a/run/config.yaml --out {0}/a/run-again\nrnn eval {0}/a/run-again\n")]
    public void Commands_that_repeat_a_run_hold_wherever_the_report_was_made(int folders, string expected)
    {
        var root = _folder.Path;
        var trainedIn = folders == 1 ? root : Path.Combine(root, "b");
        tiny.CopyTo(
            _folder.File("a/run"), ("run.json", $"\"folder\": \"{Directory.GetCurrentDirectory()}\"", $"\"folder\": \"{trainedIn}\""));
        Directory.Delete(_folder.File("a/run/checkpoints"), recursive: true);

        Assert.Contains(
            string.Format(CultureInfo.InvariantCulture, expected, root), ReportPage.Of([ReportRun.Of(_folder.File("a/run"))]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_not_there_is_a_usage_error() => Assert.Equal(2, Rnn.Run("report", _folder.File("nowhere")).Exit);

    public void Dispose() => _folder.Dispose();

    static void AssertHas(string page, params string[] words) =>
        Assert.All(words, word => Assert.Contains(word, page, StringComparison.Ordinal));

    void Train(string config, string name, params string[] more)
    {
        var run = Rnn.Run(["train", config, "--out", _folder.File(name), "--quiet", .. more]);
        Assert.True(run.Exit == 0, run.Error);
    }

    string Config(string task)
    {
        const string Rest = "model: {hidden: 4}\ntraining: {epochs: 2, batch: 8}\n";
        var rows = Enumerable.Range(0, 40).SelectMany(n => Enumerable.Range(0, 6).Select(t => (n, t)));
        switch (task)
        {
            case "regress":
                return TinySet.Write(_folder, task);
            case "tag":
                _folder.Write(
                    "tags.csv",
                    "seq,step,a,tag\n"
                    + string.Concat(rows.Select(r => $"s{r.n},{r.t},{r.n * r.t % 7},{(r.n * r.t % 7 > 3 ? "many" : "few")}\n")));
                return _folder.Write(
                    "tag.yaml", $"task: tag\ndata: {{train: tags.csv, target: tag, inputs: [a], split: {{test: 0.3}}}}\n{Rest}");
            case "forecast":
                _folder.Write(
                    "series.csv",
                    "y\n"
                    + string.Concat(
                        Enumerable.Range(0, 120)
                        .Select(t => string.Create(CultureInfo.InvariantCulture, $"{Math.Sin(t / 3.0):0.####}\n"))));
                return _folder.Write(
                    "forecast.yaml",
                    $"task: forecast\ndata: {{train: series.csv, target: y, window: 8, horizon: 3, split: {{validation: 0.2, test: " +
                    $"0.2}}}}\n{Rest}");
            case "language":
                _folder.Write("text.txt", string.Concat(Enumerable.Range(0, 60).Select(n => n % 5 == 0 ? "to be or not\n" : "<&> ")));
                return _folder.Write(
                    "language.yaml",
                    $"task: language\ndata: {{train: text.txt, layout: text, text: stream, split: {{test: 0.3}}}}\n{Rest}");
            default:
                _folder.Write(
                    "notes.csv", "seq,step,c,d\n" + string.Concat(rows.Select(r => $"s{r.n},{r.t},{r.t % 2},{r.n * r.t % 3 % 2}\n")));
                return _folder.Write("notes.yaml", $"task: multilabel\ndata: {{train: notes.csv, split: {{test: 0.3}}}}\n{Rest}");
        }
    }

    string Page(string name)
    {
        var run = Rnn.Run("report", _folder.File(name));
        Assert.True(run.Exit == 0, run.Error);
        return File.ReadAllText(_folder.File($"{name}/report.html"));
    }

    [GeneratedRegex("<text[^>]*>([0-9.]+)</text>")]
    private static partial Regex AxisNumbers();

    [GeneratedRegex("<svg role.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Pictures();

    [GeneratedRegex("<math.*?</math>", RegexOptions.Singleline)]
    private static partial Regex Formulas();

    [GeneratedRegex("<figure.*?</figure>", RegexOptions.Singleline)]
    private static partial Regex Whole();
}

/// <summary>One trained classifier for all tests, and copies of it in which something is different.</summary>
public sealed partial class TinyRun : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public TinyRun()
    {
        var run = Rnn.Run(
            "train", TinySet.Write(_folder), "--set", "data.split={validation: 0.2}", "--set", "training.epochs=2", "--out", File("run"),
            "--quiet");
        Assert.True(run.Exit == 0, run.Error);
    }

    public string File(string name) => _folder.File(name);

    public string Page(string name)
    {
        var run = Rnn.Run("report", File(name));
        Assert.True(run.Exit == 0, run.Error);
        return System.IO.File.ReadAllText(File($"{name}/report.html"));
    }

    /// <param name="changes">File, what stands there, and what is to stand there.</param>
    public void Copy(string name, params (string File, string Old, string New)[] changes) => CopyTo(File(name), changes);

    public void CopyTo(string path, params (string File, string Old, string New)[] changes)
    {
        foreach (var file in new[] { "config.yaml", "run.json", "metrics.jsonl", "checkpoints/best.safetensors" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(path, file))!);
            System.IO.File.Copy(File($"run/{file}"), Path.Combine(path, file));
        }

        foreach (var (file, old, changed) in changes)
        {
            var text = System.IO.File.ReadAllText(Path.Combine(path, file));
            Assert.Contains(old, text, StringComparison.Ordinal);
            System.IO.File.WriteAllText(Path.Combine(path, file), text.Replace(old, changed, StringComparison.Ordinal));
        }
    }

    /// <summary>A log as if it had trained for so long.</summary>
    public void Lengthen(string name, int epochs)
    {
        var log = File($"{name}/metrics.jsonl");
        var last = System.IO.File.ReadLines(log).Last();
        System.IO.File.WriteAllLines(log, Enumerable.Range(1, epochs).Select(n => Epoch().Replace(last, $"\"epoch\":{n}")));
    }

    /// <summary>What comes of it while the test file is not there.</summary>
    public string WithoutTest(Func<string> act)
    {
        System.IO.File.Move(File("test.csv"), File("elsewhere.csv"));
        try
        {
            return act();
        }
        finally
        {
            System.IO.File.Move(File("elsewhere.csv"), File("test.csv"));
        }
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex("<text[^>]*>([0-9.]+)</text>")]
    private static partial Regex AxisNumbers();

    [GeneratedRegex("\"epoch\":\\s*[0-9]+")]
    private static partial Regex Epoch();
}
