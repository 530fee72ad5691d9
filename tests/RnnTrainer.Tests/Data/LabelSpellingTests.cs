using RnnTrainer.Data;

namespace RnnTrainer.Tests.Data;

/// <summary>Labels that are one boolean value or number in different spellings.</summary>
public sealed class LabelSpellingTests
{
    [Theory]
    [InlineData("True,TRUE,true", "TRUE,TRUE,TRUE", "'TRUE' = 'True' = 'true'")]
    [InlineData("1.0,2,1", "1,2,1", "'1' = '1.0'")]
    [InlineData("1.0000000e+00,1.0,0.0", "1.0,1.0,0.0", "'1.0' = '1.0000000e+00'")]
    [InlineData("-1,-1.0,1.00,1", "-1,-1,1,1", "'-1' = '-1.0', '1' = '1.00'")]
    public void They_are_one_class_with_a_note(string labels, string classes, string note)
    {
        var set = Labels(labels.Split(','));

        Assert.Equal(classes.Split(','), set.Sequences.Select(s => s.Label));
        Assert.Equal([$"labels in different spellings are one class: {note}"], set.Notes);
    }

    [Theory]
    [InlineData("Up,UP")]
    [InlineData("01,1")]
    [InlineData("1E5,100000")]
    [InlineData("9007199254740992,9007199254740993")]
    [InlineData("true,1")]
    [InlineData("1.0,2.0")]
    public void Other_labels_stay_as_they_are(string labels)
    {
        var set = Labels(labels.Split(','));

        Assert.Equal(labels.Split(','), set.Sequences.Select(s => s.Label));
        Assert.Empty(set.Notes);
    }

    [Fact]
    public void The_rows_of_a_sequence_may_spell_its_label_differently() =>
        Assert.Equal(
            ["'TRUE' = 'True'"],
            Csv.Open("seq,x,label\na,1,True\na,2,TRUE\nb,3,False\n", Csv.Labelled).Notes.Select(n => n[(n.LastIndexOf(':') + 2)..]));

    [Fact]
    public void Labels_of_steps_are_unified_as_well() =>
        Assert.Equal(
            ["1", "1", "2"],
            Csv.Open("seq,x,label\na,1,1.0\na,2,1\na,3,2\n", Csv.Labelled with { TargetLevel = TargetLevel.Step })
                .Sequences[0].StepLabels!);

    [Fact]
    public void A_spelling_of_a_known_class_is_that_class_and_known_classes_stay_apart()
    {
        Assert.Equal(["1.0", "2"], Labels(["1", "2"], "1.0").Sequences.Select(s => s.Label));
        Assert.Equal(["1", "1.0", "1.00"], Labels(["1", "1.0", "1.00"], "1", "1.0").Sequences.Select(s => s.Label));
    }

    static SequenceSet Labels(string[] labels, params string[] known) => Csv.Open(
        "t0,t1,t2,label\n" + string.Concat(labels.Select(l => $"1,2,3,{l}\n")),
        Csv.Labelled with { Layout = Layout.Wide, Classes = known });
}
