using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Tests.Data;

public sealed class ClassesTests
{
    [Fact]
    public void Classes_are_numbered_in_ordinal_order_of_the_labels() =>
        Assert.Equal(["10", "2", "B", "a", "ä"], Classes.Of([With("a"), With("ä"), With("2"), With("B"), With("10"), With("a")]).Names);

    [Fact]
    public void A_label_has_its_number_and_an_unknown_one_has_none()
    {
        var classes = new Classes(["v", "u"]);

        Assert.Equal((0, 1, -1), (classes.IndexOf("u"), classes.IndexOf("v"), classes.IndexOf("U")));
    }

    [Fact]
    public void The_numbers_of_a_file_come_in_its_order() =>
        Assert.Equal([1, 0, 1], new Classes(["u", "v"]).IndicesOf("test.csv", [With("v"), With("u"), With("v")]));

    [Fact]
    public void A_label_that_training_never_saw_names_its_sequence_and_the_known_labels()
    {
        var e = Assert.Throws<DataException>(
            () => new Classes(["u", "v"]).IndicesOf("test.csv", [With("u"), With("w") with { Line = 12 }, With(null)]));

        Assert.Equal(
            [
                "test.csv:12: error: sequence 's' has the label 'w', which does not occur in training",
                "test.csv: error: sequence 's' has no label | Known labels: u, v.",
            ],
            Csv.Lines(e));
    }

    static Sequence With(string? label) => new("s", 1, [0], label, null);
}
