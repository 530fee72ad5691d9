using System.IO.Compression;
using System.Text;
using RnnTrainer.Data;

namespace RnnTrainer.Tests.Data;

/// <summary>Packed files, and files that are too large.</summary>
public sealed class LargeFileTests : IDisposable
{
    const string Text = "seq,x,label\na,1,u\na,2,u\n";

    readonly string _folder = Directory.CreateTempSubdirectory("rnn-large-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_gzip_file_is_read_as_what_it_holds() =>
        Assert.Equal(
            ["a:2:1 2:u:2"], DataFile.Read(Pack("a.csv.gz", Encoding.UTF8.GetBytes(Text)), Csv.Labelled).Sequences.Select(Csv.Shown));

    [Fact]
    public void Gzip_is_known_by_its_bytes_not_its_name() =>
        Assert.Equal(
            2, DataFile.Read(Pack("a.csv", Encoding.UTF8.GetBytes(Text)), Csv.Labelled with { Layout = Layout.Long }).Sequences[0].Length);

    [Fact]
    public void A_small_file_that_unpacks_to_very_much_is_refused()
    {
        var path = Pack("bomb.csv.gz", new byte[40_000_000]);

        Assert.Equal(
            $"{path}: error: its 38.9 kB unpack to more than 400 times as much, which no real data does\n  hint: If you trust the file, " +
            $"unpack it first.",
            Said(path, Csv.Labelled));
    }

    [Fact]
    public void A_file_that_unpacks_beyond_the_memory_is_refused()
    {
        var path = Pack("big.csv.gz", Encoding.UTF8.GetBytes(Text + string.Concat(Enumerable.Range(0, 20_000).Select(n => $"a,{n},u\n"))));

        Assert.EndsWith(
            "unpack to more than 100.0 kB, all the memory that may be used\n  hint: Unpack it and cut it into smaller files.",
            Said(path, Csv.Labelled with { MemoryLimit = 100_000 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_would_take_more_than_the_memory_is_refused_with_its_size_and_the_estimate()
    {
        var path = Path.Combine(_folder, "big.csv");
        File.WriteAllText(path, "seq,x,label\n" + string.Concat(Enumerable.Repeat("a,1,u\n", 1000)));

        Assert.Equal(
            $"{path}: error: the file has 6.0 kB and would take about 54.1 kB of memory (its bytes, and 16 for each of about 3,003 " +
            $"cells, by its first megabyte), but 50.0 kB may be used\n  hint: Cut it into smaller files, leave out columns, or use a " +
            $"machine with more memory.",
            Said(path, Csv.Labelled with { MemoryLimit = 50_000 }));
    }

    string Pack(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        using var to = new GZipStream(File.Create(path), CompressionLevel.Optimal);
        to.Write(bytes);
        return path;
    }

    static string Said(string path, DataOptions options) => Assert.Throws<DataException>(() => DataFile.Read(path, options)).Message;
}
