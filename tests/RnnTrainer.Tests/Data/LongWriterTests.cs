using RnnTrainer.Data;
using RnnTrainer.Data.Files;

namespace RnnTrainer.Tests.Data;

/// <summary>Every layout becomes the long one and reads back the same.</summary>
public sealed class LongWriterTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("rnn-convert-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a.ts", "@problemName p\n@data\n1,2:3,4:u\n5:6:v\n", "seq,step,x0,x1,label\n0,0,1,3,u\n0,1,2,4,u\n1,0,5,6,v\n")]
    [InlineData("a.tsv", "u\t1\t0.1\nv\t3\tNaN\n", "seq,step,x,label\n0,0,1,u\n0,1,0.1,u\n1,0,3,v\n")]
    [InlineData("a.csv", "id,t0,t1,t2,label\n\"a,1\",1,,3,u\n", "seq,step,x,label\n\"a,1\",0,1,u\n\"a,1\",1,,u\n\"a,1\",2,3,u\n")]
    public void A_foreign_file_becomes_a_long_one(string name, string text, string expected)
    {
        File.WriteAllText(Path.Combine(_folder, name), text);

        Assert.Equal(
            expected, Long(Path.Combine(_folder, name), Csv.Labelled with { Layout = name == "a.tsv" ? Layout.Ucr : Layout.Auto }));
    }

    [Fact]
    public void Characters_are_quoted_where_they_must_be()
    {
        File.WriteAllText(Path.Combine(_folder, "a.txt"), "a,\n\" ");
        File.WriteAllText(
            Path.Combine(_folder, "out.csv"),
            Long(Path.Combine(_folder, "a.txt"), new DataOptions { Layout = Layout.Text, TargetKind = TargetKind.None }));

        Assert.Equal(
            "seq,step,text\na,0,a\na,1,\",\"\na,2,\"\n\"\na,3,\"\"\"\"\na,4,\" \"\n", File.ReadAllText(Path.Combine(_folder, "out.csv")));
        Assert.Equal(
            ["a", ",", "\n", "\"", " "],
            DataFile.Read(Path.Combine(_folder, "out.csv"), new DataOptions { Tokens = ["text"], TargetKind = TargetKind.None }).Sequences[
                0].Texts!);
    }

    static string Long(string file, DataOptions options)
    {
        using var to = new StringWriter { NewLine = "\n" };
        LongWriter.Write(DataFile.Read(file, options with { Missing = MissingPolicy.Mean }), new CsvTableWriter(to));
        return to.ToString();
    }
}
