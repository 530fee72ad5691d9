using RnnTrainer.Data;
using RnnTrainer.Data.Layouts.Wide;

namespace RnnTrainer.Tests.Data;

/// <summary>A row per sequence.</summary>
public sealed class WideCsvTests
{
    static readonly DataOptions Wide = Csv.Labelled with { Layout = Layout.Wide };

    [Fact]
    public void A_row_is_a_sequence_and_ends_at_its_last_filled_cell() =>
        Assert.Equal(
            ["0:3:1 2 3:u:2", "1:2:4 5:v:3", "2:1:6:v:4"],
            Csv.Open("label,t0,t1,t2\nu,1,2,3\nv,4,5,\nv,6\n", Csv.Labelled).Sequences.Select(Csv.Shown));

    [Theory]
    [InlineData("seq,x_0,x_1,x_2,y_0,y_1,y_2,label")]
    [InlineData("seq,x0,x1,x2,y0,y1,y2,label")]
    [InlineData("seq,x_t1,x_t2,x_t3,y_t1,y_t2,y_t3,label")]
    public void Each_input_has_its_columns(string header)
    {
        var set = Csv.Open($"{header}\na,1,2,3,4,5,6,u\n", Csv.Labelled);

        Assert.Equal(["x", "y"], set.InputColumns);
        Assert.Equal(["a:3:1 4 2 5 3 6:u:2"], set.Sequences.Select(Csv.Shown));
    }

    [Fact]
    public void Columns_are_taken_in_the_order_of_their_numbers() =>
        Assert.Equal([1, 2, 3], Csv.Open("t10,t9,t8,label\n3,2,1,u\n", Csv.Labelled).Sequences[0].Inputs);

    [Fact]
    public void What_numbers_no_step_is_passed_over_and_named() =>
        Assert.Equal(
            ["ignored, since they number no step: age"], Csv.Open("age,t0,t1,t2,t3,t4,label\n7,1,2,3,4,5,u\n", Csv.Labelled).Notes);

    [Fact]
    public void A_hole_in_the_middle_is_a_missing_value() =>
        Assert.Equal(
            ["train.csv:2:3: error: the cell in column 't1' is empty | Write a number, set missing: mean, forward-fill or indicator, or " +
                "leave the column out of the inputs."],
            Csv.OpenErrors("t0,t1,t2,label\n1,,3,u\n", Wide));

    [Fact]
    public void A_missing_step_in_the_header_is_refused() =>
        Assert.Equal(
            ["train.csv:1:1: error: input 'x' goes from column 't1' to column 't3' | Steps are counted by ones: add the missing " +
                "columns, or number them again."],
            Csv.OpenErrors("t0,t1,t3,label\n1,2,3,u\n", Wide));

    [Fact]
    public void A_label_for_each_step_has_no_place_in_a_row() =>
        Assert.Equal(
            ["train.csv:1:1: error: a row per sequence has no label for each step | Write a row per step (layout: long), or use one " +
                "label per sequence."],
            Csv.OpenErrors("t0,t1,t3,label\n1,2,3,u\n", Wide with { TargetLevel = TargetLevel.Step })[..1]);

    [Fact]
    public void A_name_that_occurs_twice_is_refused() =>
        Assert.Equal(
            ["train.csv:3:1: error: sequence 'a' was already in line 2 | Give every row its own name."],
            Csv.OpenErrors("seq,t0,t1,t2,label\na,1,2,3,u\na,1,2,3,u\n", Wide));

    [Fact]
    public void A_file_without_numbered_columns_says_how_to_name_them() =>
        Assert.Equal(
            ["train.csv:1:1: error: no columns number the steps of an input | Call them t0, t1, …, or name_0, name_1, … for each input; " +
                "the columns are a, b, label."],
            Csv.OpenErrors("a,b,label\n1,2,u\n", Wide));

    [Fact]
    public void The_names_of_the_inputs_read_the_same_columns_again()
    {
        var set = Csv.Open("a_0,a_1,b_0,b_1,label\n1,2,3,4,u\n", Wide);

        Assert.Equal(
            [3, 4], Csv.Open("a_0,a_1,b_0,b_1,label\n1,2,3,4,u\n", Wide with { Inputs = [set.InputColumns[1]] }).Sequences[0].Inputs);
    }

    [Theory]
    [InlineData("t7", "x", 7)]
    [InlineData("7", "x", 7)]
    [InlineData("_7", "x", 7)]
    [InlineData("x7", "x", 7)]
    [InlineData("x_7", "x", 7)]
    [InlineData("x__7", "x_", 7)]
    [InlineData("x0_t7", "x0", 7)]
    [InlineData("x0.t7", "x0", 7)]
    [InlineData("a_t1_t7", "a_t1", 7)]
    [InlineData("_t7", "_t", 7)]
    [InlineData("at7", "at", 7)]
    [InlineData("x_1234567890", "x_1", 234567890)]
    public void A_column_s_name_says_its_input_and_its_step(string column, string input, int step)
    {
        var other = column[..^1] + (char)(column[^1] == '9' ? '8' : column[^1] + 1);
        var feature = Assert.Single(WideHeader.Of([column, other], new HashSet<int>(), Wide).Features);

        Assert.Equal((input, step), (feature.Name, feature.Steps[0]));
    }
}
