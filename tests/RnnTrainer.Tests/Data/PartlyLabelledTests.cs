namespace RnnTrainer.Tests.Data;

/// <summary>A label or target of a sequence that is in some of its rows only.</summary>
public sealed class PartlyLabelledTests
{
    [Theory]
    [InlineData("seq,x,label\na,1,u\na,2,\na,3,\nb,4,v\nb,5,\n")]
    [InlineData("seq,x,label\na,1,\na,2,\na,3,u\nb,4,\nb,5,v\n")]
    [InlineData("seq,x,label\na,1,\na,2,u\na,3,u\nb,4,\nb,5,v\n")]
    public void A_label_in_some_rows_is_that_of_the_sequence(string text)
    {
        var set = Csv.Read(text);

        Assert.Equal(["a:3:1 2 3:u:2", "b:2:4 5:v:5"], set.Sequences.Select(Csv.Shown));
        Assert.Equal(["2 sequences have the label in some rows only: it counts for the whole sequence"], set.Notes);
    }

    [Theory]
    [InlineData("seq,x,y\na,1,\na,2,0.5\nb,4,2\nb,5,2\n")]
    [InlineData("seq,x,y\na,1,0.5\na,2,NA\nb,4,2\nb,5,2\n")]
    public void A_number_in_some_rows_is_that_of_the_sequence(string text)
    {
        var set = Csv.Read(text, Csv.Numbered with { Inputs = ["x"] });

        Assert.Equal(["a:2:1 2:0.5:2", "b:2:4 5:2:4"], set.Sequences.Select(Csv.Shown));
        Assert.Equal(["1 sequence has the target in some rows only: it counts for the whole sequence"], set.Notes);
    }

    [Fact]
    public void Several_targets_may_be_in_different_rows() =>
        Assert.Equal(
            ["a:2:1 2:7 8:2"],
            Csv.Read("seq,x,y,z\na,1,7,\na,2,,8\n", Csv.Numbered with { Target = ["y", "z"], Inputs = ["x"] }).Sequences.Select(Csv.Shown));

    [Fact]
    public void Two_different_labels_remain_an_error() =>
        Assert.Equal(
            ["train.csv:4:5: error: sequence 'a' has the label 'v' here but 'u' in line 2 | A sequence has one label, the same in all " +
                "its rows; for a label at each step use the task tag."],
            Csv.Errors("seq,x,label\na,1,u\na,2,\na,3,v\n"));

    [Fact]
    public void A_sequence_without_any_label_is_refused_by_its_name() =>
        Assert.Equal(
            ["train.csv:4:5: error: sequence 'b' has no label in column 'label' | Write its label in all of its rows or in one of " +
                "them, or leave out the sequence."],
            Csv.Errors("seq,x,label\na,1,u\na,2,\nb,3,\nb,4,\n"));

    [Fact]
    public void A_sequence_without_any_target_is_refused_by_its_name() =>
        Assert.Equal(
            ["train.csv:2:5: error: sequence 'a' has no target in column 'y' | Write its target in all of its rows or in one of " +
                "them, or leave out the sequence."],
            Csv.Errors("seq,x,y\na,1,\na,2,\nb,3,1\n", Csv.Numbered with { Inputs = ["x"] }));

    [Fact]
    public void A_row_that_cannot_be_read_may_have_had_the_label() =>
        Assert.DoesNotContain("no label", string.Join(' ', Csv.Errors("seq,x,label\na,1,\na,2\n")));
}
