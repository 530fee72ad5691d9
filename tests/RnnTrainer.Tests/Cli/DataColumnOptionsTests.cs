using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnTrainer.Cli.Options;

namespace RnnTrainer.Tests.Cli;

/// <summary>What <c>init</c> and <c>data check</c> are told on the command line, they take; messages name these options.</summary>
public sealed partial class DataColumnOptionsTests
{
    const string Panel = "day,shop,sales,open\n";

    [Theory]
    [InlineData("--task forecast --target sales", "task: forecast  # it was asked for\n")]
    [InlineData("--task regress --target open", "task: regress  # it was asked for\n")]
    [InlineData("--target sales", "target: sales ")]
    [InlineData("--sequence shop", "sequence: shop ")]
    [InlineData("--step day", "step: day ")]
    [InlineData("--layout long --sequence shop", "layout: long ")]
    public void What_is_asked_for_is_in_the_config(string options, string expected)
    {
        using var folder = new TemporaryFolder();
        var run = Rnn.Run(["init", folder.Write("a.csv", Shops()), .. options.Split(' ')]);

        Assert.True(run.Exit == 0, run.Error);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_validation_file_is_named_and_nothing_of_the_training_file_is_held_out_for_validation()
    {
        using var folder = new TemporaryFolder();
        var (file, _) = InitTests.Files.Write(folder, "long, classes");
        File.Copy(file, folder.File("other.csv"));
        var config = folder.File("config.yaml");
        var one = Rnn.Run("init", file, "--validation", folder.File("other.csv"), "--out", config);

        Assert.True(one.Exit == 0, one.Error);
        Assert.Contains("  validation: other.csv", File.ReadAllText(config), StringComparison.Ordinal);
        Assert.DoesNotContain("    validation: 0.", File.ReadAllText(config), StringComparison.Ordinal);
        Assert.Contains("    test: 0.2", File.ReadAllText(config), StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("train", config, "--dry-run").Exit);

        var both = Rnn.Run("init", file, "--validation", folder.File("other.csv"), "--test", file, "--out", config, "--force");
        Assert.True(both.Exit == 0, both.Error);
        Assert.DoesNotContain("  split:", File.ReadAllText(config), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--task", "forcast", "did you mean 'forecast'?")]
    [InlineData("--task", "Regress", "did you mean 'regress'?")]
    [InlineData("--task", "classification", "did you mean 'classify'?")]
    [InlineData("--layout", "tall", "--layout expects one of auto, long, wide, series, text, files, ts, ucr, ")]
    [InlineData("--order", "descending", "--order expects one of rising, falling, found 'descending'")]
    public void A_value_that_is_none_is_refused_with_those_there_are(string option, string value, string message)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.csv", Shops());
        foreach (var run in new[] { Rnn.Run("init", file, option, value), Rnn.Run("data", "check", file, option, value) })
        {
            Assert.Equal(2, run.Exit);
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--target", "open,sales")]
    [InlineData("--target", "none")]
    [InlineData("--sequence", "none")]
    [InlineData("--step", "none")]
    public void A_column_that_is_not_there_is_refused_by_its_name(string option, string value)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.csv", Shops().Replace("open", "closed", StringComparison.Ordinal));
        foreach (var run in new[] { Rnn.Run("init", file, option, value), Rnn.Run("data", "check", file, option, value) })
        {
            Assert.True(run.Exit is 2 or 3, run.Error);
            Assert.Contains($"'{value.Split(',')[0]}'", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_task_that_the_columns_do_not_allow_is_not_clear()
    {
        using var folder = new TemporaryFolder();
        var run = Rnn.Run("init", folder.Write("a.csv", Shops()), "--task", "multilabel", "--target", "sales");

        Assert.Equal(2, run.Exit);
        Assert.Contains("no column looks like a target of task multilabel", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name the column (target:).", "Name the column (--target).")]
    [InlineData("Put them in order, or name it (sequence:), or step: day.", "Put them in order, or name it (--sequence), or --step day.")]
    [InlineData("To read it character by character: layout: text.", "To read it character by character: --layout text.")]
    [InlineData("Set data.order: falling.", "Set --order falling.")]
    [InlineData("Set step: [date, hour].", "Set --step date,hour.")]
    [InlineData("Set sequence: [the shop, item], or order: falling.", "Set --sequence 'the shop,item', or --order falling.")]
    [InlineData("Set header: false.", "Set --no-header.")]
    [InlineData("Leave it out (inputs:).", "Leave it out (data.inputs of the config).")]
    [InlineData(
        "Set missing: mean, and missing_marks: [\"-\"].",
        "Set data.missing: mean, and data.missing_marks: [\"-\"].")]
    [InlineData("2016-07-31 13:05:00 is a date: write it so.", "2016-07-31 13:05:00 is a date: write it so.")]
    [InlineData("Set a smaller window (window:, season:).", "Set a smaller window (data.window, data.season of the config).")]
    [InlineData("ignored, since they number no step: item_id", "ignored, since they number no step: item_id")]
    [InlineData("the shares of the target: a, b", "the shares of the target: a, b")]
    [InlineData("columns in the layout: day, hour", "columns in the layout: day, hour")]
    [InlineData("the column 'or step: day' is left out", "the column 'or step: day' is left out")]
    [InlineData("column 'w' is no input: set units: kg to read it", "column 'w' is no input: set data.units: kg to read it")]
    [InlineData("units: $, decimal: comma", "data.units: $, data.decimal: comma")]
    [InlineData("Name its column (tokens: word), and set task: tag.", "Name its column (data.tokens: word), and set --task tag.")]
    public void Messages_name_options(string text, string expected) => Assert.Equal(expected, OptionNames.In(text));

    /// <summary>Words before a colon that are keys elsewhere.</summary>
    static readonly string[] PlainWords =
        ["a target:", "another encoding:", "each sequence:", "first step:", "is missing:", "no step:", "one step:", "which order:"];

    [Fact]
    public void Every_key_in_a_message_of_the_readers_is_named_by_its_option_and_no_plain_word_is()
    {
        var found = Messages().Where(m => WordsOfKeys().IsMatch(m)).ToList();

        Assert.True(found.Count > 50, $"{found.Count}");
        Assert.Equal(
            string.Join(' ', PlainWords), string.Join(' ', found.SelectMany(Kept).Distinct().Order(StringComparer.Ordinal)));
    }

    /// <summary>The words that are keys elsewhere and stay in the message, each with the word before it.</summary>
    static IEnumerable<string> Kept(string message) => WordsOfKeys().Matches(OptionNames.In(message)).Select(m => m.Value);

    /// <summary>The texts of Data and of what Training says of files, with x in place of what is computed.</summary>
    static IEnumerable<string> Messages() =>
        from folder in new[] { "RnnTrainer.Data", "RnnTrainer.Training/Datasets", "RnnTrainer.Training/Init", "RnnTrainer.Training/Tasks" }
        from file in Directory.EnumerateFiles(RepositoryFolder.File("src", folder), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal)
        from node in CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes()
        select node switch
        {
            LiteralExpressionSyntax literal when literal.Token.Value is string text => text,
            InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(c => c is InterpolatedStringTextSyntax t
                ? t.TextToken.ValueText : "x")),
            _ => "",
        };

    [GeneratedRegex(
        @"(?:[\w']+ )?(?<![\w.-])(?:task|target|sequence|step|layout|order|encoding|header|inputs|tokens|units|missing|decimal|dates|text|"
        + @"unknown|split|categories|date_order|missing_marks|blank_lines|fill_sequence):(?=[ ,)])")]
    private static partial Regex WordsOfKeys();

    [Fact]
    public void Init_and_data_check_name_the_option_and_train_the_key()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.csv", "step,x\n0,1\n0,2\n1,3\n2,1\n3,5\n");
        var config = folder.Write("a.yaml", "task: forecast\ndata: {train: a.csv, target: x, window: 1}\n");

        Assert.Contains("name it (--sequence)", Rnn.Run("init", file).Error, StringComparison.Ordinal);
        Assert.Contains("name it (--sequence)", Rnn.Run("data", "check", file).Error, StringComparison.Ordinal);
        Assert.Contains("name it (sequence:)", Rnn.Run("train", config, "--dry-run").Error, StringComparison.Ordinal);
    }

    static string Shops() => Panel + string.Concat(
        from shop in new[] { "a", "b", "c" }
        from day in Enumerable.Range(1, 28)
        select $"2024-02-{day:00},{shop},{(day * 7 % 11) + (shop[0] / 10.0):0.0},{day % 2}\n");
}
