using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Summary;

namespace RnnTrainer.Tests.Data;

/// <summary>Which column names the sequences, which orders them, and what the target is.</summary>
public sealed class SequenceDetectionTests
{
    [Fact]
    public void Blocks_within_which_the_label_is_the_same_are_sequences_and_their_name_is_no_input()
    {
        var summary = Of("batch,nr,x,y_,label\n", 120, n => $"{n / 4},m{n / 4},{n % 7}.5,{n % 5},{(n / 4 % 3 == 0 ? "good" : "bad")}");

        Assert.Equal(("classify", "batch", 30), (summary.Task.Task, string.Join('+', summary.Options.Sequence), summary.Lengths.Sequences));
        Assert.Equal(["x", "y_"], summary.Inputs);
        Assert.Empty(summary.Options.Categories);
    }

    [Fact]
    public void Of_a_machine_and_its_runs_the_runs_are_the_sequences_and_the_machine_is_named()
    {
        var summary = Of("machine_id,run,x,label\n", 240, n => $"{n / 40},{n / 8},{n % 7}.5,{(n / 8 % 2 == 0 ? "u" : "v")}");

        Assert.Equal(("run", 30), (string.Join('+', summary.Options.Sequence), summary.Lengths.Sequences));
        Assert.Equal("the column 'run' names the sequence of each row; --sequence machine_id would make 6", summary.Layout.Reason);
    }

    [Fact]
    public void Blocks_that_cut_the_label_anywhere_are_none() =>
        Assert.Equal(Layout.Series, Of("phase,x,label\n", 120, n => $"{n / 4},{n % 7}.5,{(n / 5 % 3 == 0 ? "u" : "v")}").Layout.Layout);

    [Fact]
    public void Several_series_with_dates_know_how_far_their_steps_are_apart_and_what_happens_is_not_told()
    {
        var summary = Of(
            "store_id,date,promo,sales\n", 120, n => $"s{n / 40},{new DateTime(2024, 1, 1).AddDays(n % 40):yyyy-MM-dd},{n % 2},{n % 7}.5");

        Assert.Equal(("forecast", TimeSpan.FromDays(1)), (summary.Task.Task, summary.Spacing));
        Assert.Equal(["sales"], summary.Task.Target);
        Assert.Equal(["promo", "sales"], summary.Inputs);
    }

    [Theory]
    [InlineData(1_700_000_000L, 3600)]
    [InlineData(1_700_000_000_000L, 3_600_000)]
    public void Seconds_and_milliseconds_since_1970_are_times(long first, int step)
    {
        var several = Of("seq,ts,x,label\n", 60, n => $"s{n / 6},{first + (n % 6 * step)},{n % 7}.5,{(n / 6 % 2 == 0 ? "u" : "v")}");
        var one = Of("ts,x\n", 60, n => $"{first + (n * step)},{n % 7}.5");

        Assert.Equal(("ts", "ts", 3600), (several.Options.Step[0], one.Options.Step[0], Math.Round(one.Spacing!.Value.TotalSeconds)));
        Assert.Equal(["x"], several.Inputs);
        Assert.Equal(["x"], one.Task.Target);
    }

    [Fact]
    public void Large_numbers_that_do_not_rise_are_no_times() =>
        Assert.Empty(
            Of("seq,phone,x,label\n", 60, n =>
                $"s{n / 6},{1_700_000_000 - (n % 6 * 977)},{n % 7}.5,{(n / 6 % 2 == 0 ? "u" : "v")}").Options.Step);

    [Fact]
    public void In_a_wide_table_the_only_other_number_is_the_target_and_the_first_column_names_the_rows()
    {
        var summary = Of("sample,t0,t1,t2,t3,t4,strength\n", 20, n => $"p{n},{n % 3}.5,1,2,3,4,{n}.25");

        Assert.Equal(("regress", "sample"), (summary.Task.Task, string.Join('+', summary.Options.Sequence)));
        Assert.Equal(["strength"], summary.Task.Target);
        Assert.Equal(
            "p1",
            DataFile.Parse(Encoding.UTF8.GetBytes("sample,t0,t1,t2,t3,t4,strength\np1,1,2,3,4,5,6\n"), "a.csv", summary.Options).Sequences[
                0].Id);
    }

    static DataSummary Of(string header, int rows, Func<int, string> row) =>
        Summarizer.Of(
            Encoding.UTF8.GetBytes(header + string.Concat(Enumerable.Range(0, rows).Select(n => row(n) + "\n"))), "a.csv",
            new DataOptions());
}
