using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Layouts;

namespace RnnTrainer.Tests.Data;

/// <summary>A layout is guessed with a reason.</summary>
public sealed class LayoutGuessTests
{
    [Theory]
    [InlineData("a.csv", "seq,step,x,label\na,0,1,u\n", Layout.Long, "the column 'seq' names the sequence of each row")]
    [InlineData("a.csv", "id,k0,k1,k2,k3\na,0,1,1,0\na,0,1,1,0\n", Layout.Long, "the column 'id' names the sequence of each row")]
    [InlineData(
        "a.csv", "id,k0,k1,k2,k3\na,0,1,1,0\nb,0,1,1,0\n", Layout.Wide, "the columns k0 … k3 number the steps of a sequence, a row each")]
    [InlineData("a.csv", "date,temp\n2024-01-01,1\n", Layout.Series, "no column names sequences, so the rows are one long series")]
    [InlineData("a.csv", "path,label\na.csv,u\n", Layout.Files, "the column 'path' names a file for each sequence")]
    [InlineData("a.csv", "temp\n1\n2\n", Layout.Series, "no column names sequences, so the rows are one long series")]
    [InlineData("a.ts", "@problemName p\n@data\n1:u\n", Layout.Ts, "the file's name ends in .ts")]
    [InlineData("a.dat", "#\n@ProblemName p\n@data\n1:u\n", Layout.Ts, "the file begins with the tags of a .ts file")]
    [InlineData("a.tsv", "1\t2\t3\n", Layout.Ucr, "there is no header, and each row is a label followed by numbers")]
    [InlineData("a.txt", "emma\nava\n", Layout.Text, "the lines have no separator")]
    [InlineData(
        "a.txt", "First Citizen: before we proceed any further, hear me speak.\nAll: speak, speak.\n", Layout.Text,
        "the first line reads as prose, not as the names of columns")]
    [InlineData(
        "a.txt", "\"date\",\"Temperature\"\n2015-02-04,23\n", Layout.Series, "no column names sequences, so the rows are one long series")]
    [InlineData("a.csv.gz", "seq,x\na,1\n", Layout.Long, "the column 'seq' names the sequence of each row")]
    public void A_layout_is_detected_from_the_name_and_the_first_lines(string file, string text, Layout layout, string reason) =>
        Assert.Equal(
            new LayoutGuess(layout, reason),
            LayoutDetection.Of(Encoding.UTF8.GetBytes(text), file, new DataOptions { TargetKind = TargetKind.None }));

    [Theory]
    [InlineData("a.jsonl", "{\"x\": 1, \"y\": 2}\n")]
    [InlineData("a.txt", "\n{\"x\": 1, \"y\": 2}\n")]
    [InlineData("a.json", "[1, 2]\n")]
    public void Json_is_refused_unless_it_is_asked_for_as_text(string file, string text)
    {
        var refused = Assert.Throws<DataException>(
            () => LayoutDetection.Of(Encoding.UTF8.GetBytes(text), file, new DataOptions { TargetKind = TargetKind.None }));
        Assert.StartsWith(
            $"{file}: error: it holds JSON, which is not read\n  hint: Make a CSV of it", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Layout.Text, LayoutDetection.Of(Encoding.UTF8.GetBytes(text), file, new DataOptions { Layout = Layout.Text }).Layout);
    }

    [Fact]
    public void What_the_options_say_is_not_guessed() =>
        Assert.Equal(
            new LayoutGuess(Layout.Series, "layout: series is what was asked for"),
            LayoutDetection.Of("seq,x\na,1\n"u8.ToArray(), "a.csv", new DataOptions { Layout = Layout.Series }));

    [Fact]
    public void A_sequence_column_of_another_name_makes_a_long_file() =>
        Assert.Equal(
            "the column 'patient' names the sequence of each row",
            LayoutDetection.Of("patient,x\na,1\n"u8.ToArray(), "a.csv", new DataOptions { Sequence = ["patient"] }).Reason);
}
