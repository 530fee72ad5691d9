using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Tests.Data;

/// <summary>One long series, and the windows that are cut from it.</summary>
public sealed class SeriesTests
{
    const string Five = "at,x,y\n2024-01-03,3,30\n2024-01-01,1,10\n2024-01-02,2,20\n2024-01-04,4,40\n2024-01-05,5,50\n";

    static readonly DataOptions Forecast = new() { Target = ["y"], TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Step };

    [Fact]
    public void A_file_without_a_sequence_column_is_one_series_in_the_order_of_its_dates()
    {
        var set = Csv.Open(Five, Forecast);

        Assert.Equal(new LayoutGuess(Layout.Series, "no column names sequences, so the rows are one long series"), set.Layout);
        Assert.Equal(["x", "y"], set.InputColumns);
        var series = Assert.Single(set.Sequences);
        Assert.Equal([1, 10, 2, 20, 3, 30, 4, 40, 5, 50], series.Inputs);
        Assert.Equal([10, 20, 30, 40, 50], series.StepTargets!);
        Assert.Equal(("train", "2024-01-01"), (series.Id, series.Steps![0]));
        Assert.Equal(["the rows of 1 sequence were put into the order of column 'at'"], set.Notes);
    }

    [Fact]
    public void A_row_index_and_a_rising_time_are_no_inputs() =>
        Assert.Equal(
            ["value"],
            Csv.Open("rownames,time,value\n1,1960,5\n2,1960.25,4\n3,1960.5,6\n", Forecast with { Target = ["value"] }).InputColumns);

    [Fact]
    public void A_moment_that_occurs_twice_is_refused() =>
        Assert.Equal(
            ["train.csv:3:1: error: the series has step 2024-01-01 twice, first in line 2 | Remove one of the two rows; or, if a column " +
                "tells several series apart, name it (sequence:)."],
            Csv.OpenErrors("at,y\n2024-01-01,1\n2024-01-01,2\n", Forecast));

    [Fact]
    public void A_label_of_a_series_is_no_input() =>
        Assert.Equal(["x"], Csv.Open("x,y\n1,0\n2,1\n", Csv.Labelled with { Target = ["y"], TargetLevel = TargetLevel.Step }).InputColumns);

    [Fact]
    public void A_window_sees_the_steps_before_its_targets()
    {
        var series = Csv.Open(Five, Forecast).Sequences[0];

        var windows = Windows.Cut(series, new WindowOptions(Window: 2, Horizon: 2), new StepRange(0, 5));

        Assert.Equal(["2024-01-03:2:1 10 2 20:30 40:2", "2024-01-04:2:2 20 3 30:40 50:2"], windows.Select(Csv.Shown));
    }

    [Fact]
    public void Targets_lie_in_the_range_and_what_is_seen_may_reach_back()
    {
        var series = Csv.Open(Five, Forecast).Sequences[0];
        var (train, validation, test) = Windows.Ranges(5, 0.2, 0.2);

        Assert.Equal((new StepRange(0, 3), new StepRange(3, 4), new StepRange(4, 5)), (train, validation, test));
        Assert.Equal(["2024-01-05:3:2 20 3 30 4 40:50:2"], Windows.Cut(series, new WindowOptions(3, 1), test).Select(Csv.Shown));
        Assert.Empty(Windows.Cut(series, new WindowOptions(3, 1), train));
    }

    [Fact]
    public void A_window_whose_target_is_missing_is_left_out()
    {
        var options = Forecast with { Missing = MissingPolicy.ForwardFill };
        var set = Csv.Open("at,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,\n2024-01-04,4\n", options);
        var series = InputEncoder.Apply(EncodingFit.Of(set, set.Sequences, options), set).Set.Sequences[0];

        Assert.Equal(
            ["2024-01-02:1:1:2:2", "2024-01-04:1:2:4:2"],
            Windows.Cut(series, new WindowOptions(1, 1), new StepRange(0, 4)).Select(Csv.Shown));
    }

    [Fact]
    public void Windows_are_a_stride_apart() =>
        Assert.Equal(["1", "3"], Windows.Cut(Numbers(5), new WindowOptions(1, 1, Stride: 2), new StepRange(0, 5)).Select(w => w.Id));

    [Fact]
    public void The_last_window_has_no_target_yet() =>
        Assert.Equal("s:2:3 4::0", Csv.Shown(Windows.Last(Numbers(5), new WindowOptions(2, 7))));

    [Fact]
    public void Several_targets_of_several_steps_come_step_by_step()
    {
        var series = new Sequence("s", 3, [0, 1, 2], null, null) { StepTargets = [1, 10, 2, 20, 3, 30] };

        Assert.Equal([2, 20, 3, 30], Assert.Single(Windows.Cut(series, new WindowOptions(1, 2), new StepRange(0, 3))).Target!);
    }

    [Fact]
    public void A_split_by_time_keeps_the_order_and_overlaps_nowhere()
    {
        var split = Split.ByTime([Numbers(10)], 0.2, 0.1);

        Assert.Equal(("0 1 2 3 4 5 6", "7 8", "9"), (Inputs(split.Train), Inputs(split.Validation), Inputs(split.Test)));
    }

    static string Inputs(IReadOnlyList<Sequence> part) => string.Join(' ', Assert.Single(part).Inputs);

    [Fact]
    public void Whether_a_window_can_be_cut_is_known_without_cutting_any()
    {
        var random = new Random(1);
        var found = new int[2];
        for (var n = 0; n < 2000; n++)
        {
            var (length, columns, gaps) = (random.Next(1, 12), random.Next(1, 3), random.NextDouble());
            double[] targets = [.. Enumerable.Range(0, length * columns).Select(i => random.NextDouble() < gaps ? double.NaN : i)];
            var series = new Sequence("a", length, new double[length], null, null) { StepTargets = targets };
            var options = new WindowOptions(random.Next(1, 5), random.Next(1, 4), random.Next(1, 4), random.Next(1, 4));
            var range = new StepRange(random.Next(0, length), random.Next(0, length + 3));
            var canCut = Windows.CanCut(series, options, range);

            Assert.Equal(Windows.Cut(series, options, range).Count > 0, canCut);
            found[canCut ? 1 : 0]++;
        }

        Assert.True(found[0] > 200 && found[1] > 200, $"{found[0]} and {found[1]}");
    }

    static Sequence Numbers(int length)
    {
        double[] x = [.. Enumerable.Range(0, length)];
        return new Sequence("s", length, x, null, null) { StepTargets = x };
    }
}
