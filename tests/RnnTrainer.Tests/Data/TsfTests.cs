using RnnTrainer.Data;
using RnnTrainer.Data.Layouts;

namespace RnnTrainer.Tests.Data;

/// <summary>A line of a .tsf file is a series, with times from its start and the file's frequency.</summary>
public sealed class TsfTests
{
    const string Head = "# c\n@relation r\n@attribute series_name string\n@attribute start_timestamp date\n@frequency monthly\n@horizon " +
        "3\n@missing true\n@equallength false\n@data\n";

    static readonly DataOptions Forecast = new()
    {
        TargetKind = TargetKind.Number,
        TargetLevel = TargetLevel.Step,
        TargetsAreInputs = true,
        KeepSteps = true,
        Missing = MissingPolicy.ForwardFill,
    };

    [Fact]
    public void A_line_is_a_series_with_its_name_and_times()
    {
        var set = Csv.Open(Head + "T1:1990-11-01 00-00-00:1,2.5,?,4\nT2:1991-01-31 00-00-00:5,6\n", Forecast, "a.tsf");
        Assert.Equal(new LayoutGuess(Layout.Tsf, "the file's name ends in .tsf"), set.Layout);
        Assert.Equal(
            ("value", "value", "series_name"), (set.InputColumns.Single(), set.TargetColumns.Single(), set.IdColumns.Single()));
        Assert.Equal(["T1:4:1 2.5 NaN 4::10", "T2:2:5 6::11"], set.Sequences.Select(Csv.Shown));
        Assert.Equal(["1990-11-01", "1990-12-01", "1991-01-01", "1991-02-01"], set.Sequences[0].Steps!);
        Assert.Equal(["1991-01-31", "1991-02-28"], set.Sequences[1].Steps!);
        Assert.Equal([1, 2.5, double.NaN, 4], set.Sequences[0].StepTargets!);
    }

    [Theory]
    [InlineData("yearly", "1992-02-29", "1993-02-28")]
    [InlineData("quarterly", "1992-02-29", "1992-05-29")]
    [InlineData("weekly", "1992-02-29", "1992-03-07")]
    [InlineData("Daily", "1992-02-29", "1992-03-01")]
    [InlineData("hourly", "1992-02-29 00:00:00", "1992-02-29 01:00:00")]
    [InlineData("half_hourly", "1992-02-29 00:00:00", "1992-02-29 00:30:00")]
    [InlineData("10_minutes", "1992-02-29 00:00:00", "1992-02-29 00:10:00")]
    [InlineData("minutely", "1992-02-29 00:00:00", "1992-02-29 00:01:00")]
    [InlineData("4_seconds", "1992-02-29 00:00:00", "1992-02-29 00:00:04")]
    public void Times_follow_from_the_frequency(string frequency, string first, string second) => Assert.Equal(
        [first, second],
        Csv.Open(Head.Replace("monthly", frequency, StringComparison.Ordinal) + "T:1992-02-29 00-00-00:1,2\n", Forecast,
            "a.tsf").Sequences[0].Steps!);

    [Fact]
    public void Without_times_the_steps_are_counted_and_without_names_the_series_are()
    {
        var set = Csv.Open("@relation r\n@attribute series_name string\n@horizon 2\n@data\nT1:1,2,3\n", Forecast, "a.txt");
        Assert.Equal(("T1", "0 1 2"), (set.Sequences[0].Id, string.Join(' ', set.Sequences[0].Steps!)));
        Assert.Equal("the file begins with the tags of a .tsf file", set.Layout.Reason);
        Assert.Equal(["0", "1"], Csv.Open("@relation r\n@frequency daily\n@data\n1,2\n3,4\n", Forecast, "a.tsf").Sequences.Select(s =>
            s.Id));
    }

    [Fact]
    public void Attributes_that_name_a_series_together_are_all_kept()
    {
        var text = "@relation r\n@attribute state string\n@attribute item string\n@attribute n " +
            "numeric\n@data\nA:x:1:1,2\nA:y:1:3,4\nB:x/y:1:3,4\n";
        var set = Csv.Open(text, Forecast, "a.tsf");
        Assert.Equal(["state", "item", "n"], set.IdColumns);
        Assert.Equal([["A", "x", "1"], ["A", "y", "1"], ["B", "x/y", "1"]], set.Sequences.Select(s => SequenceKey.Split(s.Id, 3)));
    }

    [Theory]
    [InlineData("T1:1,2\n", "a.tsf:10:1: error: 1 attribute before the values but 2 in the tags | A line is the attributes of the " +
        "series and then its values, with ':' between them.")]
    [InlineData("T1:1990-13-01 00-00-00:1,2\n", "a.tsf:10:4: error: '1990-13-01 00-00-00' is not the time of a start | Write 2016-07-31 " +
        "13-05-00.")]
    [InlineData("T1:9999-12-01 00-00-00:1,2\n", "a.tsf:10:4: error: the series continues after the year 9999 | Check its start and the " +
        "file's @frequency.")]
    [InlineData("T1:1990-01-01 00-00-00:1,x\n", "a.tsf:10:26: error: 'x' is not a number | Write a number such as 2.5, or leave the " +
        "column out of the inputs.")]
    [InlineData("T1:1990-01-01 00-00-00:1\nT1:1990-01-01 00-00-00:1\n", "a.tsf:11:1: error: series 'T1' was already in line 10 | Give " +
        "every series its own name.")]
    [InlineData("", "a.tsf:1:1: error: there is no series after @data | Write a line for each series after @data.")]
    public void An_error_in_a_series_is_named_with_its_place(string line, string said) =>
        Assert.Equal([said], Csv.OpenErrors(Head + line, Forecast, "a.tsf"));

    [Theory]
    [InlineData("@frequency often\n@data\n1\n", "a.tsf:1:1: error: 'often' is no frequency")]
    [InlineData("@horizon 0\n@data\n1\n", "a.tsf:1:1: error: '0' is no number of steps")]
    [InlineData("@relation r\n1,2\n", "a.tsf:2:1: error: this line is before @data")]
    [InlineData("@relation r\n", "a.tsf:1:1: error: there is no @data")]
    public void An_error_in_the_tags_is_named_with_its_place(string text, string said) =>
        Assert.StartsWith(said, Csv.OpenErrors(text, Forecast, "a.tsf")[0], StringComparison.Ordinal);

    [Fact]
    public void The_file_asks_for_a_forecast_of_its_horizon()
    {
        var about = ForeignTask.Of(Layout.Tsf, System.Text.Encoding.UTF8.GetBytes(Head));
        Assert.Equal(("forecast", "value", 3), (about.Task, about.Target, about.Horizon));
    }

    [Fact]
    public void Values_that_are_missing_are_errors_unless_they_may_be() => Assert.StartsWith(
        "a.tsf:10:26: error: '?' is not a number",
        Csv.OpenErrors(Head + "T:1990-01-01 00-00-00:12,?\n", Forecast with { Missing = MissingPolicy.Error }, "a.tsf").Single(),
            StringComparison.Ordinal);
}
