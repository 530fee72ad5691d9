using System.Buffers.Binary;
using System.Text;
using CsCheck;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Tests.Training;

public sealed class SafeTensorsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back()
    {
        var content = new SafeTensors(
            new Dictionary<string, string> { ["format"] = "x", ["labels"] = "ä\"\n😀" },
            [
                new("w", [2, 3], new float[] { 1, -2, 3.5f, 0, -0f, float.Epsilon }),
                new("b", [], new[] { Math.PI }),
                new("n", [0, 4], Array.Empty<long>()),
                new("i", [2], new[] { long.MinValue, 7 }),
            ]);
        SafeTensorsWriter.Write(At("a.safetensors"), content);
        var read = SafeTensorsReader.Read(At("a.safetensors"));
        Assert.Equal(content.Metadata, read.Metadata);
        Assert.Equal(["b", "i", "n", "w"], read.Tensors.Select(t => t.Name));
        Assert.All(read.Tensors, t =>
        {
            var expected = content.Tensors.Single(e => e.Name == t.Name);
            Assert.Equal(expected.Shape, t.Shape);
            Assert.Equal(expected.Data, t.Data);
        });
    }

    // Made by hand from the format's page: length 64, header padded with spaces, one F32 of 1.5.
    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        SafeTensorsWriter.Write(At("a.safetensors"), new(new Dictionary<string, string>(), [new("x", [1], new[] { 1.5f })]));
        var header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}".PadRight(56);
        byte[] expected = [56, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(header), 0, 0, 0xC0, 0x3F];
        Assert.Equal(expected, File.ReadAllBytes(At("a.safetensors")));
    }

    [Theory]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "not JSON")]
    [InlineData("{\"x\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}", "known are F32, F64 and I64")]
    [InlineData("{\"x\":{\"dtype\":7,\"shape\":[1],\"data_offsets\":[0,4]}}", "number format 7")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", "2 entries of 4 bytes but 4 bytes")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}", "too large")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[1e400],\"data_offsets\":[0,4]}}", "not a size")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "not a size")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", "not a begin and an end")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", "not a begin and an end")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "begins at byte 4")]
    [InlineData(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "begins at byte 0")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}", "cover 0 bytes")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[1]}}", "must hold dtype, shape and data_offsets")]
    [InlineData("{\"x\":3}", "not an object")]
    [InlineData("{\"__metadata__\":{\"a\":1},\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "something else than texts")]
    [InlineData("{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "not JSON")]
    public void A_header_that_lies_is_refused(string header, string reason) =>
        Assert.Contains(reason, Refused(Bytes(header, [0, 0, 0x80, 0x3F])), StringComparison.Ordinal);

    [Theory]
    [InlineData(0ul)]
    [InlineData(9ul)]
    [InlineData(100_000_001ul)]
    [InlineData(ulong.MaxValue)]
    public void A_header_length_beyond_the_file_is_refused_before_anything_is_allocated(ulong length)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Assert.Contains($"header of {length} bytes in a file of 16", Refused(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_refused() =>
        Assert.Contains(
            "entry 0 of 'x' is NaN", Refused(Bytes("{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", [0, 0, 0xC0, 0x7F])),
            StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_a_folder_and_an_empty_file_are_refused()
    {
        Assert.Contains(
            "no such file", Assert.Throws<CheckpointException>(() => SafeTensorsReader.Read(At("none"))).Message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => SafeTensorsReader.Read(_folder.Path));
        Assert.Contains("0 bytes", Refused([]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused_and_nothing_else_happens()
    {
        SafeTensorsWriter.Write(
            At("good"),
            new(new Dictionary<string, string> { ["a"] = "b" }, [new("x", [2, 2], new double[4]), new("y", [3], new float[3])]));
        var good = File.ReadAllBytes(At("good"));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample(
            (at, value, length) =>
            {
                var bad = good[..length];
                if (at < length)
                {
                    bad[at] = value;
                }

                var path = At($"{Guid.NewGuid():N}");
                File.WriteAllBytes(path, bad);
                try
                {
                    SafeTensorsReader.Read(path);
                }
                catch (CheckpointException)
                {
                    // The one documented exception.
                }
            },
            iter: 2000);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_no_other()
    {
        _folder.Write("a", "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(At("a"), _ => throw new InvalidOperationException()));
        Assert.Equal("old", File.ReadAllText(At("a")));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Two_tensors_of_one_name_are_not_written() =>
        Assert.Throws<ArgumentException>(() =>
            SafeTensorsWriter.Write(
                At("a"), new(new Dictionary<string, string>(), [new("x", [1], new float[1]), new("x", [1], new float[1])])));

    string At(string name) => _folder.File(name);

    string Refused(byte[] bytes)
    {
        File.WriteAllBytes(At("bad"), bytes);
        return Assert.Throws<CheckpointException>(() => SafeTensorsReader.Read(At("bad"))).Problem;
    }

    static byte[] Bytes(string header, byte[] data)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        return [.. bytes, .. Encoding.ASCII.GetBytes(header), .. data];
    }
}
