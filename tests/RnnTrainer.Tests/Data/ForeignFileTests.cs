using RnnTrainer.Data;

namespace RnnTrainer.Tests.Data;

/// <summary>The archives' own formats.</summary>
public sealed class ForeignFileTests
{
    const string Ts = "# a comment\n@problemName Two\n@TIMESTAMPS false\n@classLabel true u v\n@data\n1,2:3,4:u\n5:6:v\n";

    static readonly DataOptions Missing = Csv.Labelled with { Missing = MissingPolicy.Mean };

    [Fact]
    public void A_ts_line_is_inputs_then_the_label_and_lengths_differ()
    {
        var set = Csv.Open(Ts, Csv.Labelled, "two.ts");

        Assert.Equal(["x0", "x1"], set.InputColumns);
        Assert.Equal(["0:2:1 3 2 4:u:6", "1:1:5 6:v:7"], set.Sequences.Select(Csv.Shown));
    }

    [Fact]
    public void A_target_may_be_a_number() =>
        Assert.Equal(
            [7.5],
            Csv.Open("@problemname p\n@targetLabel true\n@data\n1,2:7.5\n", new DataOptions { TargetKind = TargetKind.Number }).Sequences[
                0].Target!);

    [Fact]
    public void Time_stamps_are_passed_over_and_question_marks_are_missing() =>
        Assert.Equal(["0:2:1 NaN:u:3"], Csv.Open("@problemName p\n@data\n(0,1),(3,?):u\n", Missing).Sequences.Select(Csv.Shown));

    [Theory]
    [InlineData(
        "1,2:3:u", "p.ts:3:5: error: input 2 has 1 steps but input 1 has 2 | The inputs of a sequence have the same number of steps.")]
    [InlineData(
        "1,2:u\n1:2:u",
        "p.ts:4:1: error: this sequence has 2 inputs but the first one has 1 | Every sequence has the same inputs, each followed by ':'.")]
    [InlineData("1,x:u", "p.ts:3:3: error: 'x' is not a number | Write a number such as 2.5, or leave the column out of the inputs.")]
    [InlineData("1,2:", "p.ts:3:5: error: the label is empty | Give every row a label, or leave out the rows without one.")]
    [InlineData(
        "u", "p.ts:3:1: error: this sequence has a label but no values | A line is the inputs, each followed by ':', and then the label.")]
    public void An_error_in_a_ts_line_is_named_with_its_place(string line, string said) =>
        Assert.Equal([said], Csv.OpenErrors($"@problemName p\n@data\n{line}\n", Csv.Labelled, "p.ts"));

    [Fact]
    public void Values_before_data_are_refused() =>
        Assert.Equal(
            ["p.ts:1:1: error: there is no @data | Write a line for each sequence after @data."],
            Csv.OpenErrors("@problemName p\n", Csv.Labelled, "p.ts"));

    [Fact]
    public void A_UCR_row_is_the_label_and_then_the_values_and_NaN_at_the_end_is_padding() =>
        Assert.Equal(
            ["0:3:1.5 2 3:1:1", "1:2:4 5:2:2", "2:3:6 NaN 7:2:3"],
            Csv.Open("1\t1.5\t2\t3\n2\t4\t5\tNaN\n2\t6\tNaN\t7\n", Missing, "Two_TRAIN.tsv").Sequences.Select(Csv.Shown));

    [Theory]
    [InlineData("  1.0000000e+00  -7.97e-01   2.0\n   1.0 3 4\n")]
    [InlineData("1.0000000e+00\t-7.97e-01\t2.0\n1\t3\t4\n")]
    [InlineData("1.00,-7.97e-01,2.0\n1,3,4\n")]
    public void A_UCR_row_has_tabs_commas_or_runs_of_spaces_and_one_label_in_any_spelling(string text)
    {
        var set = Csv.Open(text, Missing with { Layout = Layout.Ucr }, "Two_TRAIN.txt");

        Assert.Equal([[-0.797, 2], [3, 4]], set.Sequences.Select(s => s.Inputs));
        Assert.Single(set.Sequences.DistinctBy(s => s.Label));
        Assert.StartsWith("labels in different spellings are one class: '1", Assert.Single(set.Notes));
    }

    [Fact]
    public void A_long_row_of_numbers_with_spaces_between_them_is_of_the_UCR_archive() =>
        Assert.Equal(
            Layout.Ucr, Csv.Open($" 1.0 {string.Join("  ", Enumerable.Range(0, 30))}\n", Missing, "Two_TRAIN.txt").Layout.Layout);

    [Fact]
    public void A_bad_UCR_cell_is_named() =>
        Assert.Equal(
            ["p.tsv:1:3: error: '1,5' is not a number | Write a decimal point instead of the comma, 1.5, or set decimal: comma."],
            Csv.OpenErrors("1\t1,5\t2\n", Csv.Labelled, "p.tsv"));
}
