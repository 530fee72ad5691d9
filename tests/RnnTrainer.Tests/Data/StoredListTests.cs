using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Tests.Data;

/// <summary>Rows in memory, and beyond that in a temporary file.</summary>
public sealed class StoredListTests : IDisposable
{
    const int Chunk = StoredList<double>.ChunkLength;

    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void A_list_is_the_same_wherever_its_chunks_are(int chunksInMemory)
    {
        var random = new RandomStream(7, "stored", chunksInMemory);
        var (list, expected) = (new StoredList<double>(new Spill(8L * Chunk * chunksInMemory, _folder.Path)), new List<double>());
        while (expected.Count < (4 * Chunk) + 17)
        {
            double[] some = [.. Enumerable.Range(0, random.Next(Chunk)).Select(_ => random.NextDouble())];
            list.AddRange(some);
            expected.AddRange(some);
        }

        Assert.Equal(expected.Count, list.Count);
        for (var look = 0; look < 50; look++)
        {
            var from = random.Next(expected.Count);
            var count = random.Next(expected.Count - from + 1);
            Assert.True(list.ToArray(from, count).AsSpan().SequenceEqual(expected.GetRange(from, count).ToArray()));
            Assert.True(new Values(new ListStore(list), from, count).Span.SequenceEqual(expected.GetRange(from, count).ToArray()));
            Assert.True(!list.TryShow(from, count, out var shown) || shown.SequenceEqual(expected.GetRange(from, count).ToArray()));
            Assert.Equal(expected[from], list[from]);
        }

        Assert.Equal(expected.GetRange(5, 3 * Chunk), new Values(new ListStore(list), 5, 3 * Chunk));
    }

    [Fact]
    public void Threads_read_what_one_thread_reads()
    {
        var list = new StoredList<int>(new Spill(0, _folder.Path));
        list.AddRange([.. Enumerable.Range(0, 5 * Chunk)]);

        Parallel.For(0, 64, n => Assert.Equal(Enumerable.Range(n * 999, 77_777), list.ToArray(n * 999, 77_777)));
    }

    [Fact]
    public void Nothing_is_left_of_the_temporary_file_while_it_is_open()
    {
        var spill = new Spill(0, _folder.Path);
        spill.Write<double>([1, 2, 3]);

        Assert.Equal(24, spill.Written);
        Assert.Empty(OperatingSystem.IsWindows() ? [] : Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named_with_what_to_do()
    {
        var missing = _folder.File("missing");
        var e = Assert.Throws<IOException>(() => new Spill(0, missing).Write<double>([1]));

        Assert.StartsWith(missing, e.Message, StringComparison.Ordinal);
        Assert.Contains("--memory", e.Message, StringComparison.Ordinal);
        Assert.Contains("TMPDIR", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(3, 1)]
    [InlineData(0, 4)]
    public void Places_that_are_not_there_are_refused(int from, int count)
    {
        var list = new StoredList<double>(new Spill(0, _folder.Path));
        list.AddRange([1, 2, 3]);

        Assert.Throws<ArgumentOutOfRangeException>(() => list.ToArray(from, count));
    }

    public void Dispose() => _folder.Dispose();
}
