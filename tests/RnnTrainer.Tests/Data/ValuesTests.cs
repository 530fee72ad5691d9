using RnnTrainer.Data;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Tests.Data;

/// <summary>Views of numbers, of an array and of a store that makes them when they are read.</summary>
public sealed class ValuesTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(3, 1)]
    [InlineData(7, 0)]
    [InlineData(2, 20_000)]
    public void A_view_of_a_store_is_what_a_view_of_an_array_is(int from, int count)
    {
        double[] numbers = [.. Enumerable.Range(0, 30_000).Select(n => (double)n)];
        Values array = numbers;
        var (store, slice) = (new Values(new Places(), 0, numbers.Length).Slice(from, count), array.Slice(from, count));

        Assert.Equal(numbers[from..(from + count)], store.ToArray());
        Assert.Equal(store.ToArray(), slice.ToArray());
        Assert.True(slice.SequenceEqual(store));
        Assert.True(slice.Span.SequenceEqual(store.Span));
        Assert.True(slice.Select((x, n) => slice[n]).SequenceEqual(store.Select((x, n) => store[n])));
    }

    [Fact]
    public void A_buffer_holds_the_numbers_of_one_view_after_the_other_and_an_array_needs_none()
    {
        double[]? buffer = null;
        var store = new Values(new Places(), 0, 100);
        Values array = new double[] { 1, 2, 3 };

        Assert.True(array.SpanOr(ref buffer).SequenceEqual([1, 2, 3]));
        Assert.Null(buffer);
        Assert.All([(0, 5), (90, 10), (7, 3), (50, 0)], view =>
        {
            var slice = store.Slice(view.Item1, view.Item2);
            Assert.True(slice.SpanOr(ref buffer).SequenceEqual(slice.ToArray()));
        });
        Assert.Equal(10, buffer!.Length);
    }

    [Fact]
    public void A_view_of_an_array_shows_what_is_written_to_the_array_later_and_a_copy_does_not()
    {
        double[] numbers = [1, 2, 3];
        Values values = numbers;
        var copy = Values.Of(numbers);
        numbers[1] = 7;

        Assert.Equal(7, values[1..2][0]);
        Assert.Equal(2, copy[1]);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 4)]
    [InlineData(3, 1)]
    [InlineData(0, -1)]
    public void A_slice_beyond_the_view_is_refused(int from, int count)
    {
        Values values = new double[] { 0, 1, 2 };
        Assert.Throws<ArgumentOutOfRangeException>(() => values.Slice(from, count));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Values(new Places(), 0, 3).Slice(from, count));
    }

    [Fact]
    public void Blocks_hold_whole_rows()
    {
        const int K = 7;
        var values = new Values(new Places(), 0, K * 5000);
        var blocks = values.Blocks(K).Select(b => b.ToArray()).ToList();

        Assert.All(blocks, b => Assert.Equal(0, b.Length % K));
        Assert.True(blocks.Count > 1);
        Assert.True(values.SequenceEqual(blocks.SelectMany(b => b)));
    }

    [Fact]
    public void A_missing_number_is_found_in_any_block()
    {
        var numbers = new double[20_011];
        numbers[^1] = double.NaN;
        Values values = numbers;

        Assert.True(values.HasNaN());
        Assert.False(values[..^1].HasNaN());
        Assert.True(values.In(store => new ScaledStore(store, [1], [3])).HasNaN());
        Assert.False(Values.Of([double.PositiveInfinity, 0]).HasNaN());
    }

    [Fact]
    public void Numbers_are_scaled_by_their_column_wherever_a_view_begins()
    {
        Values values = new double[] { 1, 20, 300, 4, 50, 600, 7, 80, 900 };
        var scaled = values.Slice(3, 6).In(store => new ScaledStore(store, [1, 10, 100], [3, 20, 250]));

        Assert.Equal([1, 2, 2, 2, 3.5, 3.2], scaled.ToArray());
    }

    /// <summary>A store that is no array: each number is its place.</summary>
    sealed class Places : NumberStore
    {
        public override void Read(long from, Span<double> to)
        {
            for (var n = 0; n < to.Length; n++)
            {
                to[n] = from + n;
            }
        }
    }
}
