using System.Text;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Passes;
using RnnTrainer.Data.Profiling;

namespace RnnTrainer.Tests.Data;

/// <summary>A sample has whole rows that follow each other, below the header.</summary>
public sealed class RowSampleTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(43)]
    public void The_rows_around_a_place_have_it_in_their_middle(int most)
    {
        const int Rows = 150;
        var text = Encoding.UTF8.GetBytes("n,\"x, y\"\n" + string.Concat(Enumerable.Range(0, Rows).Select(n => $"{n},\"a\nb{n}\"\n")));
        for (var row = 0; row < Rows; row++)
        {
            var sample = RowSample.Around(text, PlaceOf(row, text), most, 1 << 20);
            var lines = Encoding.UTF8.GetString(sample.Text).Split('\n');
            var (first, last) = (Math.Max(0, row - (most / 2)), Math.Min(Rows, row + (most / 2)) - 1);

            Assert.Equal("n,\"x, y\"", lines[0]);
            Assert.Equal($"{first},\"a", lines[1]);
            Assert.Equal($"b{last}\"", lines[^2]);
        }
    }

    [Fact]
    public void The_first_rows_end_with_a_whole_block()
    {
        var text = Encoding.UTF8.GetBytes("a,k,x\n" + string.Concat(Enumerable.Range(0, 100).Select(n => $"{n},s{n / 8},{n % 5}\n")));

        Assert.EndsWith("39,s4,4\n", Encoding.UTF8.GetString(RowSample.First(text, 43, 1 << 20).Text), StringComparison.Ordinal);
        Assert.Equal(text, RowSample.First(text, 100, 1 << 20).Text);
    }

    /// <summary>Where a row is when the text is cut into blocks of 128 bytes.</summary>
    static SamplePlace PlaceOf(int row, byte[] text)
    {
        var (blocks, block, passed) = (new TextBlocks(new MemoryStream(text), 128), new TextBlock(), -1); // the header is no row
        while (blocks.TryTake(block))
        {
            var rows = block.Rows.Span.Count("\"\n"u8);
            if (passed + rows > row)
            {
                return new SamplePlace(block.Before, block.Offset, row - Math.Max(0, passed));
            }

            passed += rows;
        }

        throw new InvalidOperationException("there is no such row");
    }
}
