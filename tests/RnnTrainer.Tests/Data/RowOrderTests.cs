using RnnTrainer.Data;

namespace RnnTrainer.Tests.Data;

/// <summary>Files that begin with the newest row, steps that count down, and rows of a sequence that are scattered.</summary>
public sealed class RowOrderTests
{
    static readonly DataOptions Falling = new() { Order = RowOrder.Falling, TargetKind = TargetKind.None };

    [Fact]
    public void Without_a_step_the_rows_of_a_series_are_reversed()
    {
        var set = Csv.Read("price\n3\n2\n1\n", Falling with { Layout = Layout.Series });

        Assert.Equal(["train:3:1 2 3::2"], set.Sequences.Select(Csv.Shown));
        Assert.Equal(["the rows of 1 sequence were reversed: the newest row came first (data.order: falling)"], set.Notes);
    }

    [Fact]
    public void Without_a_step_the_rows_of_each_sequence_are_reversed_with_everything_in_them()
    {
        var set = Csv.Read(
            "seq,x,word,y\na,3,c,30\na,2,b,20\nb,5,e,50\nc,8,h,80\nc,7,g,70\n",
            Falling with
            {
                Layout = Layout.Long,
                Inputs = ["x"],
                Categories = ["word"],
                Target = ["y"],
                TargetKind = TargetKind.Number,
                TargetLevel = TargetLevel.Step,
            });

        Assert.Equal(["a 2 3 b c 20 30", "b 5 e 50", "c 7 8 g h 70 80"], set.Sequences.Select(s => string.Join(
            ' ', [s.Id, .. s.Inputs.Select(x => $"{x}"), .. s.Texts!, .. s.StepTargets!.Select(y => $"{y}")])));
        Assert.Equal(["the rows of 2 sequences were reversed: the newest row came first (data.order: falling)"], set.Notes);
    }

    [Fact]
    public void Parts_between_blank_lines_are_reversed_each() =>
        Assert.Equal(
            ["0:2:1 2::2", "1:2:3 4::5"],
            Csv.Read("x\n2\n1\n\n4\n3\n", Falling with { Layout = Layout.Long, BlankLines = BlankLines.Split })
                .Sequences.Select(Csv.Shown));

    [Theory]
    [InlineData("seq,left,x\na,1,3\na,3,1\na,2,2\n", "the rows of 1 sequence were put into the order of column 'left'")]
    [InlineData("seq,left,x\na,3,1\na,2,2\na,1,3\n", null)]
    public void A_step_that_counts_down_puts_the_highest_number_first(string text, string? moved)
    {
        var set = Csv.Read(text, Falling with { Layout = Layout.Long, Step = ["left"], Inputs = ["x"] });

        Assert.Equal("1 2 3", string.Join(' ', set.Sequences[0].Inputs));
        Assert.Equal(
            [
                .. new[] { moved }.OfType<string>(),
                "numbers in column 'left' fall as time passes (data.order: falling); dates and times always rise",
            ],
            set.Notes);
    }

    [Fact]
    public void A_gap_and_a_repetition_of_a_countdown_are_errors()
    {
        var options = Falling with { Layout = Layout.Long, Step = ["left"], Inputs = ["x"] };

        Assert.Contains(
            "sequence 'a' goes from step 3 to step 1",
            Csv.Errors("seq,step,x\na,5,1\na,4,2\na,3,3\na,1,4\n", options with { Step = ["step"] })[0]);
        Assert.Contains("sequence 'a' has step 3 twice", Csv.Errors("seq,left,x\na,3,1\na,3,3\n", options)[0]);
    }

    [Fact]
    public void Date_times_rise_whatever_the_order_is() =>
        Assert.Equal(
            "1 2 3",
            string.Join(' ', Csv.Read(
                "date,x\n2024-01-03,3\n2024-01-02,2\n2024-01-01,1\n", Falling with { Layout = Layout.Series, Inputs = ["x"] })
                .Sequences[0].Inputs));

    [Fact]
    public void A_row_per_sequence_has_no_order() =>
        Assert.Contains(
            "order: falling does not apply to layout wide", Csv.OpenErrors("x_0,x_1\n1,2\n", Falling with { Layout = Layout.Wide })[0]);

    [Theory]
    [InlineData("seq,when,x,label\na,2024-01-01,1,u\nb,2024-01-01,1,v\na,2024-01-02,1,u\nb,2024-01-02,1,v\n", "when")]
    [InlineData("seq,x,cycle,label\na,3,2,u\nb,1,2,v\na,3,1,u\nb,1,1,v\na,2,0,u\n", "cycle")] // newest first
    [InlineData("seq,x,t,label\na,3,0.5,u\nb,1,0.25,v\na,3,1.5,u\na,2,2,u\nb,1,0.5,v\n", "t")]
    public void Scattered_rows_without_a_step_are_an_error_that_names_the_column_that_orders_them(string text, string column) =>
        Assert.EndsWith(
            $"continues here after rows of another | Name the column that orders them: '{column}' rises within each sequence (data.step: " +
            $"{column}, or --step {column}).", Csv.Errors(text)[^1]);

    [Fact]
    public void Where_no_column_rises_none_is_named() =>
        Assert.EndsWith(
            "| Put the rows of a sequence next to each other, or name the column that orders them (step:).",
            Csv.Errors("seq,x,y,label\na,1,2,u\nb,1,2,v\na,3,1,u\na,2,2,u\n")[0]);
}
