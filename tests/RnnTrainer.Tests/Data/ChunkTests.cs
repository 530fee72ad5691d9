using RnnTrainer.Data;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Tests.Data;

public sealed class ChunkTests
{
    [Fact]
    public void A_batch_is_cut_in_the_order_of_time_and_a_sequence_that_has_ended_is_left_out()
    {
        var batch = new Batch([Of("abcde"), Of("fg"), Of("hijk")]);
        var chunks = Chunk.Of(batch, 2).ToList();
        Assert.Equal(["ab fg hi", "cd jk", "e"], chunks.Select(p => string.Join(' ', p.Steps.Sequences.Select(Text))));
        Assert.Equal([[0, 1, 2], [0, 2], [0]], chunks.Select(p => p.Places));
        Assert.Equal([0, 2, 4], chunks.Select(p => p.From));
        Assert.Equal(chunks.Count, Chunk.Count(batch, 2));
        Assert.DoesNotContain(chunks, p => p.IsWhole);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    [InlineData(6)]
    public void A_batch_that_is_no_longer_than_a_chunk_stays_whole(int? length)
    {
        var batch = new Batch([Of("abcde"), Of("fg")]);
        var chunk = Assert.Single(Chunk.Of(batch, length));
        Assert.Same(batch, chunk.Steps);
        Assert.True(chunk is { IsWhole: true, Begins: true });
    }

    [Theory]
    [InlineData(1, "abcdefghij")]
    [InlineData(3, "abc def ghij")]
    [InlineData(4, "ab cde fg hij")]
    [InlineData(20, "a b c d e f g h i j")]
    public void A_stream_is_read_at_several_places_that_leave_nothing_out(int size, string parts) =>
        Assert.Equal(parts, string.Join(' ', Batches.OfStream(Of("abcdefghij"), size).Sequences.Select(Text)));

    static Sequence Of(string text) => new("s", text.Length, [], null, null) { Texts = [.. text.Select(c => $"{c}")] };

    static string Text(Sequence s) => string.Concat(s.Texts!);
}
