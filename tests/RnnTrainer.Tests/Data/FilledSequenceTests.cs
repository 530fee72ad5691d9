using RnnTrainer.Data;

namespace RnnTrainer.Tests.Data;

/// <summary>A sequence that is named in its first row only.</summary>
public sealed class FilledSequenceTests
{
    static readonly DataOptions Options = new() { FillSequence = true, TargetKind = TargetKind.None };

    [Theory]
    [InlineData("Sentence #,x\nS 1,1\n,2\n,3\nS 2,4\n,5\n")]
    [InlineData("Sentence #,x\r\nS 1,1\r\n,2\r\nS 1,3\r\nS 2,4\r\n,5\r\n")]
    [InlineData("Sentence #;x\n\"S 1\";1\n\"\";2\n  ;3\nS 2;4\n;5")]
    public void An_empty_cell_repeats_the_one_above_it(string text) =>
        Assert.Equal(
            ["S 1:3:1 2 3::2", "S 2:2:4 5::5"],
            Csv.Read(text, Options with { Sequence = ["Sentence #"] }).Sequences.Select(Csv.Shown));

    [Fact]
    public void Each_of_several_keys_is_repeated() =>
        Assert.Equal(
            ["A/1:2:1 2::2", "A/2:1:3::4", "B/2:1:4::5"],
            Csv.Read("doc,part,x\nA,1,1\n,,2\n,2,3\nB,,4\n", Options with { Sequence = ["doc", "part"] }).Sequences.Select(Csv.Shown));

    [Fact]
    public void Keys_of_a_wide_file_are_repeated() =>
        Assert.Equal(
            ["A/N:3:1 2 3::2", "A/S:3:4 5 6::3", "B/N:3:7 8 9::4"],
            Csv.Open(
                "country,province,x_0,x_1,x_2\nA,N,1,2,3\n,S,4,5,6\nB,N,7,8,9\n",
                Options with { Layout = Layout.Wide, Sequence = ["country", "province"] }).Sequences.Select(Csv.Shown));

    [Fact]
    public void The_first_row_must_name_its_sequence() =>
        Assert.Equal(
            ["train.csv:2:1: error: the cell in column 'id' is empty | Name the sequence in its first row: an empty cell repeats the " +
                "cell above it (fill_sequence)."],
            Csv.Errors("id,x\n,1\na,2\n", Options));

    [Fact]
    public void Without_the_option_the_hint_names_it() =>
        Assert.Equal(
            ["train.csv:3:1: error: the cell in column 'id' is empty (and 1 more like it, in line 4) | Name the sequence in every row; " +
                "or, if an empty cell repeats the cell above it, set data.fill_sequence: true."],
            Csv.Errors("id,x\na,1\n,2\n,3\n", Options with { FillSequence = false }));
}
