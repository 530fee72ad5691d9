using System.IO.Compression;
using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.ConfigFiles;

namespace RnnTrainer.Tests.Hostile;

/// <summary>Whatever a file contains, it is read or refused with the documented exception, in little time and memory.
/// tests/RnnTrainer.Endurance does a million of these.</summary>
public sealed class HostileFilesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. new HostileReaders("").All.Select(r => r.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_spoilt_file_is_read_or_refused(string name) => Reader(name).Try(300);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_originals_are_read(string name) =>
        Assert.All(Reader(name).Originals, original => Assert.True(Reader(name).IsRead(original)));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_fuzzing_by_coverage_found_is_read_or_refused(string name) =>
        Assert.All(HostileCorpus.Of(Reader(name)), bytes => Reader(name).IsRead(bytes));

    [Fact]
    public void A_reader_that_throws_something_else_hangs_or_takes_too_much_would_be_seen()
    {
        var original = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 };
        Assert.ThrowsAny<Exception>(
            () =>
                new HostileReader("throws", [original], [[0]], bytes => bytes.Length == 0 ? throw new InvalidCastException() : true)
                .Try(2000));
        Assert.ThrowsAny<Exception>(() => new HostileReader("eats", [original], [[0]], bytes => new byte[100 << 20].Length > 0).Try(1));
    }

    // tests/RnnTrainer.Endurance takes a million, and the time.
    [Theory]
    [InlineData("csv", "seq,step,NAMES,label\na,0,NUMBERS,u\n", "c", true)]
    [InlineData("csv, wide", "id,NAMES,label\na,NUMBERS,u\n", "t", true)]
    [InlineData("csv, wide", "id,NAMES,label\na,NAMES,u\n", "t", false)]
    [InlineData("csv, series", "t,NAMES\n2024-01-01,NUMBERS\n", "c", true)]
    [InlineData("csv", "seq,step,x,label\na,0,NUMBERS,u\n", "", false)]
    [InlineData("csv", "seq,step,NAMES,label\na,0,1\n", "c", false)]
    [InlineData("ts", "@problemName p\n@data\nNUMBERS:u\n", "", true)]
    public void A_header_or_a_row_of_fifty_thousand_columns_is_read_or_refused(string reader, string text, string name, bool isRead)
    {
        var names = string.Join(',', Enumerable.Range(0, 50_000).Select(n => $"{name}{n}"));
        var numbers = string.Join(',', Enumerable.Range(0, 50_000).Select(n => $"{n % 7}.5"));
        Assert.Equal(
            isRead,
            Reader(reader)
            .IsRead(
                Encoding.UTF8.GetBytes(
                    text.Replace("NAMES", names, StringComparison.Ordinal).Replace("NUMBERS", numbers, StringComparison.Ordinal))));
    }

    [Fact]
    public void Gzip_that_explodes_is_refused_before_it_fills_the_memory()
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Optimal))
        {
            var block = new byte[1 << 20];
            for (var n = 0; n < 64; n++)
            {
                gzip.Write(block);
            }
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.Throws<DataException>(() => DataFile.Parse(to.ToArray(), "a.csv.gz", new DataOptions()));
        Assert.Contains("unpack to more than 400 times as much", refused.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Yaml_that_nests_a_hundred_thousand_times_is_refused(string fragment)
    {
        File.WriteAllText(_folder.File("deep.yaml"), "task: " + string.Concat(Enumerable.Repeat(fragment, 100_000)));
        Assert.Throws<ConfigException>(() => ConfigFile.Read(_folder.File("deep.yaml")));
    }

    [Fact]
    public void A_cell_that_nests_a_hundred_thousand_brackets_is_refused() =>
        Assert.False(
            Reader("cell")
            .IsRead(Encoding.UTF8.GetBytes("cell c\ninput x[b,k]\nstate h[b,j]\nfor b,j: h'[b,j] += " + new string('(', 100_000))));

    [Theory]
    [InlineData("../evil")]
    [InlineData("/tmp/evil")]
    [InlineData("a/b")]
    [InlineData("..")]
    public void A_cell_cannot_be_called_as_a_path_so_nothing_is_written_outside_the_run(string name)
    {
        var config = TinySet.Write(_folder);
        _folder.Write("x.cell", $"cell {name}\ninput x[b,k]\nstate h[b,j]\nparam U[j,k]\n\nfor b,j,k: h'[b,j] += U[j,k] x[b,k]\n");
        var before = Directory.GetFileSystemEntries(_folder.Path).Order();
        Assert.Equal(2, Rnn.Run("train", config, "--out", _folder.File("run"), "--set", "model.cell=x.cell").Exit);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path).Order());
    }

    [Fact]
    public void A_run_writes_into_its_folder_and_nowhere_else_wherever_its_cell_comes_from()
    {
        Directory.CreateDirectory(_folder.File("a/b"));
        var config = TinySet.Write(_folder);
        File.WriteAllText(
            _folder.File("x.cell"), "cell plain\ninput x[b,k]\nstate h[b,j]\nparam U[j,k]\n\nfor b,j,k: h'[b,j] += U[j,k] x[b,k]\n");
        var before = Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).ToHashSet();
        var run = Rnn.Run(
            "train", config, "--out", _folder.File("a/b/run"), "--quiet", "--set",
            "model.cell=../../../../../../" + _folder.File("x.cell"));
        Assert.True(run.Exit == 0, run.Error);
        Assert.All(
            Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Where(f => !before.Contains(f)), f =>
                Assert.StartsWith(_folder.File("a/b/run"), f, StringComparison.Ordinal));
    }

    HostileReader Reader(string name) => new HostileReaders(_folder.Path).All.Single(r => r.Name == name);
}
