using System.Runtime.CompilerServices;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>
/// A batch of sequences of unequal lengths, longest first, without padding: step t has the rows of the first N(t) examples, and the rows of
/// all steps follow one another.
/// </summary>
sealed class SequenceLengths
{
    readonly int[] _lengths;
    readonly int[] _rows;
    readonly int[] _offsets;

    /// <param name="lengths">Steps of each example, at least 1, never increasing.</param>
    public SequenceLengths(IReadOnlyList<int> lengths)
    {
        _lengths = [.. lengths];
        if (_lengths.Length == 0 || _lengths[^1] < 1 || !_lengths.SequenceEqual(_lengths.OrderDescending()))
        {
            throw new ArgumentException(
                $"Lengths must be positive and sorted, longest first: {string.Join(", ", lengths)}.", nameof(lengths));
        }

        _rows = new int[_lengths[0]];
        _offsets = new int[_lengths[0] + 1];
        var running = _lengths.Length;
        for (var t = 0; t < Steps; t++)
        {
            while (_lengths[running - 1] <= t)
            {
                running--;
            }

            _rows[t] = running;
            _offsets[t + 1] = _offsets[t] + running;
        }
    }

    /// <summary>B examples of T steps each.</summary>
    public static SequenceLengths Equal(int batch, int steps) => new([.. Enumerable.Repeat(steps, batch)]);

    /// <summary>B, the number of examples.</summary>
    public int Batch => _lengths.Length;

    /// <summary>T, the length of the longest example.</summary>
    public int Steps => _lengths[0];

    /// <summary>The number of rows of all steps together.</summary>
    public int Total => _offsets[^1];

    public int this[int example] => _lengths[example];

    /// <summary>N(t), how many examples have a step t.</summary>
    public int Rows(int t) => t < _rows.Length ? _rows[t] : 0;

    /// <summary>The row at which step t begins.</summary>
    public int Offset(int t) => _offsets[t];

    /// <summary>The steps from one up to another, of the examples that have some of them.</summary>
    internal SequenceLengths Between(int from, int to) =>
        from == 0 && to == Steps ? this : new([.. _lengths.Take(Rows(from)).Select(length => Math.Min(length, to) - from)]);

    /// <summary>A worker's examples: equal shares of the rows of all steps, as nearly as whole examples allow.</summary>
    internal (int Low, int High) Slice(int worker, int workers) => (Boundary(worker, workers), Boundary(worker + 1, workers));

    /// <summary>The end of the time block that begins at a step: it has at most this number of rows, but at least one step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int EndOfTimeBlock(int start, int rows)
    {
        var end = start + 1;
        while (end < Steps && Offset(end + 1) - Offset(start) <= rows)
        {
            end++;
        }

        return end;
    }

    /// <summary>The first step of the time block that ends before this step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int StartOfTimeBlock(int end, int rows)
    {
        var start = end - 1;
        while (start > 0 && Offset(end) - Offset(start - 1) <= rows)
        {
            start--;
        }

        return start;
    }

    /// <summary>The end of the stretch of steps whose rows, and those of the steps before them, are contiguous.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int EndOfStretch(int start, int end)
    {
        var next = start + 1;
        while (next < end && Rows(next) == Rows(start) && (next == 1 || Rows(next - 2) == Rows(next - 1)))
        {
            next++;
        }

        return next;
    }

    int Boundary(int worker, int workers)
    {
        if (worker == 0 || worker == workers)
        {
            return worker == 0 ? 0 : Batch;
        }

        var (share, low, sum) = ((long)Total * worker / workers, 0, 0L);
        while (low < Batch && sum + (_lengths[low] / 2) < share)
        {
            sum += _lengths[low++];
        }

        return low;
    }
}
