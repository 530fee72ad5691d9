using System.IO.Compression;
using System.Text;
using RnnTrainer.Data;

namespace RnnTrainer.Tests.Data;

/// <summary>ARFF files with a sequence in each row are read as sequences, the others as tables.</summary>
public sealed class ArffTests
{
    const string Head = "@relation r\n@attribute att1 numeric\n@attribute att2 real\n@attribute att3 integer\n@attribute class {u,'v " +
        "w'}\n@data\n";

    static readonly DataOptions Labelled = new() { TargetKind = TargetKind.Label, Missing = MissingPolicy.Mean };

    [Theory]
    [InlineData("1,2.5,-3e0,u\n4,5,6,'v w'\n")]
    [InlineData("% comment\n1, 2.5 ,-3,u\n\n4,5,6,\"v w\"\n")]
    [InlineData("{0 1, 1 2.5, 2 -3}\n{0 4,1 5,2 6,3 'v w'}\n")]
    [InlineData("1\t2.5\t-3\tu\n4,5,6,'v w'\n")]
    public void A_row_is_a_sequence_with_its_class_last(string rows)
    {
        var set = Csv.Open(Head + rows, Labelled, "a.arff");
        Assert.Equal(new LayoutGuess(Layout.Arff, "the file's name ends in .arff"), set.Layout);
        Assert.Equal(("x", "class"), (set.InputColumns.Single(), set.TargetColumns.Single()));
        Assert.Equal(["0:3:1 2.5 -3:u", "1:3:4 5 6:v w"], set.Sequences.Select(s => Csv.Shown(s)[..Csv.Shown(s).LastIndexOf(':')]));
    }

    [Fact]
    public void Tags_are_in_any_case_and_the_file_may_have_any_name()
    {
        var text = "% c\n\n@RELATION 'a b'\n@ATTRIBUTE t0 NUMERIC\n@Attribute\tt1\treal\n@attribute t2 REAL\n@attribute t3 " +
            "numeric\n@attribute c {1, 2}\n@DATA\n1,2,3,4,1\n";
        Assert.Equal(["0:4:1 2 3 4:1:10"], Csv.Open(text, Labelled, "a.txt").Sequences.Select(Csv.Shown));
        Assert.Equal("the file begins with the tags of an .arff file", Csv.Open(text, Labelled, "a.txt").Layout.Reason);
    }

    [Fact]
    public void Missing_values_at_the_end_are_padding_and_elsewhere_missing()
    {
        Assert.Equal(["0:1:1:u:7"], Csv.Open(Head + "1,?,?,u\n", Labelled, "a.arff").Sequences.Select(Csv.Shown));
        Assert.Equal(["0:3:1 NaN 3:u:7"], Csv.Open(Head + "1,?,3,u\n", Labelled, "a.arff").Sequences.Select(Csv.Shown));
        Assert.StartsWith(
            "a.arff:7:3: error: '?' is not a number", Csv.OpenErrors(Head + "1,?,3,u\n", Labelled with { Missing = MissingPolicy.Error },
                "a.arff").Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_numeric_class_is_a_number_to_predict_and_a_named_attribute_comes_before_the_last()
    {
        var text = "@relation r\n@attribute name string\n@attribute y numeric\n@attribute t0 numeric\n@attribute t1 numeric\n@attribute " +
            "t2 numeric\n@data\n'a, b',0.5,1,2,3\nc,1.5,4,5,6\n";
        var set = Csv.Open(text, new DataOptions { TargetKind = TargetKind.Number, Target = ["y"], Layout = Layout.Arff }, "a.arff");
        Assert.Equal("name", set.IdColumns.Single());
        Assert.Equal(["a, b:3:1 2 3:0.5:8", "c:3:4 5 6:1.5:9"], set.Sequences.Select(Csv.Shown));

        var last = Csv.Open(text, new DataOptions { TargetKind = TargetKind.Number, Layout = Layout.Arff }, "a.arff");
        Assert.Equal(("t2", "a, b:3:0.5 1 2:3:8"), (last.TargetColumns.Single(), Csv.Shown(last.Sequences[0])));

        Assert.StartsWith(
            "a.arff:1:1: error: there is no attribute 'yy' | Did you mean 'y'?",
            Csv.OpenErrors(text, new DataOptions { TargetKind = TargetKind.Number, Target = ["yy"], Layout = Layout.Arff },
                "a.arff").Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_labels_the_class_is_no_step()
    {
        var unlabelled = Labelled with { TargetKind = TargetKind.None };
        Assert.Equal(["0:3:1 2 3::7"], Csv.Open(Head + "1,2,3,?\n", unlabelled, "a.arff").Sequences.Select(Csv.Shown));
        Assert.Empty(Csv.Open(Head + "1,2,3,?\n", unlabelled, "a.arff").TargetColumns);
    }

    [Fact]
    public void A_relational_attribute_holds_a_line_for_each_input()
    {
        var text = "@relation r\n@attribute relationalAtt relational\n  @attribute t1 numeric\n  @attribute t2 numeric\n  @attribute t3 " +
            "numeric\n@end relationalAtt\n@attribute activity {Walk,Run}\n@data\n"
            + "'1,2,3\\n4,5,6',Walk\n\"7,8,?\\n9,10,?\",Run\n";
        var set = Csv.Open(text, Labelled, "a.arff");
        Assert.Equal(["x0", "x1"], set.InputColumns);
        Assert.Equal(["0:3:1 4 2 5 3 6:Walk:9", "1:2:7 9 8 10:Run:10"], set.Sequences.Select(Csv.Shown));
        Assert.Equal(
            "a.arff:11:1: error: this sequence has 1 input but the first one has 2 | Every sequence has the same inputs, a line for each.",
            Csv.OpenErrors(text + "'1,2,3',Run\n", Labelled, "a.arff").Single());
    }

    [Theory]
    [InlineData("1,2,u\n", "a.arff:7:1: error: 3 cells in this row but 4 attributes | Every row has a cell for each attribute; a " +
        "missing one is ?.")]
    [InlineData("1,2,x,u\n", "a.arff:7:5: error: 'x' is not a number | Write a number such as 2.5, or leave the column out of the inputs.")]
    [InlineData("1,2,3,z\n", "a.arff:7:7: error: 'z' is not a value of attribute 'class' | Its values are u, v w.")]
    [InlineData("1,2,3,?\n", "a.arff:7:7: error: the label in attribute 'class' is missing | Give every row a label.")]
    [InlineData("1,2,3,'u\n", "a.arff:7:1: error: a quote that is never closed | Close every quote in its line; a quote within one has " +
        "a backslash before it.")]
    [InlineData("{9 1}\n", "a.arff:7:2: error: '9' numbers no attribute | A cell of a sparse row is the number of its attribute, from 0 " +
        "to 3, a space and the value.")]
    [InlineData("?,?,?,u\n", "a.arff:7:1: error: this row has no value | Remove it, or write the values of its steps.")]
    [InlineData("", "a.arff:1:1: error: there is no row after @data | Write a row for each sequence after @data.")]
    public void An_error_in_a_row_is_named_with_its_place(string row, string said) =>
        Assert.Equal([said], Csv.OpenErrors(Head + row, Labelled, "a.arff"));

    [Theory]
    [InlineData("@relation r\n@attribute x number\n@data\n1\n", "a.arff:2:1: error: attribute 'x' has the type 'number', which is not " +
        "known")]
    [InlineData("@relation r\n@attribute x numeric\n1\n", "a.arff:3:1: error: '1' is before @data")]
    [InlineData("@relation r\n@data\n1\n", "a.arff:1:1: error: there is no @attribute")]
    [InlineData("@relation r\n@attribute x numeric\n", "a.arff:1:1: error: there is no @data")]
    [InlineData("@relation r\n@attribute x numeric\n@attribute x numeric\n@data\n1,2\n",
        "a.arff:1:1: error: 2 attributes have the name 'x'")]
    public void An_error_before_the_data_is_named(string text, string said) =>
        Assert.StartsWith(said, Csv.OpenErrors(text, Labelled with { Layout = Layout.Arff }, "a.arff")[0], StringComparison.Ordinal);

    [Fact]
    public void A_file_whose_rows_are_steps_is_read_as_a_table_with_its_lines()
    {
        var text = "% airline\n@relation air\n@attribute 'passenger numbers' numeric\n@attribute Date date 'yyyy-MM-dd'\n@attribute " +
            "kind {a,'b, c'}\n@data\n% first\n112,1949-01-01,a\n118,1949-02-01,'b, c'\n132,1949-03-01,a\n";
        var set = Csv.Open(text, new DataOptions { TargetKind = TargetKind.None, Categories = ["kind"] }, "a.arff");
        Assert.Equal((Layout.Series, "passenger numbers"), (set.Layout.Layout, set.InputColumns.Single()));
        Assert.Equal(["1949-01-01", "1949-02-01", "1949-03-01"], set.Sequences[0].Steps!);
        Assert.Equal(["a", "b, c", "a"], set.Sequences[0].Texts!);
        Assert.Equal(8, set.Sequences[0].Line);
        Assert.StartsWith(
            "a.arff:9:1: error: 'x' is not a number in column 'passenger numbers'",
            Csv.OpenErrors(text.Replace("118", "x", StringComparison.Ordinal), new DataOptions
            {
                TargetKind = TargetKind.None,
                Inputs = ["passenger numbers"]
            }, "a.arff").Single(),
            StringComparison.Ordinal);

        var sparse = Csv.Open(
            "@relation r\n@attribute seq string\n@attribute x numeric\n@attribute y numeric\n@attribute label {u,v}\n@data\n{0 a,1 " +
                "5}\n{0 a,2 6}\n{0 b,1 1,3 v}\n",
            Csv.Labelled, "a.arff");
        Assert.Equal(["a:2:5 0 0 6:u:7", "b:1:1 0:v:9"], sparse.Sequences.Select(Csv.Shown));
    }

    [Fact]
    public void Numbered_attributes_may_be_read_as_the_wide_layout_if_that_is_asked_for()
    {
        var set = Csv.Open(Head + "1,2,3,u\n4,5,6,'v w'\n", Labelled with { Layout = Layout.Wide, Target = ["class"] }, "a.arff");
        Assert.Equal(["0:3:1 2 3:u:7", "1:3:4 5 6:v w:8"], set.Sequences.Select(Csv.Shown));
    }

    [Fact]
    public void A_packed_file_is_read()
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Head + "1,2,3,u\n"));
        }

        Assert.Equal(Layout.Arff, DataFile.Parse(to.ToArray(), "a.arff.gz", Labelled).Layout.Layout);
    }
}
