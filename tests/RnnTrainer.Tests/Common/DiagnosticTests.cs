using RnnTrainer.Common;

namespace RnnTrainer.Tests.Common;

public sealed class DiagnosticTests
{
    [Fact]
    public void An_error_is_written_with_its_place_and_its_hint_on_the_next_line() => Assert.Equal(
        "train.csv:812:17: error: 'abc' is not a number in column 'x2'\n  hint: Write a number.",
        new Diagnostic("train.csv", 812, 17, "'abc' is not a number in column 'x2'", "Write a number.").ToString());

    [Fact]
    public void A_place_that_is_not_known_is_left_out()
    {
        Assert.Equal("train.csv: error: empty", Diagnostic.OfFile("train.csv", "empty", null).ToString());
        Assert.Equal("train.csv:3: error: empty", Diagnostic.OfLine("train.csv", 3, "empty", null).ToString());
        Assert.Equal("train.csv: error: empty", Diagnostic.OfLine("train.csv", 0, "empty", null).ToString());
        Assert.Equal("error: unknown", new Diagnostic(null, null, null, "unknown").ToString());
    }

    [Fact]
    public void A_warning_quotes_its_source() => Assert.Equal(
        "a.cell:1:2: warning: odd\n  x y\n  ^\n  hint: write z",
        new Diagnostic("a.cell", 1, 2, "odd", "write z") { IsWarning = true, Source = "  x y\n  ^" }.ToString());

    [Fact]
    public void Control_characters_are_escaped_and_line_breaks_only_kept_where_a_hint_has_lines()
    {
        var error = new Diagnostic("a\n.csv", 1, 1, "\u001b[2J", "one\ntwo");

        Assert.Equal("a\\n.csv:1:1: error: \\u001b[2J\n  hint: one\\ntwo", error.ToString());
        Assert.EndsWith("hint: one\ntwo", (error with { HasHintLines = true }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hint_that_errors_in_a_row_share_is_printed_once() => Assert.Equal(
        "f:1: error: a\nf:2: error: b\n  hint: h\nf:3: error: c\n  hint: other",
        Diagnostic.TextOf(
            [Diagnostic.OfLine("f", 1, "a", "h"), Diagnostic.OfLine("f", 2, "b", "h"), Diagnostic.OfLine("f", 3, "c", "other")], 3));

    [Theory]
    [InlineData(20, 20, "error: 20")]
    [InlineData(20, 21, "… and 1 more error")]
    [InlineData(25, 25, "… and 5 more errors")]
    public void At_most_twenty_are_printed_and_the_others_counted(int given, int total, string last)
    {
        var text = Diagnostic.TextOf([.. Enumerable.Range(1, given).Select(n => new Diagnostic(null, null, null, $"{n}"))], total);

        Assert.Equal(last, text.Split('\n')[^1]);
        Assert.Contains("error: 20", text, StringComparison.Ordinal);
        Assert.DoesNotContain("error: 21", text, StringComparison.Ordinal);
    }
}
