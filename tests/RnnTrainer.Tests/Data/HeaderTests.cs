using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Layouts.Csv;

namespace RnnTrainer.Tests.Data;

/// <summary>Files without a header, and headers with faults.</summary>
public sealed class HeaderTests
{
    static readonly DataOptions NoHeader = new() { HasHeader = false };

    static readonly DataOptions Series = new() { Layout = Layout.Series, TargetKind = TargetKind.None };

    [Fact]
    public void Without_a_header_the_columns_of_a_long_file_are_counted()
    {
        var set = Csv.Open("a,0,1.5,u\na,1,2.5,u\nb,0,3,v\n", NoHeader with { Sequence = ["c0"], Step = ["c1"], Target = ["c3"] });
        Assert.Equal((Layout.Long, "c2", "c0"), (set.Layout.Layout, set.InputColumns.Single(), set.IdColumns.Single()));
        Assert.Equal(["a:2:1.5 2.5:u:1", "b:1:3:v:3"], set.Sequences.Select(Csv.Shown));
    }

    [Fact]
    public void Without_a_header_the_other_layouts_are_read_too()
    {
        var series = Csv.Open("2024-01-01,1\n2024-01-02,2\n", NoHeader with { TargetKind = TargetKind.None });
        Assert.Equal((Layout.Series, "c1"), (series.Layout.Layout, series.InputColumns.Single()));
        Assert.Equal([1, 2], series.Sequences[0].Inputs);

        var wide = Csv.Open("u,1,2,3\nv,4,5,6\n", NoHeader with { Layout = Layout.Wide, Target = ["c0"] });
        Assert.Equal(["0:3:1 2 3:u:1", "1:3:4 5 6:v:2"], wide.Sequences.Select(Csv.Shown));

        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "1\n2\n");
        folder.Write("b.csv", "3\n4\n5\n");
        foreach (var manifest in new[] { "a.csv,u\nb.csv,v\n", "path,c1\na.csv,u\nb.csv,v\n" })
        {
            var files = DataFile.Read(folder.Write("m.csv", manifest), NoHeader with { Layout = Layout.Files, Target = ["c1"] });
            Assert.Equal(["a.csv:2:1 2:u", "b.csv:3:3 4 5:v"], files.Sequences.Select(s => Csv.Shown(s)[..^2]));
        }
    }

    [Fact]
    public void A_large_file_without_a_header_is_read_in_halves_as_in_one()
    {
        var text = string.Concat(Enumerable.Range(0, 200_000).Select(n => $"s{n / 20},{n % 20},{n * 3 % 1000}.25,{n / 20 % 2}\n"));
        var options = NoHeader with { Layout = Layout.Long, Sequence = ["c0"], Step = ["c1"], Target = ["c3"] };
        var halves = Csv.Open(text, options);
        var whole = Csv.Open("# read in one\n" + text, options);
        Assert.Equal(whole.Sequences.Select(Csv.Shown), halves.Sequences.Select(s => Csv.Shown(s with { Line = s.Line + 1 })));
    }

    [Theory]
    [InlineData("2024-01-01,5.5\n2024-01-02,6.5\n2024-01-03,7\n", false)]
    [InlineData("1,2,3,4\n5,6,7,8\n9,9,9,9\n", false)]
    [InlineData("5.1,3.5,1.4,0.2,setosa\n4.9,3.0,1.4,0.2,setosa\n4.7,3.2,1.3,0.2,virginica\n", false)]
    [InlineData("M,0.455,15\nM,0.35,7\nF,0.53,9\nM,0.44,10\n", false)]
    [InlineData("12:00,1\n12:05,2\n12:10,3\n", false)]
    [InlineData("ham,Hello there\nspam,Win money\nham,See you\nham,Later\nspam,Now!\nham,Ok\nham,Yes\n", false)]
    [InlineData("date,temp\n2024-01-01,5\n2024-01-02,6\n", true)]
    [InlineData("country,1990,1991,1992\nA,1.5,2.5,3.5\nB,1,2,3\n", true)]
    [InlineData("0,1,2,3\n0.5,0.4,0.1,2.2\n1.5,2.4,3.1,4.2\n", true)]
    [InlineData("store,2024-01-01,2024-01-02\nA,5,6\nB,7,8\n", true)]
    [InlineData("word,tag\nthe,DT\ncat,NN\nthe,DT\ndog,NN\na,DT\ncow,NN\nthe,DT\n", true)]
    [InlineData("2005 Mar,2005 Apr\n5 kW,6 kW\n7 kW,8 kW\n", true)]
    [InlineData("id,1/31/21,2/1/21\na,$5.50,$6\nb,$7,$8\n", true)]
    [InlineData("5 kW,6 kW\n5.5 kW,6 kW\n7 kW,8 kW\n", false)]
    [InlineData("$4.50,a\n$5.50,b\n$7,a\n", false)]
    [InlineData("0.0,0.5,1.0\n3.5,2.5,7\n1.5,2,2.5\n", true)]
    [InlineData("1100.5,1102.25,1105,1106,1109.5,1110.5\n3.5,2.5,7,1,2,3\n1.5,2,2.5,3,3,3\n", true)]
    [InlineData("0.1,0.25,0.3\n3.5,2.5,7\n1.5,2,2.5\n", false)]
    [InlineData("t,x\nNA,1\n", true)]
    [InlineData("x\n", true)]
    [InlineData("", true)]
    public void Whether_the_first_line_names_the_columns_is_seen_from_the_lines_below(string text, bool hasHeader) =>
        Assert.Equal(hasHeader, HeaderDetection.HasHeader(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void The_refusal_of_a_file_without_names_shows_its_first_line_and_names_the_setting() => Assert.Equal(
        "a.csv:1:1: error: the first line holds values like the lines below it, and no names: 2024-01-01, 5.5\n"
            + "  hint: Set header: false, and the columns are called c0, c1, …; or write a first line that names the columns, for " +
                "example seq,step,x0,label.",
        HeaderDetection.Refusal("2024-01-01,5.5\n2024-01-02,6.5\n"u8.ToArray(), "a.csv").ToString());

    [Fact]
    public void A_row_that_is_taken_for_names_is_said()
    {
        var set = Csv.Open("1.5,2.5\n3,4\n5,6\n", Series);
        Assert.Equal(
            ["the first line is taken for the names of the columns, but it holds values like the lines below it: header: false reads it " +
                "as a row"],
            set.Notes);
        Assert.Contains(
            "The first line seems to be a row: if it is, set header: false.",
            Csv.OpenErrors("1.5,2.5\n3,4\n5,6\n", Series with { Inputs = ["c0"] }).Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date,v,,\n2024-01-01,1,,\n2024-01-02,2,,\n", "columns 3, 4 have neither a name nor values and are left out")]
    [InlineData("date;v;\n2024-01-01;1;\n2024-01-02;2;\n", "column 3 has neither a name nor values and is left out")]
    [InlineData("date,,v\n2024-01-01,,1\n2024-01-02,,2\n", "column 2 has neither a name nor values and is left out")]
    [InlineData("date,v,,\n2024-01-01,1\n2024-01-02,2,,\n", "columns 3, 4 have neither a name nor values and are left out")]
    [InlineData("date,v\n2024-01-01,1,\n2024-01-02,2,\n", "2 rows end in a separator: the empty field after it is passed over")]
    [InlineData("date,v\n2024-01-01,1,,\n2024-01-02,2\n", "1 row ends in a separator: the empty field after it is passed over")]
    [InlineData("date,v,notes\n2024-01-01,1,\n2024-01-02,2,\n", "column 'notes' has no values and is left out")]
    [InlineData("date,v,a,b\n2024-01-01,1,,\n2024-01-02,2,,\n", "columns 'a', 'b' have no values and are left out")]
    [InlineData("date,\" v \u00A0\"\n2024-01-01,1\n2024-01-02,2\n", null)]
    public void Columns_without_names_and_values_are_left_out_with_a_note(string text, string? note)
    {
        var set = Csv.Open(text, Series);
        Assert.Equal("v", set.InputColumns.Single());
        Assert.Equal([1, 2], set.Sequences[0].Inputs);
        Assert.Equal(note is null ? [] : [note], set.Notes);
    }

    [Fact]
    public void Columns_with_values_and_without_a_name_are_named_by_their_place()
    {
        var set = Csv.Open("date,v,,\n2024-01-01,1,,7\n2024-01-02,2,,8\n", Series);
        Assert.Equal(["v", "column4"], set.InputColumns);
        Assert.Equal(
            ["column 3 has neither a name nor values and is left out", "column 4 has no name and is called column4"], set.Notes);
        Assert.Equal(["v", "column3"], Csv.Open("column4,v,,\n1,1,5,6\n2,2,7,6\n", Series with { Inputs = ["v", "column3"] }).InputColumns);
    }

    [Fact]
    public void The_wide_layout_and_manifests_have_the_same_notes()
    {
        var wide = Csv.Open("t0,t1,t2,label,\n1,2,0,u,\n3,4,0,v,\n", Csv.Labelled);
        Assert.Equal(["column 5 has neither a name nor values and is left out"], wide.Notes);
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "x,\n1,\n2,\n");
        folder.Write("b.csv", "x,\n3,\n4,\n");
        Assert.Equal(
            ["a.csv and 1 other file: column 2 has neither a name nor values and is left out"],
            DataFile.Read(folder.Write("m.csv", "path,label\na.csv,u\nb.csv,v\n"), Csv.Labelled).Notes);
    }

    [Fact]
    public void A_field_too_many_with_a_value_is_an_error_as_before() => Assert.StartsWith(
        "train.csv:2:1: error: 3 fields in this row but 2 in the header", Csv.OpenErrors("date,v\n2024-01-01,1,5\n", Series).Single(),
        StringComparison.Ordinal);

    [Fact]
    public void A_header_without_any_name_is_refused() => Assert.Equal(
        "train.csv:1:1: error: column 1 has no name", Csv.OpenErrors(",,\n1,2,3\n", Series)[0].Split(" | ")[0]);

    [Theory]
    [InlineData("\"Temp\n(°C)\"", "Temp\n(°C)")]
    [InlineData("\" \u00A0temp \"", "temp")]
    [InlineData("\uFEFFtemp\uFEFF", "temp")]
    [InlineData("a\u001b[31mb", "a\u001b[31mb")]
    public void Names_are_trimmed_and_otherwise_kept(string written, string name)
    {
        var text = $"t,{written}\n0,1\n1,2\n";
        Assert.Equal(name, Csv.Open(text, Series with { Step = ["t"] }).InputColumns.Single());
        Assert.Equal(name, Csv.Open(text, Series with { Step = ["t"], Inputs = [written.Trim('"')] }).InputColumns.Single());
    }

    [Theory]
    [InlineData("sep=;\n")]
    [InlineData("\"sep=;\"\n")]
    [InlineData("\"SEP=;\"\r\n")]
    [InlineData("\uFEFF\"sep=;\"\n")]
    public void A_first_line_may_name_the_separator(string first)
    {
        var set = Csv.Open(first + "seq;a,b;label\nx;1;u\nx;2;u\n", Csv.Labelled with { Layout = Layout.Long });
        Assert.Equal("a,b", set.InputColumns.Single());
        Assert.Equal(["x:2:1 2:u:3"], set.Sequences.Select(Csv.Shown));
        Assert.StartsWith(
            "train.csv:3:3: error: 'z' is not a number",
            Csv.OpenErrors(first + "seq;a,b;label\nx;z;u\nx;2;u\nx;2;u\n", Csv.Labelled with { Layout = Layout.Long })[0],
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sep=;\n", Layout.Series)]
    [InlineData("\"sep=;\"\n", Layout.Series)]
    public void The_layout_of_such_a_file_is_detected(string first, Layout layout) => Assert.Equal(
        layout, Csv.Open(first + "date;v;\n2024-01-01;1;\n2024-01-02;2;\n2024-01-03;2;\n2024-01-04;2;\n",
            new DataOptions { TargetKind = TargetKind.None }).Layout.Layout);
}
