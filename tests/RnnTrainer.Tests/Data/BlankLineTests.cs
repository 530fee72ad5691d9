using RnnTrainer.Data;
using RnnTrainer.Data.Layouts.Csv;

namespace RnnTrainer.Tests.Data;

/// <summary>Blank lines between rows separate sequences, or are passed over with a note.</summary>
public sealed class BlankLineTests
{
    static readonly DataOptions Words = new()
    {
        Layout = Layout.Long,
        BlankLines = BlankLines.Split,
        Tokens = ["word"],
        Inputs = [],
        Target = ["tag"],
        TargetLevel = TargetLevel.Step,
    };

    [Theory]
    [InlineData("word,tag\na,X\nb,Y\n\nc,X\n")]
    [InlineData("word,tag\r\na,X\r\nb,Y\r\n\r\nc,X\r\n")]
    [InlineData("word,tag\ra,X\rb,Y\r\rc,X\r")]
    [InlineData("\uFEFFword,tag\n\n\na,X\nb,Y\n\n\n \t\n\nc,X\n\n\n")]
    [InlineData("word,tag\na,X\nb,Y\n,\nc,X\n,\n")] // as a spreadsheet saves it
    [InlineData("word\ttag\na\tX\nb\tY\n\nc\tX")]
    [InlineData("word,tag\n# first\na,X\n# more of it\nb,Y\n\n# second\nc,X\n# the end\n")]
    public void A_blank_line_begins_a_new_sequence(string text)
    {
        var set = Csv.Read(text, Words);

        Assert.Equal(["0: a b: X Y", "1: c: X"], set.Sequences.Select(Shown));
        Assert.Empty(set.IdColumns);
        Assert.Empty(set.Notes);
    }

    [Fact]
    public void A_line_break_in_quotes_is_not_between_rows() =>
        Assert.Equal(
            ["0: a\n\nb c: X Y", "1: d: X"], Csv.Read("word,tag\n\"a\n\nb\",X\nc,Y\n\nd,X\n", Words).Sequences.Select(Shown));

    [Fact]
    public void A_sequence_has_the_line_of_its_first_row() =>
        Assert.Equal([2, 5, 9], Csv.Read("word,tag\na,X\nb,Y\n\nc,X\n\n\n# x\nd,X\n", Words).Sequences.Select(s => s.Line));

    [Fact]
    public void A_series_is_separated_too_and_each_part_is_ordered_by_its_time()
    {
        var set = Csv.Read(
            "date,x\n2024-01-02,2\n2024-01-01,1\n\n2024-01-01,3\n2024-01-02,4\n",
            new DataOptions { Layout = Layout.Series, BlankLines = BlankLines.Split, TargetKind = TargetKind.None });

        Assert.Equal(["0:2:1 2::2", "1:2:3 4::5"], set.Sequences.Select(Csv.Shown));
        Assert.Equal(["the rows of 1 sequence were put into the order of column 'date'"], set.Notes);
    }

    [Fact]
    public void The_same_time_twice_is_an_error_of_its_part() =>
        Assert.StartsWith(
            "train.csv:6:1: error: sequence '1' has step 2024-01-01 twice, first in line 5",
            Csv.Errors(
                "date,x\n2024-01-01,1\n2024-01-02,2\n\n2024-01-01,3\n2024-01-01,4\n",
                new DataOptions { Layout = Layout.Series, BlankLines = BlankLines.Split, TargetKind = TargetKind.None })[0]);

    [Fact]
    public void A_label_is_that_of_the_part() =>
        Assert.Equal(
            ["0:2:1 2:u:2", "1:1:3:v:5"],
            Csv.Read("x,label\n1,u\n2,u\n\n3,v\n", Csv.Labelled with { BlankLines = BlankLines.Split }).Sequences.Select(Csv.Shown));

    [Theory]
    [InlineData("seq,x,label\na,1,u\n\na,2,u\n\n\nb,3,v\n", "3 blank lines between rows were passed over (data.blank_lines: skip)")]
    [InlineData("seq,x,label\n\na,1,u\na,2,u\n \t\nb,3,v\n\n", "1 blank line between rows was passed over (data.blank_lines: skip)")]
    public void Blank_lines_that_are_passed_over_are_counted_in_a_note(string text, string note) =>
        Assert.Equal([note], Csv.Read(text).Notes);

    [Theory]
    [InlineData("seq,x,label\na,1,u\nb,2,v\n")]
    [InlineData("\nseq,x,label\n\na,1,u\nb,2,v\n\n\n")]
    [InlineData("seq,x,label\na,1,u\nb,2,\"v\n\nw\"\n")]
    [InlineData("seq,x,label\na,1,u\n# no blank line\nb,2,v\n")]
    public void Without_one_there_is_no_note(string text) => Assert.Empty(Csv.Read(text).Notes);

    [Fact]
    public void The_layout_follows_from_the_option()
    {
        var set = Csv.Open("word,tag\na,X\n\nb,Y\n", Words with { Layout = Layout.Auto });

        Assert.Equal(new LayoutGuess(Layout.Long, "blank lines separate the sequences"), set.Layout);
        Assert.Equal(2, set.Sequences.Count);
    }

    [Theory]
    [InlineData(Layout.Wide, "error: blank_lines: split does not apply to layout wide")]
    [InlineData(Layout.Text, "error: blank_lines: split does not apply to layout text")]
    public void A_layout_without_rows_in_sequences_refuses_it(Layout layout, string error) =>
        Assert.Contains(error, Csv.OpenErrors("x_0,x_1,tag\n1,2,X\n", Words with { Layout = layout })[0]);

    [Fact]
    public void Keys_and_blank_lines_cannot_both_name_sequences() =>
        Assert.Contains(
            "error: sequence and blank_lines: split exclude one another",
            Csv.OpenErrors("word,tag\na,X\n", Words with { Sequence = ["word"] })[0]);

    [Theory]
    [InlineData("a\nb\n", false)]
    [InlineData("a\nb\n\n\n", false)]
    [InlineData("a\n\nb", true)]
    [InlineData("a\r\n\r\nb", true)]
    public void A_text_without_blank_lines_is_found_out_at_once(string text, bool has) =>
        Assert.Equal(has, RowGaps.HasBlankLine(System.Text.Encoding.UTF8.GetBytes(text)));

    static string Shown(Sequence s) => $"{s.Id}: {string.Join(' ', s.Texts!)}: {string.Join(' ', s.StepLabels!)}";
}
