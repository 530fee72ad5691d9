using System.Text;
using RnnTrainer.Data.Files;

namespace RnnTrainer.Tests.Data;

/// <summary>Records of a text that is still being written.</summary>
public sealed class LiveRecordsTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "1:a,b\n|2:1,2\n")]
    [InlineData("a,b\n\n1,2", "1:a,b\n|2:\n|3:1,2")]
    [InlineData("a,b\r\n\"x\ny\",2\r\n3,4\n", "1:a,b\r\n|2:\"x\ny\",2\r\n|4:3,4\n")]
    [InlineData("a,b\n\"say \"\"x\ny\"\"\",2\n3,4\n", "1:a,b\n|2:\"say \"\"x\ny\"\"\",2\n|4:3,4\n")]
    [InlineData("a;b\n5\" pipe;2\n3; \"x\n\"\n", "1:a;b\n|2:5\" pipe;2\n|3:3; \"x\n\"\n")]
    [InlineData("w\tt\n\"\tPUNCT\nx\tNOUN\n", "1:w\tt\n|2:\"\tPUNCT\n|3:x\tNOUN\n")]
    [InlineData("w\tt\n\"x\ny\"\tNOUN\nz\tNOUN\n", "1:w\tt\n|2:\"x\ny\"\tNOUN\n|4:z\tNOUN\n")]
    [InlineData("", "")]
    public void A_record_ends_with_its_line_unless_a_quote_is_open(string text, string expected)
    {
        foreach (var size in new[] { 1, 2, 3, 1000 })
        {
            var records = new LiveRecords(new Slow(text, size), hasQuotes: true, CancellationToken.None).Read();
            Assert.Equal(expected, string.Join('|', records.Select(r => $"{r.Line}:{Encoding.UTF8.GetString(r.Bytes)}")));
        }
    }

    [Fact]
    public void Without_quotes_each_line_is_a_record() => Assert.Equal(
        ["\"a\n", "b\"\n"],
        new LiveRecords(new Slow("\"a\nb\"\n", 2), hasQuotes: false, CancellationToken.None).Read().Select(r => Encoding.UTF8.GetString(r.Bytes)));

    /// <summary>Gives some bytes at a time.</summary>
    sealed class Slow(string text, int size) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(size, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(size, count));
    }
}
