using RnnTrainer.Data;

namespace RnnTrainer.Tests.Data;

/// <summary>A series per row, to be forecast by its own past.</summary>
public sealed class WideSeriesTests
{
    static readonly DataOptions Forecast = new()
    {
        Layout = Layout.Wide,
        TargetKind = TargetKind.Number,
        TargetLevel = TargetLevel.Step,
        TargetsAreInputs = true,
        KeepSteps = true,
    };

    [Fact]
    public void The_values_are_inputs_and_targets_and_the_columns_are_the_steps()
    {
        var series = Csv.Open("id,2020-01,2020-02,2020-03\na,1,2,3\n", Forecast).Sequences[0];

        Assert.Equal([1, 2, 3], series.Inputs);
        Assert.Equal([1, 2, 3], series.StepTargets!);
        Assert.Equal(["2020-01", "2020-02", "2020-03"], series.Steps!);
    }

    [Fact]
    public void A_series_begins_at_its_first_value_and_ends_at_its_last()
    {
        var set = Csv.Open("id,V1,V2,V3,V4\na,,2,3,\nb,1,2,3,4\nc,,,3\n", Forecast);

        Assert.Equal(["2 3", "1 2 3 4", "3"], set.Sequences.Select(s => string.Join(' ', s.Inputs)));
        Assert.Equal(["2 3", "1 2 3 4", "3"], set.Sequences.Select(s => string.Join(' ', s.Steps!)));
        Assert.Equal(["2 series begin later than the first step: the missing values before are no steps"], set.Notes);
    }

    [Fact]
    public void A_hole_in_the_middle_is_missing()
    {
        Assert.Equal(
            ["train.csv:2:4: error: the cell in column 'V2' is empty | Write a number, set missing: mean, forward-fill or indicator, or " +
                "leave the column out of the inputs."],
            Csv.OpenErrors("V1,V2,V3\n11,,3\n", Forecast));
        Assert.Equal(
            [1, double.NaN, 3],
            Csv.Open("V1,V2,V3\n1,,3\n", Forecast with { Missing = MissingPolicy.ForwardFill }).Sequences[0].StepTargets!);
    }

    [Fact]
    public void One_of_several_features_is_the_target()
    {
        var set = Csv.Open("id,load_0,load_1,temp_0,temp_1\na,1,2,3,4\n", Forecast with { Target = ["load"] });

        Assert.Equal(["load", "temp"], set.InputColumns);
        Assert.Equal(["load"], set.TargetColumns);
        Assert.Equal([1, 3, 2, 4], set.Sequences[0].Inputs);
        Assert.Equal([1, 2], set.Sequences[0].StepTargets!);
    }

    [Fact]
    public void A_target_of_each_step_that_is_no_input_is_only_a_target()
    {
        var set = Csv.Open("x_0,x_1,y_0,y_1\n1,2,3,4\n", Forecast with { Target = ["y"], TargetsAreInputs = false });

        Assert.Equal(["x"], set.InputColumns);
        Assert.Equal([3, 4], set.Sequences[0].StepTargets!);
    }

    [Fact]
    public void The_target_of_a_step_may_be_the_next_value()
    {
        var set = Csv.Open("id,t0,t1,t2\na,1,2,3\n", Forecast with { TargetLevel = TargetLevel.Next });

        Assert.Equal([1, 2], set.Sequences[0].Inputs);
        Assert.Equal([2, 3], set.Sequences[0].StepTargets!);
    }

    [Fact]
    public void A_target_that_no_columns_number_is_refused_once() =>
        Assert.Equal(
            ["train.csv:1:1: error: no columns number the steps of the input 'z' | The inputs are x."],
            Csv.OpenErrors("x_0,x_1\n1,2\n", Forecast with { Target = ["z"] }));

    [Fact]
    public void A_bad_cell_is_reported_once_although_it_is_an_input_and_a_target() =>
        Assert.Equal(
            ["train.csv:2:3: error: 'b' is not a number in column 't1' | Write a number such as 2.5, or leave the column out of the " +
                "inputs."],
            Csv.OpenErrors("t0,t1\n1,b\n", Forecast));

    [Fact]
    public void Several_columns_name_a_series_and_the_others_are_ignored_with_a_note()
    {
        var set = Csv.Open(
            "State,Country,Lat,1/22/20,1/23/20\n,A,1.5,1,2\nN,A,2.5,3,4\n", Forecast with { Sequence = ["State", "Country"] });

        Assert.Equal(["State", "Country"], set.IdColumns);
        Assert.Equal(2, set.Sequences.Count);
        Assert.Contains("ignored, since they number no step: Lat", set.Notes);
    }
}
