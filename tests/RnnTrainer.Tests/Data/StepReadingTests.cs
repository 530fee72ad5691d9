using RnnTrainer.Data;

namespace RnnTrainer.Tests.Data;

/// <summary>How steps order rows: in every spelling, in several columns, with gaps, duplicates and times of day.</summary>
public sealed class StepReadingTests
{
    static readonly DataOptions Forecast = new() { Target = ["y"], TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Step },
        Labelled = Csv.Labelled with { KeepSteps = true };

    [Theory]
    [InlineData("03-Jan-2021 01-Jan-2021 02-Jan-2021", "2 3 1", DateFormat.Auto)]
    [InlineData("2020-Q4 2020-Q2 2020-Q3", "2 3 1", DateFormat.Auto)]
    [InlineData("2020-W10 2020-W09 2019-W50", "3 2 1", DateFormat.Auto)]
    [InlineData("1612828800 1612742400 1612656000", "3 2 1", DateFormat.Auto)]
    [InlineData("1612828800000000 1612742400000000 1612656000000000", "3 2 1", DateFormat.Auto)]
    [InlineData("20210301 20210228 20210131", "3 2 1", DateFormat.Yyyymmdd)]
    [InlineData("202103 202012 202101", "2 3 1", DateFormat.Yyyymm)]
    [InlineData("44197.5 44197.25 44197", "3 2 1", DateFormat.Excel)]
    [InlineData("172800 0 86400", "2 3 1", DateFormat.Unix)]
    [InlineData("10:00 09:30 09:00", "3 2 1", DateFormat.Auto)]
    public void Rows_are_put_into_the_order_of_their_times(string steps, string order, DateFormat format)
    {
        var rows = string.Concat(steps.Split(' ').Select((s, n) => $"{s},{n + 1}\n"));
        var set = Csv.Open("at,y\n" + rows, Forecast with { Step = ["at"], DateFormat = format });

        Assert.Equal(order, string.Join(' ', set.Sequences[0].Inputs));
        Assert.Equal(["the rows of 1 sequence were put into the order of column 'at'"], set.Notes);
    }

    [Theory]
    [InlineData("date,time", "2021-01-02,00:05 2021-01-01,23:55", "2021-01-01 23:55|2021-01-02 00:05")]
    [InlineData("date,time", "01-Jan-2021,6:00 PM 01-Jan-2021,5:00 PM", "01-Jan-2021 5:00 PM|01-Jan-2021 6:00 PM")]
    [InlineData("date,time", "20210101,00:05 20210101,00:00", "20210101 00:00|20210101 00:05")]
    [InlineData("date,time", "2021-01-01,24:00 2021-01-01,23:00", "2021-01-01 23:00|2021-01-02 00:00")]
    [InlineData("date,hour", "2021-01-01,24 2021-01-01,5", "2021-01-01 05:00|2021-01-02 00:00")]
    [InlineData("date,hour,minute", "2021-01-01,5,30 2021-01-01,5,0", "2021-01-01 05:00|2021-01-01 05:30")]
    [InlineData("year,month", "2021,2 2020,12", "2020-12|2021-02")]
    [InlineData("year,month", "2021,Feb 2020,December", "2020-12|2021-02")]
    [InlineData("year,month,day", "2021,1,2 2020,12,31", "2020-12-31|2021-01-02")]
    [InlineData("year,month,day,hour", "2021,1,2,3 2021,1,2,0", "2021-01-02 00:00|2021-01-02 03:00")]
    [InlineData("year,month,day,time", "2021,1,2,03:15 2021,1,2,03:00:30", "2021-01-02 03:00:30|2021-01-02 03:15")]
    public void Several_columns_are_one_moment_and_no_inputs(string columns, string rows, string moments)
    {
        var lines = string.Concat(rows.Replace(" PM", "_PM", StringComparison.Ordinal).Split(' ')
            .Select((r, n) => $"{r.Replace('_', ' ')},{n + 1}\n"));
        var set = Csv.Open($"{columns},y\n{lines}", Forecast with { Step = columns.Split(',') });

        Assert.Equal(["y"], set.InputColumns);
        Assert.Equal(moments, string.Join('|', set.Sequences[0].Steps!));
    }

    [Fact]
    public void Calendar_features_of_a_step_column_are_those_of_the_moment() =>
        Assert.Equal(
            1,
            Csv.Open(
                "date,time,y\n2021-01-01,06:00,1\n2021-01-01,07:00,2\n",
                Forecast with { Step = ["date", "time"], Dates = ["date"], Calendar = CalendarFeatures.Hour }).Sequences[0].Inputs[1], 12);

    [Theory]
    [InlineData("date,time", "2021-01-01,25:00", "2:12: error: '25:00' is not a time of day or an hour in column 'time'")]
    [InlineData("date,time", "soon,00:00", "2:1: error: 'soon' is not a date or a year in column 'date'")]
    [InlineData("time,date", "00:00,2021-01-01", "2:1: error: '00:00' is not a date or a year in column 'time'")]
    [InlineData("year,month", "2021,13", "2:6: error: '13' is not a month in column 'month'")]
    [InlineData("year,month,day", "2021,2,29", "2:8: error: '29' is not a day of its month in column 'day'")]
    [InlineData("date,time,zone", "2021-01-01,00:00,1", "2:18: error: '1' is not needed in column 'zone'")]
    public void The_column_at_fault_is_named(string columns, string row, string message) =>
        Assert.Equal(
            $"train.csv:{message} | Name the columns of a moment from its largest part to its smallest: step: [date, time] or step: " +
            "[year, month, day].",
            Csv.OpenErrors($"{columns},y\n{row},1\n", Forecast with { Step = columns.Split(',') })[0]);

    [Theory]
    [InlineData("date_format: yyyymmdd", "20210101", "20210132", DateFormat.Yyyymmdd)]
    [InlineData("date_format: yyyymm", "202101", "202113", DateFormat.Yyyymm)]
    [InlineData("date_format: excel", "44197", "-1", DateFormat.Excel)]
    public void A_number_that_is_no_date_of_the_format_is_refused(string key, string good, string bad, DateFormat format) =>
        Assert.Equal(
            $"train.csv:3:1: error: '{bad}' is not a date as {key} says in column 'at' | Correct the number, or set another date_format.",
            Csv.OpenErrors($"at,y\n{good},1\n{bad},2\n", Forecast with { Step = ["at"], DateFormat = format })[0]);

    [Theory]
    [InlineData("step", "0 5 15 20", "the steps in column 'step' are 5 to 10 apart: the model takes all as equally long")]
    [InlineData("step", "0 0.1 0.2 0.4", "the steps in column 'step' are 0.1 to 0.2 apart: the model takes all as equally long")]
    [InlineData("step", "0 1.5 2", "the steps in column 'step' are 0.5 to 1.5 apart: the model takes all as equally long")]
    [InlineData("step", "0 0.1 0.2 0.3", null)]
    [InlineData("step", "0 10 20 30", null)]
    [InlineData("step", "0.0 1.0 2.0", null)]
    [InlineData("year", "2000 2001 2003", "the steps in column 'year' are 1 to 2 apart: the model takes all as equally long")]
    [InlineData("step", "20210130 20210131 20210201", "the steps in column 'step' are 1 to 70 apart: the model takes all as equally long")]
    public void Fractions_and_uneven_steps_order_the_rows(string column, string steps, string? note)
    {
        var all = steps.Split(' ');
        var rows = string.Concat(all.Select((s, n) => $"a,{s},{n + 1},u\n").Reverse());
        var set = Csv.Read($"seq,{column},x,label\n{rows}", Labelled with { Step = [column] });

        Assert.Equal(all, set.Sequences[0].Steps!);
        Assert.Equal(Enumerable.Range(1, all.Length).Select(n => (double)n), set.Sequences[0].Inputs);
        Assert.Equal(
            [$"the rows of 1 sequence were put into the order of column '{column}'", .. note is null ? [] : new[] { note }], set.Notes);
    }

    [Fact]
    public void A_gap_is_a_gap_where_most_steps_of_the_file_are_one_apart() =>
        Assert.Equal(
            ["train.csv:7:3: error: sequence 'b' goes from step 0 to step 5 | Steps are counted by ones: add the missing rows, or number " +
                "them again."],
            Csv.Errors("seq,step,x,label\na,0,1,u\na,1,1,u\na,2,1,u\na,3,1,u\nb,0,1,u\nb,5,1,u\n"));

    [Fact]
    public void A_padded_step_is_read() =>
        Assert.Equal(
            [1, 2, 3],
            Csv.Read("seq,step,x,label\na,\" 2\",3,u\na,\" 1\",2,u\na,\" 0\",1,u\n").Sequences[0].Inputs);

    [Fact]
    public void Times_of_day_that_begin_again_need_a_date() =>
        Assert.Equal(
            ["train.csv:4:1: error: the series goes from 23:50:00 back to 00:00:00 in column 'time' | Times of day alone order the rows " +
                "of one day: name the column of the date before it, as in step: [date, time]."],
            Csv.OpenErrors("time,y\n23:40,1\n23:50,2\n00:00,3\n00:10,4\n", Forecast with { Step = ["time"] }));

    [Theory]
    [InlineData("2021-10-31 02:00", "2021-10-31 02:00:00")]
    [InlineData("2021-11-07 01:30", "2021-11-07 01:30:00")]
    [InlineData("2021-04-04 02:15:00", "2021-04-04 02:15:00")]
    public void The_hour_that_comes_twice_is_named_as_such(string time, string step) =>
        Assert.Equal(
            [$"train.csv:4:1: error: the series has step {step} twice, first in line 3: the local clock was set back in that hour | " +
                $"Give the times in UTC or with their offset, as in {step}+02:00; or remove one of the two rows."],
            Csv.OpenErrors($"at,y\n2021-01-01,1\n{time},2\n{time},3\n2021-12-01,4\n", Forecast));

    [Theory]
    [InlineData("2021-10-30 02:00")]
    [InlineData("2021-10-31 05:00")]
    [InlineData("2021-10-31")]
    [InlineData("2021-07-04 02:00")]
    public void Any_other_time_that_occurs_twice_is_no_change_of_the_clock(string time) =>
        Assert.DoesNotContain("clock", Csv.OpenErrors($"at,y\n{time},2\n{time},3\n", Forecast)[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("date,store,y", "1-1,n,1 1-1,s,2 1-2,n,3 1-2,s,4", "store", "sequence: [store]; or remove one of them")]
    [InlineData("date,id,store,y", "1-1,a,1,1 1-1,a,2,2 1-2,a,1,3 1-2,a,2,4", "store", "sequence: [id, store]; or remove one of them")]
    [InlineData("date,store,item,y", "1-1,n,1,1 1-1,n,2,2 1-1,s,1,3 1-1,s,2,4", null, "sequence: [store, item]; or remove one of them")]
    [InlineData("date,at,y", "1-1,00:00,1 1-1,00:05,2", "at", "step: [date, at]")]
    [InlineData("date,hour,y", "1-1,0,1 1-1,1,2", "hour", "step: [date, hour]")]
    public void The_column_that_tells_duplicates_apart_is_named(string columns, string rows, string? column, string key)
    {
        var isLong = columns.Contains("id", StringComparison.Ordinal);
        var errors = Csv.OpenErrors(
            $"{columns},other\n{string.Concat(rows.Split(' ').Select(r => $"2021-{r},7\n"))}",
            Forecast with { Step = ["date"], Layout = isLong ? Layout.Long : Layout.Series });

        var what = column is null ? "Columns 'store' and 'item' tell" : $"Column '{column}' tells";
        Assert.EndsWith($" | {what} the two rows apart: set {key}.", errors[^1], StringComparison.Ordinal);
    }
}
