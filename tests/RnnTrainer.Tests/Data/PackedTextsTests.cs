using CsCheck;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Tests.Data;

/// <summary>Texts that are packed into bytes are the texts that were put in.</summary>
public sealed class PackedTextsTests
{
    static readonly string[] Choices = ["", "2001-01-01 00:00", "ä€", "x,\n"];

    [Fact]
    public void Packed_texts_and_their_slices_are_the_texts() =>
        Gen.Select(Gen.Int[0, 3].Array[0, 3000], Gen.Bool, Gen.Double[0, 1]).Sample((choices, areEqual, at) =>
        {
            string[] texts = [.. choices.Select((c, n) => areEqual ? $"{n:0000}" : Choices[c])];
            var packed = PackedTexts.Of(texts);
            var from = (int)(at * texts.Length);
            Assert.Equal(texts, packed);
            Assert.Equal(texts[from..], packed.Slice(from, texts.Length - from));
            Assert.Equal(texts.Length, packed.Count);
        }, iter: 200);

    [Fact]
    public void A_minute_takes_less_than_20_bytes()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var builder = new PackedTextsBuilder();
        for (var n = 0; n < 200_000; n++)
        {
            builder.Add("2001-01-01 00:00"u8);
        }

        Assert.Equal(200_000, builder.ToTexts().Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20 * 200_000);
    }
}
