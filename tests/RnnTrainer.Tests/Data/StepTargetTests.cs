using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Tests.Data;

/// <summary>Targets that belong to steps.</summary>
public sealed class StepTargetTests
{
    static readonly DataOptions Tagged = Csv.Labelled with { TargetLevel = TargetLevel.Step };

    [Fact]
    public void Every_step_has_its_label()
    {
        var set = Csv.Open("seq,step,x,label\na,1,2,v\na,0,1,u\nb,0,3,u\n", Tagged);

        Assert.Equal([["u", "v"], ["u"]], set.Sequences.Select(s => s.StepLabels!));
        Assert.All(set.Sequences, s => Assert.Null(s.Label));
        Assert.Equal(["u", "v"], Classes.Of(set.Sequences).Names);
        Assert.Equal([[0, 1], [0]], Classes.Of(set.Sequences).StepIndicesOf(set.Sequences));
    }

    [Fact]
    public void A_label_that_training_never_saw_has_the_index_minus_1() =>
        Assert.Equal([[0, -1]], new Classes(["u"]).StepIndicesOf(Csv.Open("seq,x,label\na,1,u\na,2,w\n", Tagged).Sequences));

    [Fact]
    public void Every_step_has_its_numbers() =>
        Assert.Equal(
            [1, 10, 2, 20],
            Csv.Open(
                "seq,x,y,z\na,0,1,10\na,0,2,20\n",
                new DataOptions { Target = ["y", "z"], TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Step }).Sequences[
                    0].StepTargets!);

    [Fact]
    public void A_label_of_several_is_0_or_1() =>
        Assert.Equal(
            ["train.csv:3:5: error: '2' is neither 0 nor 1 in column 'y' | The targets of multilabel are 1 if the label applies, " +
                "otherwise 0."],
            Csv.OpenErrors(
                "seq,x,y\na,0,1\na,0,2\n",
                new DataOptions { Target = ["y"], TargetKind = TargetKind.Binary, TargetLevel = TargetLevel.Step }));

    [Fact]
    public void The_next_row_may_be_the_target_and_then_the_last_row_is_only_a_target()
    {
        var options = new DataOptions { Target = ["k0", "k1"], TargetKind = TargetKind.Binary, TargetLevel = TargetLevel.Next };
        var sequence = Csv.Open("seq,k0,k1\na,0,1\na,1,0\na,1,1\n", options).Sequences[0];

        Assert.Equal(
            (2, "0 1 1 0", "1 0 1 1"), (sequence.Length, string.Join(' ', sequence.Inputs), string.Join(' ', sequence.StepTargets!)));
        Assert.Equal(3, Csv.Open("seq,k0,k1\na,0,1\na,1,0\na,1,1\n", options with { TargetKind = TargetKind.None }).Sequences[0].Length);
    }

    [Fact]
    public void A_single_row_has_nothing_after_it() =>
        Assert.Equal(
            ["train.csv:2:1: error: sequence 'a' has one row: nothing follows it | Leave it out: each step is to predict the row after " +
                "it."],
            Csv.OpenErrors(
                "seq,x\na,0\nb,1\nb,2\n",
                new DataOptions { Target = ["x"], TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Next }));

    [Fact]
    public void An_empty_label_of_a_step_is_refused() =>
        Assert.Equal(
            ["train.csv:2:5: error: the label in column 'label' is empty | Give every row a label, or leave out the rows without one."],
            Csv.OpenErrors("seq,x,label\na,1,\n", Tagged));

    [Fact]
    public void A_slice_takes_everything_that_belongs_to_its_steps()
    {
        var sequence = new Sequence(
            "a", 3, [1, 2, 3, 4, 5, 6], null, null)
        {
            StepLabels = ["u", "v", "w"],
            StepTargets = [7, 8, 9],
            Symbols = [0, 1, 2],
            Texts = ["p", "q", "r"],
            Steps = ["0", "1", "2"]
        };

        var slice = sequence.Slice(1, 2);

        Assert.Equal((2, 2), (slice.Length, slice.Width));
        Assert.Equal([3, 4, 5, 6], slice.Inputs);
        Assert.Equal(
            ("v w", "8 9", "1 2", "q r", "1 2"),
            (string.Join(' ', slice.StepLabels!), string.Join(' ', slice.StepTargets!), string.Join(' ', slice.Symbols!),
            string.Join(' ', slice.Texts!), string.Join(' ', slice.Steps!)));
        Assert.Throws<ArgumentOutOfRangeException>(() => sequence.Slice(2, 2));
    }

    [Fact]
    public void A_file_of_comments_is_refused() =>
        Assert.Equal(
            ["train.csv:1:1: error: the file has only comments | A line that begins with # is a comment: write the header without it."],
            Csv.OpenErrors("#seq,x,label\n", Csv.Labelled with { Layout = Layout.Long }));

    [Fact]
    public void Lines_that_begin_with_a_hash_are_comments() =>
        Assert.Equal(["a:1:1:u:4"], Csv.Open("# made by hand\nseq,x,label\n# first\na,1,u\n", Csv.Labelled).Sequences.Select(Csv.Shown));
}
