using System.Text;
using RnnTrainer.Data;

namespace RnnTrainer.Tests.Data;

public sealed class LongCsvTests
{
    const string Two = "seq,step,x0,x1,label\na,0,1,2,up\na,1,3,4,up\nb,0,-5.5,6e-1,down\n";

    [Fact]
    public void A_sequence_holds_its_rows_one_after_the_other()
    {
        var set = Csv.Read(Two);

        Assert.Equal(["x0", "x1"], set.InputColumns);
        Assert.Equal(["label"], set.TargetColumns);
        Assert.Equal(["a:2:1 2 3 4:up:2", "b:1:-5.5 0.6:down:4"], set.Sequences.Select(Shown));
    }

    [Theory]
    [InlineData("semicolons", ";", "\n", "")]
    [InlineData("tabs", "\t", "\n", "")]
    [InlineData("a byte order mark", ",", "\n", "\uFEFF")]
    [InlineData("Windows line ends", ",", "\r\n", "")]
    [InlineData("old Macintosh line ends", ",", "\r", "")]
    [InlineData("all at once", ";", "\r\n", "\uFEFF")]
    [InlineData("spaces after the separator", ", ", "\n", "")]
    public void The_same_table_is_read_from_another_dialect(string _, string separator, string end, string mark)
    {
        var text = mark + Two.Replace(",", separator, StringComparison.Ordinal).Replace("\n", end, StringComparison.Ordinal);

        Assert.Equal(Csv.Read(Two).Sequences.Select(Shown), Csv.Read(text).Sequences.Select(Shown));
    }

    [Fact]
    public void A_quoted_field_may_hold_separators_quotes_and_line_breaks() =>
        Assert.Equal(
            ["a,1:1:2:say \"up\":2", "b:1:3:two\nlines:3"],
            Csv.Read("\"seq\",x,label\n\"a,1\",\"2\",\"say \"\"up\"\"\"\nb,3,\"two\nlines\"\n").Sequences.Select(Shown));

    [Fact]
    public void A_last_row_needs_no_line_end_and_empty_lines_do_not_count() =>
        Assert.Equal(["a:2:1 2:u:3"], Csv.Read("seq,x,label\n\na,1,u\n\n\na,2,u").Sequences.Select(Shown));

    [Fact]
    public void Rows_are_ordered_by_the_step_even_when_the_sequences_are_mixed() =>
        Assert.Equal(
            ["b:3:1 2 3:u:2", "a:2:10 20:v:3"],
            Csv.Read("seq,step,x,label\nb,3,3,u\na,2,20,v\nb,1,1,u\na,1,10,v\nb,2,2,u\n").Sequences.Select(Shown));

    [Fact]
    public void Columns_may_be_in_any_order_and_inputs_come_in_the_order_of_the_config() =>
        Assert.Equal(
            ["a:1:3 1:u:2"],
            Csv.Read(
                "label,c,step,b,seq,a\nu,3,0,2,a,1\n",
                Csv.Labelled with { Inputs = ["c", "a"], Step = ["step"], Sequence = ["seq"] }).Sequences.Select(Shown));

    [Fact]
    public void A_column_of_text_is_no_input_by_default() =>
        Assert.Equal(["t"], Csv.Read("seq,date,t,label\na,2015-02-02 14:19:00,1,u\na,2015-02-02 14:20:00,2,u\n").InputColumns);

    [Fact]
    public void A_target_is_no_input_by_default_even_when_it_is_not_asked_for() =>
        Assert.Equal(["x"], Csv.Read("seq,x,label\na,1,7\n", Csv.Unlabelled).InputColumns);

    [Fact]
    public void Without_a_task_the_label_may_be_missing()
    {
        var sequence = Assert.Single(Csv.Read("seq,x\na,1\n", Csv.Unlabelled).Sequences);

        Assert.Null(sequence.Label);
        Assert.Null(sequence.Target);
    }

    [Fact]
    public void Several_targets_are_read_as_numbers_in_the_order_of_the_config()
    {
        var set = Csv.Read("seq,x,y,z\na,1,2.5,-1\na,2,2.50,-1\n", Csv.Numbered with { Target = ["z", "y"] });

        Assert.Equal([-1, 2.5], Assert.Single(set.Sequences).Target!);
        Assert.Null(set.Sequences[0].Label);
        Assert.Equal(["z", "y"], set.TargetColumns);
    }

    [Fact]
    public void A_column_called_step_is_an_input_when_the_config_says_so() =>
        Assert.Equal(
            ["a:2:5 5:u:2"], Csv.Read("seq,step,label\na,5,u\na,5,u\n", Csv.Labelled with { Inputs = ["step"] }).Sequences.Select(Shown));

    [Fact]
    public void A_file_is_read_like_its_text()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, Two, Encoding.UTF8);

        Assert.Equal(
            Csv.Read(Two).Sequences.Select(Shown), DataFile.Read(path, Csv.Labelled with { Layout = Layout.Long }).Sequences.Select(Shown));
        File.Delete(path);
    }

    static string Shown(Sequence s) => FormattableString.Invariant($"{s.Id}:{s.Length}:{string.Join(' ', s.Inputs)}:{s.Label}:{s.Line}");
}
