using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Data;

/// <summary>Whole numbers that follow each other, such as the symbols of a sequence. It is a view: a slice shares them.</summary>
[CollectionBuilder(typeof(StepSymbols), nameof(Of))]
public sealed class StepSymbols : IReadOnlyList<int>
{
    const int Block = 1 << 12;

    readonly CodeStore? _store;
    readonly int[] _numbers; // empty if they are in a store
    readonly long _from;

    StepSymbols(int[] numbers, long from, int length) => (_numbers, _from, Length) = (numbers, from, length);

    internal StepSymbols(CodeStore store, long from, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        (_store, _numbers, _from, Length) = (store, [], from, length);
    }

    /// <summary>How many numbers there are.</summary>
    public int Length { get; }

    /// <inheritdoc/>
    public int Count => Length;

    /// <summary>One of the numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number.</exception>
    public int this[int n]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(n);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(n, Length);
            return _store is null ? _numbers[_from + n] : _store.At(_from + n);
        }
    }

    /// <summary>A view of an array, which is not copied.</summary>
    [return: NotNullIfNotNull(nameof(numbers))]
    public static implicit operator StepSymbols?(int[]? numbers) => numbers is null ? null : new(numbers, 0, numbers.Length);

    /// <summary>A copy of the numbers given.</summary>
    public static StepSymbols Of(ReadOnlySpan<int> numbers) => new(numbers.ToArray(), 0, numbers.Length);

    /// <summary>A view of <paramref name="count"/> numbers from number <paramref name="from"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such numbers.</exception>
    public StepSymbols Slice(int from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length - from);
        return _store is null ? new StepSymbols(_numbers, _from + from, count) : new StepSymbols(_store, _from + from, count);
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator()
    {
        foreach (var block in Blocks())
        {
            for (var n = 0; n < block.Length; n++)
            {
                yield return block.Span[n];
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Copies the numbers from <paramref name="from"/> on until the span is full.</summary>
    internal void CopyTo(int from, Span<int> to)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to.Length, Length - from);
        if (_store is null)
        {
            _numbers.AsSpan((int)_from + from, to.Length).CopyTo(to);
            return;
        }

        for (var n = 0; n < to.Length; n++)
        {
            to[n] = _store.At(_from + from + n);
        }
    }

    /// <summary>All numbers in blocks of whole rows, each good until the next one is asked for.</summary>
    /// <param name="columns">The numbers of a row.</param>
    internal IEnumerable<ReadOnlyMemory<int>> Blocks(int columns = 1)
    {
        if (_store is null)
        {
            yield return _numbers.AsMemory((int)_from, Length);
            yield break;
        }

        var block = new int[Math.Min(Math.Max(1, Block / columns) * columns, Length)];
        for (var first = 0; first < Length; first += block.Length)
        {
            var part = block.AsMemory(0, Math.Min(block.Length, Length - first));
            _store.Read(_from + first, part.Span);
            yield return part;
        }
    }

    /// <summary>One of several columns.</summary>
    /// <param name="width">The number of columns.</param>
    internal StepSymbols Column(int column, int width)
    {
        if (width == 1)
        {
            return this;
        }

        var rows = Length / width;
        if (_store is not null)
        {
            return new StepSymbols(new ColumnCodes(_store, _from + column, width), 0, rows);
        }

        var numbers = new int[rows];
        for (var t = 0; t < rows; t++)
        {
            numbers[t] = this[(t * width) + column];
        }

        return numbers;
    }
}
