using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Summary;

namespace RnnTrainer.Tests.Data;

/// <summary>What is said about a file before anybody trains on it.</summary>
public sealed class DataSummaryTests
{
    [Theory]
    [InlineData(
        "seq,step,x,label\na,0,1.5,u\na,1,2.5,u\nb,0,3,v\n", "classify",
        "'label' names a class that is the same in all rows of a sequence")]
    [InlineData("seq,step,x,label\na,0,1.5,u\na,1,2.5,v\nb,0,3,v\n", "tag", "'label' names a class that changes from step to step")]
    [InlineData(
        "seq,step,x,target\na,0,1.5,0.5\na,1,2.5,0.5\nb,0,3,0.7\n", "regress",
        "'target' is a number that is the same in all rows of a sequence")]
    [InlineData("seq,step,x,y\na,0,1.5,0.5\na,1,2.5,0.6\nb,0,3,0.7\n", "regress", "'y' is a number that changes from step to step")]
    [InlineData("seq,word\na,the\na,cat\nb,sat\n", "language", "there are only words, in column 'word'")]
    [InlineData(
        "seq,x\na,1.5\na,2.5\nb,3.5\nb,4.5\n", "forecast", "there are sequences of numbers, and no column that looks like a target")]
    [InlineData(
        "date,x\n2024-01-01,1.5\n2024-01-02,2.5\n", "forecast",
        "there are numbers in the order of time, and no column that looks like a target")]
    [InlineData("t0,t1,t2,label\n1.5,2,3,u\n1,2,3,v\n", "classify", "'label' names a class, one for each row")]
    [InlineData(
        "seq,a,b,c,d,e,f,g,h\na,0,1,0,1,0,1,0,1\na,0,1,0,1,0,1,0,1\n", "multilabel",
        "8 columns of 0 and 1, whose next step is to be predicted")]
    public void A_task_is_guessed_with_the_reason(string text, string task, string reason)
    {
        var summary = Of(text);

        Assert.Equal((task, reason, 0), (summary.Task.Task, summary.Task.Reason, summary.ProblemCount));
        Assert.NotEmpty(DataFile.Parse(Encoding.UTF8.GetBytes(text), "a.csv", summary.Options).Sequences);
    }

    [Fact]
    public void A_named_target_is_kept_and_only_its_kind_is_guessed() =>
        Assert.Equal(
            ("regress", "'x' is a number that changes from step to step"),
            Of("seq,step,x,label\na,0,1.5,u\na,1,2.5,v\nb,0,1,u\nb,1,3,v\n", new DataOptions { Target = ["x"] }) is var s ? (s.Task.Task, s.Task.Reason)
            : default);

    [Fact]
    public void Columns_have_their_kinds_and_what_is_missing_is_counted()
    {
        var summary = Of(
            "seq,step,date,x,colour,note,empty,label\na,0,2024-01-01,1,red,one,,u\na,1,2024-01-02,NA,red,two,,u\nb,0,2024-01-03,-2.5,blue,three,,v\nb,1,2024-01-03,,blue,NA,,v\n");

        Assert.Equal(
            ["seq Id 0", "step Step 0", "date Date 0", "x Number 2", "colour Category 0", "note Word 0", "empty Empty 4", "label Label 0"],
            summary.Columns.Select(c => $"{c.Name} {c.Kind} {c.Missing}"));
        Assert.Equal((-2.5, 1, 2), (summary.Columns[3].Min, summary.Columns[3].Max, summary.Columns[3].Distinct));
        Assert.Equal(["red", "blue"], summary.Columns[4].Examples);
        Assert.Equal(["colour"], summary.Options.Categories);
        Assert.Equal(MissingPolicy.Mean, summary.Options.Missing);
    }

    [Fact]
    public void Lengths_and_classes_are_counted()
    {
        var summary = Of("seq,x,label\na,1,u\na,2,u\nb,1,v\nc,1,u\nc,2,u\nc,3,u\nd,1,u\n");

        Assert.Equal(new LengthSummary(4, 1, 1.5, 3), summary.Lengths);
        Assert.Equal([new ClassCount("u", 3), new ClassCount("v", 1)], summary.Classes);
        Assert.Equal(7, summary.Rows);
    }

    [Fact]
    public void The_first_bad_cells_are_shown()
    {
        var summary = Of("seq,x,label\na,1,u\na,oops,u\na,3,u\n");

        Assert.Equal(
            ("'oops' is not a number in column 'x'", 3, 1), (summary.Problems[0].Message, summary.Problems[0].Line, summary.ProblemCount));
        Assert.Equal(new LengthSummary(1, 3, 3, 3), summary.Lengths);
    }

    [Fact]
    public void Dates_that_can_be_confused_are_passed_over_with_a_note()
    {
        var summary = Of("day,x\n01/02/2024,1.5\n02/02/2024,2.5\n");

        Assert.Equal(
            ["column 'day' has dates in which day and month can be confused, since no number above 12 shows which is the day: it is " +
                "ignored until you set date_order: day-first or month-first, or write the year first, as in 2016-07-31"], summary.Notes);
        Assert.Equal(("forecast", 0), (summary.Task.Task, summary.ProblemCount));
    }

    [Fact]
    public void Text_is_for_language() =>
        Assert.Equal(
            ("language", "it is text, one long sequence", 18),
            Summarizer.Of("Be, or not to be.\n"u8.ToArray(), "a.txt", new DataOptions()) is var s
            ? (s.Task.Task, s.Task.Reason, s.Lengths.Max) : default);

    static DataSummary Of(string text, DataOptions? options = null) =>
        Summarizer.Of(Encoding.UTF8.GetBytes(text), "a.csv", options ?? new DataOptions());
}
