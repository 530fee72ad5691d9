using RnnTrainer.Data;

namespace RnnTrainer.Tests.Data;

/// <summary>Paths that lead to no text.</summary>
public sealed class LongCsvFileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("rnn-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_missing_file_suggests_the_nearest_name()
    {
        File.WriteAllText(Path.Combine(_folder, "train.csv"), "");

        Assert.Equal($"{_folder}/trian.csv: error: there is no such file\n  hint: Did you mean 'train.csv'?", Said($"{_folder}/trian.csv"));
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Equal(
            $"{_folder}/deep/train.csv: error: there is no such file\n  hint: There is no folder '{_folder}/deep' either; check the path.",
            Said($"{_folder}/deep/train.csv"));

    [Fact]
    public void A_folder_is_not_a_file()
    {
        File.WriteAllText(Path.Combine(_folder, "b.csv"), "");
        File.WriteAllText(Path.Combine(_folder, "a.csv"), "");

        Assert.Equal(
            $"{_folder}: error: this is a folder, not a file\n  hint: Name a CSV file; the folder has a.csv, b.csv.", Said(_folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_cannot_be_is_no_crash(string path) =>
        Assert.Contains("there is no such file", Said(path), StringComparison.Ordinal);

    static string Said(string path) =>
        Assert.Throws<DataException>(() => DataFile.Read(path, Csv.Labelled with { Layout = Layout.Long })).Message;
}
