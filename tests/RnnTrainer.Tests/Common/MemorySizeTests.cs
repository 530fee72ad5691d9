using RnnTrainer.Common;

namespace RnnTrainer.Tests.Common;

public sealed class MemorySizeTests
{
    [Theory]
    [InlineData("256MB", 256_000_000L, "256MB")]
    [InlineData("1.5 GB", 1_500_000_000L, "1500MB")]
    [InlineData("512KiB", 524_288L, "512KiB")]
    [InlineData("2k", null, null)]
    [InlineData("7kB", 7000L, "7KB")]
    [InlineData("1.2345KB", 1234L, "1.234KB")]
    [InlineData("0MB", null, null)]
    [InlineData("-1MB", null, null)]
    [InlineData("256 mb", null, null)]
    [InlineData("99999999TB", null, null)]
    public void A_size_is_read_and_written(string text, long? bytes, string? written)
    {
        var size = MemorySize.Parse(text);
        Assert.Equal(bytes, size?.Bytes);
        Assert.Equal(written, size?.ToString());
        Assert.Equal(size, written is null ? null : MemorySize.Parse(written));
    }
}
