using System.IO.Compression;
using System.Text;
using CsCheck;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Data;

/// <summary>A gzip file is read whole or refused: what a broken download has left is never taken for the file.</summary>
public sealed class GzipTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_packed_in_any_number_of_members_is_unpacked() =>
        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Int[1, 400]).Array[1, 5].Sample(parts =>
        {
            byte[][] members = [.. parts.Select(p => (byte[])[.. Enumerable.Repeat(p.Item1, p.Item2).SelectMany(b => b).Take(100_000)])];
            return Gzip.Expand([.. members.SelectMany(m => Packed(m))], "a.gz", long.MaxValue).AsSpan()
                .SequenceEqual((byte[])[.. members.SelectMany(m => m)]);
        }, iter: 200);

    [Fact]
    public void Cut_off_anywhere_it_is_refused()
    {
        var (first, second) = (Packed(Text(40)), Packed(Text(400)));
        byte[] whole = [.. first, .. second];
        int[] ends = [first.Length];
        for (var length = 2; length < whole.Length; length++)
        {
            if (!ends.Contains(length))
            {
                Assert.StartsWith("a.gz: error: the gzip data is damaged: ", Refusal(whole[..length]), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_bit_that_is_not_as_it_was_packed_is_found() => Gen.Select(Gen.Int[0, 5000], Gen.Int[0, 7]).Sample((at, bit) =>
    {
        var text = Text(2000);
        var packed = Packed(text);
        packed[at % packed.Length] ^= (byte)(1 << bit);
        try
        {
            // time and system in the header are not data, nor is every bit behind it
            return !Gzip.Is(packed) || Gzip.Expand(packed, "a.gz", long.MaxValue).AsSpan().SequenceEqual(text);
        }
        catch (DataException)
        {
            return true;
        }
    }, iter: 600);

    [Theory]
    [InlineData("half", "it is cut off at byte ")]
    [InlineData("no checksum", "no checksum near byte ")]
    [InlineData("wrong checksum", "no checksum near byte ")]
    [InlineData("wrong length", "no checksum near byte ")]
    [InlineData("garbage behind", "what begins at byte ")]
    [InlineData("damaged", "the data cannot be decompressed near byte ")]
    [InlineData("method 9", "the header at byte 0 is not one of gzip")]
    public void The_refusal_tells_what_is_wrong_and_at_which_byte(string kind, string said)
    {
        var whole = Packed(Text(2000));
        byte[] bytes = kind switch
        {
            "half" => whole[..(whole.Length / 2)],
            "no checksum" => whole[..^8],
            "wrong checksum" => [.. whole[..^8], (byte)(whole[^8] ^ 1), .. whole[^7..]],
            "wrong length" => [.. whole[..^1], 1],
            "garbage behind" => [.. whole, 1, 2, 3],
            "damaged" => [.. whole[..100], .. Enumerable.Repeat((byte)0xFF, 100), .. whole[200..]],
            _ => [.. whole[..2], 9, .. whole[3..]],
        };
        Assert.Contains(said, Refusal(bytes), StringComparison.Ordinal);
        Assert.EndsWith("hint: Download or pack the file again; `gzip -t` tests it.", Refusal(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Zeros_behind_the_data_are_padding() =>
        Assert.Equal(Text(10), Gzip.Expand([.. Packed(Text(10)), .. new byte[512]], "a.gz", long.MaxValue));

    [Fact]
    public void A_header_with_every_optional_field_is_passed_over()
    {
        var packed = Packed(Text(10));
        byte[] header = [.. packed[..3], 2 + 4 + 8 + 16, .. packed[4..10], 3, 0, 7, 8, 9, (byte)'n', 0, (byte)'c', 0, 1, 2];
        Assert.Equal(Text(10), Gzip.Expand([.. header, .. packed[10..]], "a.gz", long.MaxValue));
        Assert.All(
            Enumerable.Range(2, header.Length - 2), length =>
                Assert.Contains("damaged", Refusal(header[..length]), StringComparison.Ordinal));
    }

    [Fact]
    public void The_checksum_is_that_of_zlib() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    [Fact]
    public void The_folded_checksum_is_that_of_one_byte_after_the_other_for_every_length()
    {
        var bytes = Enumerable.Range(0, 700).Select(n => (byte)((n * 151) ^ (n >> 3))).ToArray();

        Assert.All(
            Enumerable.Range(0, bytes.Length), length => Assert.Equal(Plain(bytes.AsSpan(0, length)), Crc32.Of(bytes.AsSpan(0, length))));
    }

    [Fact]
    public void The_folded_checksum_continues_from_any_other() =>
        Gen.Select(Gen.UInt, Gen.Byte.Array[0, 500]).Sample((before, bytes) => Plain(bytes, before) == Crc32.Of(bytes, before));

    static uint Plain(ReadOnlySpan<byte> bytes, uint before = 0) => ~Crc32.ByteByByte(bytes, ~before);

    [Fact]
    public void Half_a_file_is_refused_wherever_data_is_read()
    {
        var config = TinySet.Write(_folder);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet", "--set", "training.epochs=1").Exit);
        var half = Half("train.csv", File.ReadAllBytes(_folder.File("train.csv")));
        var ts = Half("a.ts", "@problemName p\n@classLabel true u v\n@data\n1,2,3:u\n2,3,4:v\n"u8.ToArray());
        var text = Half("a.txt", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("so be it then\n", 100))));
        _folder.Write("manifest.csv", $"path,label\n{Path.GetFileName(half)},u\n");
        string[][] commands =
        [
            ["init", half], ["data", "check", half], ["data", "convert", half, _folder.File("out.csv")],
                ["data", "convert", half, _folder.File("out.csv"), "--words", "label"],
            ["predict", _folder.File("run"), "--data", half], ["eval", _folder.File("run"), "--data", half],
            ["train", config, "--out", _folder.File("other"), "--set", $"data.train={half}"],
                ["train", config, "--out", _folder.File("other"), "--set", $"data.test={half}"],
            ["init", ts], ["data", "check", ts], ["init", text], ["data", "check", text], ["data", "check", _folder.File("manifest.csv")],
                ["init", _folder.File("manifest.csv")],
        ];
        Assert.All(commands, command =>
        {
            var refused = Rnn.Run(command);
            Assert.True(
                refused.Exit == 3
                && refused.Error.Contains("the gzip data is damaged", StringComparison.Ordinal),
                $"{string.Join(' ', command)}: {refused.Exit} {refused.Error}");
        });
        Assert.False(File.Exists(_folder.File("out.csv")));
    }

    static byte[] Text(int rows) =>
        Encoding.UTF8.GetBytes("seq,x,label\n" + string.Concat(Enumerable.Range(0, rows).Select(n => $"{n / 7},{n * n % 1013},u\n")));

    static byte[] Packed(byte[] bytes)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return bytes.Length > 0 ? to.ToArray() : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    static string Refusal(byte[] bytes) => Assert.Throws<DataException>(() => Gzip.Expand(bytes, "a.gz", long.MaxValue)).Message;

    string Half(string name, byte[] bytes)
    {
        var packed = Packed(bytes);
        File.WriteAllBytes(_folder.File(name + ".gz"), packed[..(packed.Length / 2)]);
        return _folder.File(name + ".gz");
    }
}
