using RnnTrainer.Cli.Terminal;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Tests.Hostile;

/// <summary>Values that nobody should write, for every key of the config.</summary>
public sealed class HostileConfigTests : IDisposable
{
    const long Memory = 4_000_000_000;

    static readonly string[] Values =
    [
        "", "''", "' '", "abc", "95%", "inf", ".inf", "NaN", ".nan", "-1", "0", "1", "0.5", "1.5", "1e400", "-1e-400", "1e-320", "65536",
            "100000000", "2147483647", "2147483648", "99999999999999999999",
        "','", "true", "yes", "[]", "[1]", "[[]]", "{}", "{a: 1}", "[a, a]", "null", "~", "\"\\0\"", "\"new\\nline\"", "\"\\e[31m\"",
        "0x10", "1_000", "1 minute", "1e-5 minutes", "&a 1", "missing.csv", ".", "/dev/null",
        $"'{new string('x', 5000)}'",
    ];

    static readonly string[] Names = ["classify", "forecast", "language", "regress"];

    readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Tasks => [.. Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_value_of_a_key_is_taken_or_refused_at_its_place(string task)
    {
        Write();

        // Of every key each task takes its share of the values, so that all of them take all.
        var place = Array.IndexOf(Names, task);
        var problems = ConfigKeys.All.SelectMany(
            (key, k) => Values.Where((_, n) => (n + k) % Names.Length == place).Select(value => Problem(task, key, value)))
            .OfType<string>();
        var found = string.Join('\n', problems);
        Assert.True(found.Length == 0, found);
    }

    [Theory]
    [InlineData("classify", "model: {hidden: 65536, layers: 64}", "memory")]
    [InlineData("classify", "model: {hidden: 65536, layers: 64, cell: lstm, bidirectional: true}", "memory")]
    [InlineData("language", "model: {hidden: 65536, embedding: 65536}", "memory")]
    [InlineData("classify", "model: {hidden: 50000}\ntraining: {precision: float64}", "memory")]
    public void What_does_not_fit_is_refused_with_its_size_before_it_is_allocated(string task, string section, string word)
    {
        Write();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var dry in new[] { true, false })
        {
            var run = Rnn.RunWithin(
                Memory,
                ["train", _folder.Write("c.yaml", Config(task, section)), "--out", _folder.File("run"), .. dry ? ["--dry-run"]
                : Array.Empty<string>()]);
            Assert.Equal(2, run.Exit);
            Assert.Contains($"would take about", run.Error, StringComparison.Ordinal);
            Assert.Contains(word, run.Error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(_folder.File("run")));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000_000);
    }

    [Theory]
    [InlineData("forecast", "horizon: 100000000")]
    [InlineData("forecast", "window: 2147483647")]
    [InlineData("forecast", "season: 2147483647")]
    [InlineData("forecast", "window: 2147483647, horizon: 2147483647, stride: 2147483647")]
    public void A_window_that_no_series_has_room_for_is_refused_at_once(string task, string keys)
    {
        Write();
        var run = Rnn.Run(
            "train", _folder.Write("c.yaml", Config(task, "").Replace("data: {", $"data: {{{keys}, ", StringComparison.Ordinal)), "--out",
            _folder.File("run"));
        Assert.Equal(3, run.Exit);
        Assert.Contains("the longest series has 40 steps: no window of ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validation: 1.5", "data.split.validation: expected a fraction below 1 or a whole number of sequences or steps, found 1.5")]
    [InlineData("test: 2.25", "data.split.test: expected a fraction below 1 or a whole number of sequences or steps, found 2.25")]
    [InlineData("validation: -1", "data.split.validation: expected at least 0, found -1")]
    [InlineData("validation: NaN", "data.split.validation: expected a number, found 'NaN'")]
    [InlineData("validation: 0.5, test: 0.5", "data.split: the fractions leave nothing to train on")]
    [InlineData("val: 0.1", "did you mean 'validation'?")]
    [InlineData("dev: 0.1", "did you mean 'validation'?")]
    [InlineData("test_size: 0.1", "did you mean 'test'?")]
    [InlineData("train_ratio: 0.8", "what data.split.validation and data.split.test leave is trained on")]
    [InlineData("train: 0.8", "what data.split.validation and data.split.test leave is trained on")]
    [InlineData(
        "validation: 20, test: 30",
        "of 12 sequences nothing is left to train on: data.split holds out 20 for validation and 30 for the test", 3)]
    public void A_split_that_cannot_be_is_refused_by_a_sentence_of_its_own(string split, string message, int exit = 2)
    {
        Write();
        var run = Rnn.Run(
            "train", _folder.Write("c.yaml", $"task: classify\ndata: {{train: long.csv, target: label, split: {{{split}}}}}\n"),
            "--dry-run");
        Assert.Equal(exit, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("layout: long, ", "data.layout: task language predicts symbols, and layout long has columns")]
    [InlineData("", "task language predicts symbols, and ")]
    public void A_language_model_of_columns_needs_the_column_of_words(string layout, string message)
    {
        Write();
        var run = Rnn.Run("train", _folder.Write("c.yaml", $"task: language\ndata: {{{layout}train: long.csv}}\n"), "--dry-run");
        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains("data.tokens", run.Error, StringComparison.Ordinal);
    }

    /// <summary>What is wrong with the end of a training that has this value; null: nothing. It is stopped after a step.</summary>
    string? Problem(string task, string key, string value)
    {
        var text = Set(Config(task, ""), key, value);
        var interruption = new Interruption();
        var run = Rnn.RunAndDo(
            () =>
                interruption.Request(ExitCode.Interrupted), interruption,
                ["train", _folder.Write("c.yaml", text), "--out", _folder.File("run"), "--verbose"]);
        var problem = run.Exit is not (
            ExitCode.Success or ExitCode.Usage or ExitCode.Data or ExitCode.Diverged or ExitCode.Checkpoint or ExitCode.Interrupted)
            ? $"exit {run.Exit}"
            : run.Exit == ExitCode.Usage && !run.Error.Contains(key[(key.LastIndexOf('.') + 1)..], StringComparison.Ordinal)
                && !run.Error.Contains("unknown key 'a'", StringComparison.Ordinal)
                && !run.Error.Contains("not YAML", StringComparison.Ordinal)
                && !run.Error.Contains("anchors", StringComparison.Ordinal) ? "the key is not named"
            : run.Exit == ExitCode.Usage && run.Error.Contains("System.", StringComparison.Ordinal) ? "a type of the platform is named"
            : null;
        if (Directory.Exists(_folder.File("run")))
        {
            Directory.Delete(_folder.File("run"), recursive: true);
        }

        return problem is null ? null
            : $"{task} {key}: {value[..Math.Min(value.Length, 40)]}: {problem}: {run.Error[..Math.Min(run.Error.Length, 1500)]}";
    }

    void Write()
    {
        _folder.Write("long.csv", TinySet.Csv(12, seed: 1));
        _folder.Write("series.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(n => $"{n % 7},{n % 5}\n")));
        _folder.Write("text.txt", string.Concat(Enumerable.Repeat("to be or not to be\n", 8)));
    }

    static string Config(string task, string section) => $"""
        task: {task}
        data: {"{"}{task switch
    {
        "classify" => "train: long.csv, target: label, inputs: [a, b]",
        "regress" => "train: long.csv, target: slope, inputs: [a, b]",
        "forecast" => "train: series.csv, target: y",
        _ => "train: text.txt",
    }}{"}"}
        {section}

        """;

    /// <summary>The config with one key more, as JSON-like YAML in one line per section.</summary>
    static string Set(string text, string key, string value)
    {
        var parts = key.Split('.');
        if (parts is [var root])
        {
            return root == "task" ? text.Replace(text.Split('\n')[0], $"task: {value}", StringComparison.Ordinal)
                : $"{text}{root}: {value}\n";
        }

        var inner = parts[1..].Reverse().Aggregate(value, (below, name) => below == value ? $"{name}: {below}" : $"{name}: {{{below}}}");
        return parts[0] != "data" ? $"{text}{parts[0]}: {{{inner}}}\n"
            : text.Contains($" {parts[1]}: ", StringComparison.Ordinal) || text.Contains($"{{{parts[1]}: ", StringComparison.Ordinal)
                ? System.Text.RegularExpressions.Regex.Replace(
                    text, $@"(?<=[{{ ]){parts[1]}: (\[[^\]]*\]|[^,}}]*)", inner.Replace("$", "$$", StringComparison.Ordinal))
                : text.Replace("data: {", $"data: {{{inner}, ", StringComparison.Ordinal);
    }
}
