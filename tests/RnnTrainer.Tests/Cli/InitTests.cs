using System.Globalization;
using System.Text;
using RnnTrainer.Common;

namespace RnnTrainer.Tests.Cli;

/// <summary>A new user's file, of whatever shape: <c>rnn init</c> writes a config that trains, or says what to change.</summary>
public sealed class InitTests
{
    public static TheoryData<string> Shapes => [.. Files.All.Keys];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void What_init_writes_trains_as_it_is(string shape)
    {
        using var folder = new TemporaryFolder();
        var (file, task) = Files.Write(folder, shape);

        var init = Rnn.Run("init", file, "--out", folder.File("config.yaml"));
        Assert.True(init.Exit == 0, init.Error);
        Assert.Contains($"task {task}: ", init.Error, StringComparison.Ordinal);
        var train = Rnn.Run(
            "train", folder.File("config.yaml"), "--out", folder.File("run"), "--set", "training.epochs=1", "--set", "model.hidden=3");
        Assert.True(train.Exit == 0, train.Error);
    }

    [Fact]
    public void An_editor_finds_the_schema_of_the_config_next_to_it_and_one_that_is_there_stays()
    {
        using var folder = new TemporaryFolder();
        var (file, _) = Files.Write(folder, Files.All.Keys.First());

        Assert.Equal(0, Rnn.Run("init", file, "--out", folder.File("config.yaml")).Exit);
        Assert.StartsWith(
            "# yaml-language-server: $schema=rnn.schema.json\n", File.ReadAllText(folder.File("config.yaml")), StringComparison.Ordinal);
        Assert.Equal(Rnn.Run("config", "schema").Output, File.ReadAllText(folder.File("rnn.schema.json")));

        folder.Write("rnn.schema.json", "mine");
        Assert.Equal(0, Rnn.Run("init", file, "--out", folder.File("config.yaml"), "--force").Exit);
        Assert.Equal("mine", File.ReadAllText(folder.File("rnn.schema.json")));
    }

    [Theory]
    [InlineData(
        "1.5,2.5,u\n3.5,4.5,v\n", 3,
        "a.csv:1:1: error: the first line holds values like the lines below it, and no names: 1.5, 2.5, u\n  hint: Set --no-header")]
    [InlineData("seq,x,label\na,1,u\na,oops,u\n", 3, "a.csv:3:3: error: 'oops' is not a number in column 'x'")]
    [InlineData("seq,x,label\na,1\n", 3, "a.csv:2:1: error: 2 fields in this row but 3 in the header")]
    [InlineData(
        "date;sales\n2024-01-01;1,200\n2024-01-02;13.5\n", 3,
        "a.csv:2:12: error: '1,200' is not a number in column 'sales'\n  hint: Write 1200, without a thousands separator")]
    [InlineData("", 3, "a.csv:1:1: error: the file is empty")]
    public void What_cannot_be_decided_is_said(string text, int exit, string message)
    {
        using var folder = new TemporaryFolder();
        var run = Rnn.Run("init", folder.Write("a.csv", text), "--out", folder.File("config.yaml"));

        Assert.Equal(exit, run.Exit);
        Assert.Contains(
            message, run.Error.Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("config.yaml")));
    }

    [Theory]
    [InlineData(
        "review,mood\nI did like it a lot,good\nI did not like it,bad\nIt was not bad,good\nNot for me,bad\nFine with me really,good\n",
        "tokens: review", "tokenizer: words", "target: mood")]
    [InlineData(
        "id,sequence,class\n1,ACGTACGTACGTACGT,+\n2,ACGTACTTACGTACGA,-\n3,ACCTACGTAGGTACGT,+\n4,ACGTAAGTACGTACGC,-\n",
        "tokens: sequence", "tokenizer: characters", "target: class")]
    [InlineData(
        "id,text,toxic,insult\n7,you are all kind to me,0,0\n8,what a fool you are,1,1\n9,go away you thing,1,0\n10,many thanks for it,0,0\n",
        "tokens: text", "tokenizer: words", "target: [toxic, insult]")]
    [InlineData(
        "text,stars\na fine film with much to see,5\nnot a good film at all,1\nI have seen worse than that,3\nI want my money back,1\n"
            + "what a fine evening it was,5\nit is neither good nor bad,3\n",
        "tokens: text", "tokenizer: words", "target: stars")]
    public void Texts_in_rows_are_trained_on_as_they_are(string text, params string[] keys)
    {
        using var folder = new TemporaryFolder();
        var init = Rnn.Run("init", folder.Write("a.csv", text), "--out", folder.File("config.yaml"));

        Assert.True(init.Exit == 0, init.Error);
        var config = File.ReadAllText(folder.File("config.yaml"));
        Assert.All(keys, key => Assert.Contains($"  {key} ", config, StringComparison.Ordinal));
        Assert.Equal(0, Rnn.Run("train", folder.File("config.yaml"), "--dry-run").Exit);
    }

    [Theory]
    [InlineData("a.txt", "1 1 0.5 0.25\n1 2 0.5 0.25\n", "a.txt:1:1: error: rows of numbers with spaces between them, and no header")]
    [InlineData(
        "a.tsv", "0.11\t0.2\t1\n0.13\t0.2\t1\n0.14\t0.2\t1\n0.15\t0.2\t1\n0.16\t0.2\t1\n0.17\t0.2\t1\n",
        "the first cell of each row, which should be its label, is nearly always different\n  hint: Write a first line that names the " +
        "columns")]
    public void A_foreign_file_that_is_not_what_it_seems_is_refused(string name, string text, string message)
    {
        using var folder = new TemporaryFolder();
        var run = Rnn.Run("init", folder.Write(name, text));

        Assert.Equal(3, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_to_write_the_config_goes_to_standard_output_and_what_was_understood_to_standard_error()
    {
        using var folder = new TemporaryFolder();
        var (file, _) = Files.Write(folder, "long, classes");
        var run = Rnn.Run("init", file);

        Assert.Contains(
            "task: classify  # 'label' names a class that is the same in all rows of a sequence\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("40 sequences of 3 to 6 steps", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("train", folder.Write("printed.yaml", run.Output), "--dry-run").Exit);
    }

    [Fact]
    public void A_test_file_is_named_and_nothing_of_the_training_file_is_held_out_for_the_test()
    {
        using var folder = new TemporaryFolder();
        var (file, _) = Files.Write(folder, "long, classes");
        File.Copy(file, folder.File("other.csv"));
        var run = Rnn.Run("init", file, "--test", folder.File("other.csv"), "--out", folder.File("config.yaml"));

        Assert.True(run.Exit == 0, run.Error);
        var config = File.ReadAllText(folder.File("config.yaml"));
        Assert.Contains("  test: other.csv", config, StringComparison.Ordinal);
        Assert.DoesNotContain("    test: 0.2", config, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_target_is_taken()
    {
        using var folder = new TemporaryFolder();
        var (file, _) = Files.Write(folder, "long, classes");

        Assert.Contains(
            "task: regress  # 'b' is a number that changes from step to step\n", Rnn.Run("init", file, "--target", "b").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_is_not_there_is_missed_before_anything_else_is_said()
    {
        using var folder = new TemporaryFolder();
        var run = Rnn.Run("init", Files.Write(folder, "long, classes").File, "--target", "stat");

        Assert.Equal(3, run.Exit);
        Assert.Contains("there is no column 'stat'", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("'stat' is", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_of_missing_numbers_are_named_in_the_config()
    {
        using var folder = new TemporaryFolder();
        var rows = string.Concat(
            Enumerable.Range(0, 40)
            .Select(n => $"s{n / 4},{(n % 9 == 1 ? "n/a" : n % 11 == 5 ? "-" : $"{n}")},{(n % 8 < 4 ? "u" : "v")}\n"));
        var run = Rnn.Run("init", folder.Write("a.csv", "seq,x,label\n" + rows), "--out", folder.File("config.yaml"));

        Assert.True(run.Exit == 0, run.Error);
        Assert.Contains(
            "missing_marks: [\"\", NA, NaN, \"?\", \"null\", \"-\", n/a]", File.ReadAllText(folder.File("config.yaml")).Replace('\'', '"'),
            StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("train", folder.File("config.yaml"), "--dry-run").Exit);
    }

    [Fact]
    public void Sequence_and_step_may_be_named()
    {
        using var folder = new TemporaryFolder();
        var rows = string.Concat(Enumerable.Range(0, 40).Select(n => $"r{n / 4},{n % 4},{n / 2},{n},{(n % 8 < 4 ? "u" : "v")}\n"));
        var config = Rnn.Run(
            "init", folder.Write("a.csv", "run,tick,other,x,label\n" + rows), "--sequence", "run", "--step", "tick").Output;

        Assert.Contains("  sequence: run", config, StringComparison.Ordinal);
        Assert.Contains("  step: tick", config, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_too_rare_to_be_held_out_is_named()
    {
        using var folder = new TemporaryFolder();
        var text = new StringBuilder("seq,x,label\n");
        foreach (var n in Enumerable.Range(0, 12))
        {
            text.Append(CultureInfo.InvariantCulture, $"s{n},{n}.5,class{n}\ns{n},{n}.75,class{n}\n");
        }
        var run = Rnn.Run("init", folder.Write("a.csv", text.ToString()), "--out", folder.File("config.yaml"));

        Assert.True(run.Exit == 0, run.Error);
        Assert.Contains("nothing is held out", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("train", folder.File("config.yaml"), "--dry-run").Exit);
    }

    [Fact]
    public void A_config_that_is_there_is_not_written_over()
    {
        using var folder = new TemporaryFolder();
        var (file, _) = Files.Write(folder, "long, classes");
        var run = Rnn.Run("init", file, "--out", folder.Write("config.yaml", "task: tag\n"));

        Assert.Equal(2, run.Exit);
        Assert.Equal("task: tag\n", File.ReadAllText(folder.File("config.yaml")));
        Assert.Contains("--force", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("init", file, "--out", folder.File("config.yaml"), "--force").Exit);
        Assert.Contains("task: classify", File.ReadAllText(folder.File("config.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_columns_the_task_and_the_config()
    {
        using var folder = new TemporaryFolder();
        var json = Rnn.Run("init", Files.Write(folder, "long, classes").File, "--json").Json;

        Assert.Equal("rnn.init/1", (string)json["schema"]!);
        Assert.Equal(["id", "step", "number", "number", "label"], json["data"]!["columns"]!.AsArray().Select(c => (string)c!["kind"]!));
        Assert.Equal("classify", (string)json["config"]!["task"]!);
    }

    /// <summary>Small files of every shape.</summary>
    internal static class Files
    {
        public static Dictionary<string, (string Name, string Task, Func<string> Text)> All { get; } = new()
        {
            ["long, classes"] = (
                "a.csv", "classify", () => Long("seq,step,a,b,label", (n, t, a, b) => $"s{n},{t},{a},{b},{(n % 2 == 0 ? "up" : "down")}")),
            ["long, label first, numbers as classes"] = (
                "a.csv", "classify", () => Long("class,id,a,b", (n, t, a, b) => $"{n % 3},{n},{a},{b}")),
            ["long, ids as text in another column"] = (
                "a.csv", "classify", () => Long("patient,a,b,outcome", (n, t, a, b) => $"Mr {n},{a},{b},{(n % 2 == 0 ? "well" : "ill")}")),
            ["long, semicolons and decimal commas"] = (
                "a.csv", "classify", () =>
                    Long("seq;step;a;b;label", (n, t, a, b) => $"s{n};{t};{a};{b};{(n % 2 == 0 ? "up" : "down")}".Replace('.', ','))),
            ["long, byte order mark and CR LF"] = (
                "a.csv", "classify", () =>
                    "\uFEFF" + Long("seq,step,a,b,label", (n, t, a, b) => $"s{n},{t},{a},{b},{(n % 2 == 0 ? "up" : "down")}")
                    .Replace("\n", "\r\n", StringComparison.Ordinal)),
            ["long, missing cells"] = (
                "a.csv", "classify", () =>
                    Long("seq,step,a,b,label", (n, t, a, b) => $"s{n},{t},{(n % 5 == 1 ? "NA" : a)},{b},{(n % 2 == 0 ? "up" : "down")}")),
            ["long, a row index without a name"] = (
                "a.csv", "classify", () =>
                    Long(",seq,step,a,label", (n, t, a, b) => $"{(10 * n) + t},s{n},{t},{a},{(n % 2 == 0 ? "up" : "down")}")),
            ["long, dates, sorted by date"] = (
                "a.csv", "forecast", () => Sorted(Long("date,store,a,y", (n, t, a, b) => $"2024-01-{t + 1:00},store {n},{a},{b}"))),
            ["long, a time that restarts"] = (
                "a.csv", "classify", () => Long("weight,Time,Chick,Diet", (n, t, a, b) => $"{a},{2 * t},{n},{1 + (n % 3)}")),
            ["long, a number for each sequence"] = (
                "a.csv", "regress", () => Long("seq,step,a,target", (n, t, a, b) => $"s{n},{t},{a},{n}.25")),
            ["long, words and tags"] = (
                "a.csv", "tag", () => Long("seq,word,tag", (n, t, a, b) => $"s{n},w{(n + (7 * t)) % 33},{(t % 2 == 0 ? "N" : "V")}")),
            ["long, no target"] = ("a.csv", "forecast", () => Long("seq,step,a,b", (n, t, a, b) => $"s{n},{t},{a},{b}")),
            ["wide, label last"] = ("a.csv", "classify", () => Wide("t0,t1,t2,t3,label", (n, x) => $"{x},{(n % 2 == 0 ? "u" : "v")}")),
            ["wide, label first, ragged"] = (
                "a.csv", "classify", () =>
                    Wide("label,t0,t1,t2,t3", (n, x) => $"{(n % 2 == 0 ? "u" : "v")},{(n % 3 == 0 ? x[..x.LastIndexOf(',')] + "," : x)}")),
            ["wide, two inputs"] = (
                "a.csv", "classify", () => Wide("a_0,a_1,a_2,a_3,b_0,b_1,b_2,b_3,label", (n, x) => $"{x},{x},{(n % 2 == 0 ? "u" : "v")}")),
            ["wide, a number"] = ("a.csv", "regress", () => Wide("t1,t2,t3,t4,y", (n, x) => $"{x},{n}.125")),
            ["one column"] = ("a.csv", "forecast", () => Rows("load", n => $"{20 + (5 * Math.Sin(n))}")),
            ["a series with dates"] = (
                "a.csv", "forecast", () =>
                    Rows("date,load", n => $"{new DateTime(2020, 1, 1).AddMonths(n):yyyy-MM},{20 + (5 * Math.Sin(n))}")),
            ["a series with years and months"] = (
                "a.csv", "forecast", () =>
                    Rows("rownames,year,month,load", n => $"{n + 1},{1990 + (n / 12)},{1 + (n % 12)},{20 + (5 * Math.Sin(n))}")),
            ["a series with dates day first"] = (
                "a.csv", "forecast", () =>
                    Rows("day;load", n => $"{new DateTime(2020, 1, 1).AddDays(n):dd/MM/yyyy};{20 + (5 * Math.Sin(n))}".Replace('.', ','))),
            ["a series with a state to predict"] = (
                "a.csv", "tag", () =>
                    Rows(
                        "id,date,a,b,state", n =>
                            $"{n + 1},{new DateTime(2020, 1, 1).AddDays(n):yyyy-MM-dd},{n % 7}.5,{n % 5}.25,{(n % 7 > 3 ? "on" : "off")}")),
            ["UCR"] = ("a.tsv", "classify", () => Wide(null, (n, x) => $"{1 + (n % 2)},{x}").Replace(',', '\t')),
            ["ts"] = (
                "a.ts", "classify", () =>
                    "@problemName p\n@classLabel true u v\n@data\n" + Wide(null, (n, x) => $"{x}:{(n % 2 == 0 ? "u" : "v")}")),
            ["a list of names"] = ("a.txt", "language", () => Rows(null, n => $"na{(char)('a' + (n % 26))}m{n % 7}e")),
            ["a list of names as CSV"] = (
                "a.csv", "language", () => Rows("name", n => $"na{(char)('a' + (n % 26))}m{(char)('a' + (n % 7))}e")),
            ["prose"] = ("a.txt", "language", () => string.Concat(Enumerable.Repeat("To be, or not to be: that is the question. ", 20))),
            ["musical notes"] = (
                "a.csv", "multilabel", () =>
                    Long(
                        "seq,step,k0,k1,k2,k3,k4,k5,k6,k7", (n, t, a, b) =>
                            $"s{n},{t},{string.Join(',', Enumerable.Range(0, 8).Select(k => (n + t + k) % 3 == 0 ? 1 : 0))}")),
            ["several files"] = (
                "a.csv", "classify", () =>
                    "path,label,split\n"
                    + string.Concat(
                        Enumerable.Range(0, 12)
                        .Select(n => $"part{n}.csv,{(n % 2 == 0 ? "u" : "v")},{(n < 8 ? "train" : n < 10 ? "validation" : "test")}\n"))),
        };

        public static (string File, string Task) Write(TemporaryFolder folder, string shape)
        {
            var (name, task, text) = All[shape];
            for (var n = 0; shape == "several files" && n < 12; n++)
            {
                folder.Write($"part{n}.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 5).Select(t => Invariant($"{t * n}.5,{t}\n"))));
            }
            return (folder.Write(name, text()), task);
        }

        static string Long(string header, Func<int, int, string, string, string> row)
        {
            var (text, random) = (new StringBuilder(header + "\n"), new RandomStream(1, "shapes", 0));
            for (var n = 0; n < 40; n++)
            {
                for (var t = 0; t < 3 + (n % 4); t++)
                {
                    text.Append(row(n, t, Invariant($"{random.NextDouble():0.####}"), Invariant($"{10 * random.NextDouble():0.###}")))
                        .Append('\n');
                }
            }

            return text.ToString();
        }

        static string Wide(string? header, Func<int, string, string> row) =>
            Rows(header, n => row(n, string.Join(',', Enumerable.Range(0, 4).Select(t => Invariant($"{Math.Sin((n * t) + t):0.####}")))));

        static string Rows(string? header, Func<int, FormattableString> row) => Rows(header, n => Invariant(row(n)));

        static string Rows(string? header, Func<int, string> row) =>
            (header is null ? "" : header + "\n") + string.Concat(Enumerable.Range(0, 60).Select(n => row(n) + "\n"));

        static string Sorted(string text)
        {
            var lines = text.TrimEnd('\n').Split('\n');
            return lines[0] + "\n" + string.Concat(lines[1..].Order(StringComparer.Ordinal).Select(l => l + "\n"));
        }

        static string Invariant(FormattableString text) => FormattableString.Invariant(text);
    }
}
