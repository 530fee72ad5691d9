using RnnTrainer.Data;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Tests.Data;

/// <summary>A file for each sequence, and one that lists them.</summary>
public sealed class ManifestTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("rnn-manifest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_path_is_a_sequence_with_the_label_of_its_row()
    {
        Write("a.csv", "x,y\n1,2\n3,4\n");
        Write("b.csv", "x,y\n5,6\n");
        var set = DataFile.Read(Write("all.csv", "path,label,split\na.csv,u,train\nb.csv,v,test\n"), Csv.Labelled);

        Assert.Equal(new LayoutGuess(Layout.Files, "the column 'path' names a file for each sequence"), set.Layout);
        Assert.Equal(["x", "y"], set.InputColumns);
        Assert.Equal(["a.csv:2:1 2 3 4:u:2", "b.csv:1:5 6:v:3"], set.Sequences.Select(Csv.Shown));
        Assert.Equal(("a.csv", "b.csv"), (Split.ByPart(set.Sequences).Train[0].Id, Split.ByPart(set.Sequences).Test[0].Id));
    }

    [Fact]
    public void An_error_is_named_in_the_file_that_has_it_and_the_others_are_still_read()
    {
        Write("a.csv", "x\n1\nq\n");
        var path = Write("all.csv", "path,label\na.csv,u\nmissing.csv,v\n");

        var e = Assert.Throws<DataException>(() => DataFile.Read(path, Csv.Labelled with { Inputs = ["x"] }));

        Assert.Equal([$"{_folder}/a.csv", $"{_folder}/missing.csv"], e.Errors.Select(p => p.File));
        Assert.Equal((3, "there is no such file"), (e.Errors[0].Line, e.Errors[1].Message));
    }

    [Fact]
    public void A_file_with_other_columns_is_refused()
    {
        Write("a.csv", "x,y\n1,2\n");
        Write("b.csv", "x,z\n1,2\n");

        var e = Assert.Throws<DataException>(() => DataFile.Read(Write("all.csv", "path,label\na.csv,u\nb.csv,v\n"), Csv.Labelled));

        Assert.Equal(
            $"{_folder}/b.csv:1:1: error: there is no column 'y'\n  hint: The columns are x, z.",
            e.Message.Replace("Did you mean 'x'? ", "", StringComparison.Ordinal));
    }

    string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(_folder, name), text);
        return Path.Combine(_folder, name);
    }
}
