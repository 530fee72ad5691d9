using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Layouts.Wide;

namespace RnnTrainer.Tests.Data;

/// <summary>The values of all steps in one cell.</summary>
public sealed class ListCsvTests
{
    const string NoNumber = "is not a number in column 'v' | Write a number such as 2.5, or leave the column out of the inputs.";

    static readonly DataOptions List = Csv.Labelled with { Layout = Layout.List };

    [Theory]
    [InlineData("0.1 0.2 0.3")]
    [InlineData("  0.1   0.2 0.3 ")]
    [InlineData("0.1;0.2;0.3")]
    [InlineData("0.1; 0.2; 0.3;")]
    [InlineData("0.1|0.2|0.3")]
    [InlineData("\"0.1,0.2,0.3\"")]
    [InlineData("\"[0.1, 0.2, 0.3]\"")]
    [InlineData("[0.1 0.2 0.3]")]
    [InlineData("\"[0.1 0.2\n 0.3]\"")]
    [InlineData("\"(0.1, 0.2, 0.3)\"")]
    [InlineData("\"array([0.1, 0.2, 0.3], dtype=float32)\"")]
    public void A_cell_holds_the_values_of_all_steps(string cell) =>
        Assert.Equal([0.1, 0.2, 0.3], Csv.Open($"id,values,label\na,{cell},u\n", List).Sequences[0].Inputs);

    [Fact]
    public void A_row_is_a_sequence_and_a_column_of_lists_is_an_input()
    {
        var set = Csv.Open("id,x,y,note,label\na,1 2 3,4 5 6,n,u\nb,7,8,m,v\n", List);

        Assert.Equal(["x", "y"], set.InputColumns);
        Assert.Equal(["a:3:1 4 2 5 3 6:u:2", "b:1:7 8:v:3"], set.Sequences.Select(Csv.Shown));
        Assert.Equal(["ignored, since they hold no lists: note"], set.Notes);
        Assert.Equal(["id"], set.IdColumns);
    }

    [Fact]
    public void A_decimal_comma_separates_no_values() =>
        Assert.Equal(
            [0.5, 1.5], Csv.Open("v;label\n0,5 1,5;u\n", List with { Decimal = DecimalSign.Comma, Inputs = ["v"] }).Sequences[0].Inputs);

    [Fact]
    public void The_target_may_be_a_number_and_the_steps_may_be_forecast()
    {
        Assert.Equal([7], Csv.Open("v,y\n1 2,7\n", Csv.Numbered with { Layout = Layout.List }).Sequences[0].Target!);
        Assert.Equal(
            [1, 2],
            Csv.Open("v\n1 2\n", new DataOptions { Layout = Layout.List, TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Step })
                .Sequences[0].StepTargets!);
    }

    [Theory]
    [InlineData("1 b 3", $"train.csv:2:5: error: 'b' {NoNumber}")]
    [InlineData("\"[1, b, 3]\"", $"train.csv:2:8: error: 'b' {NoNumber}")]
    [InlineData(
        "[1 ... 3]",
        "train.csv:2:6: error: '...' stands for values that are not there, in column 'v' | The list was shortened when it was written: " +
            "in Python, write it with ' '.join(map(str, values)) instead of str(array).")]
    [InlineData("[]", "train.csv:2:1: error: this row has no value | Remove it, or write the values of its steps.")]
    [InlineData(
        "1;;3",
        "train.csv:2:5: error: the cell in column 'v' is empty | Write a number, set missing: mean, forward-fill or indicator, or leave " +
            "the column out of the inputs.")]
    public void An_error_names_the_value_in_the_cell(string cell, string error) =>
        Assert.Equal([error], Csv.OpenErrors($"n,v,label\n7,{cell},u\n", List with { Inputs = ["v"] }));

    [Fact]
    public void The_lists_of_a_row_are_equally_long() =>
        Assert.Equal(
            ["train.csv:2:5: error: 1 value in column 'y' but 2 in column 'x' | The inputs of a sequence have the same number of values."],
            Csv.OpenErrors("x,y,label\n1 2,3,u\n", List with { Inputs = ["x", "y"] }));

    [Fact]
    public void A_file_without_lists_says_so() =>
        Assert.Equal(
            ["train.csv:1:1: error: no column holds the values of several steps in a cell | Name the columns that do (inputs:), with " +
                "cells such as 0.1 0.2 0.3; the columns are x, label."],
            Csv.OpenErrors("x,label\n1,u\n", List));

    [Theory]
    [InlineData("0.1 0.2", true)]
    [InlineData("[1, 2, nan]", true)]
    [InlineData("[0.5]", true)]
    [InlineData("1;2", true)]
    [InlineData("0.5", false)]
    [InlineData("1,234,567", false)]
    [InlineData("12 345", false)]
    [InlineData("2020-01-01 05:00", false)]
    [InlineData("a b c", false)]
    [InlineData("", false)]
    [InlineData("[]", false)]
    public void A_list_is_recognized(string cell, bool isList) =>
        Assert.Equal(isList, ListCells.Looks(Encoding.UTF8.GetBytes(cell)));
}
