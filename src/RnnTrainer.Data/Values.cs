using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Data;

/// <summary>
/// Numbers that follow each other in a store, such as the rows of a sequence. It is a view: a slice shares the store, and nothing is
/// copied until <see cref="Span"/>, <see cref="CopyTo"/> or <see cref="ToArray"/> asks for the numbers.
/// </summary>
[CollectionBuilder(typeof(Values), nameof(Of))]
public sealed class Values : IReadOnlyList<double>
{
    const int Block = 1 << 13;

    readonly NumberStore? _store;
    readonly double[] _numbers; // empty if they are in a store
    readonly long _from;

    Values(double[] numbers, long from, int length) => (_numbers, _from, Length) = (numbers, from, length);

    internal Values(NumberStore store, long from, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        (_store, _numbers, _from, Length) = (store, [], from, length);
    }

    /// <summary>How many numbers there are.</summary>
    public int Length { get; }

    /// <inheritdoc/>
    public int Count => Length;

    /// <summary>The numbers: those of the store itself where it can show them, else a copy that this call makes.</summary>
    public ReadOnlySpan<double> Span
    {
        get
        {
            double[]? copy = null;
            return SpanOr(ref copy);
        }
    }

    /// <summary>One of the numbers. Of a store that is not an array each call reads; read many through <see cref="Span"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number.</exception>
    public double this[int n]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(n);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(n, Length);
            if (_store is null)
            {
                return _numbers[_from + n];
            }

            var number = 0.0;
            _store.Read(_from + n, new Span<double>(ref number));
            return number;
        }
    }

    /// <summary>A view of an array, which is not copied.</summary>
    [return: NotNullIfNotNull(nameof(numbers))]
    public static implicit operator Values?(double[]? numbers) => numbers is null ? null : new(numbers, 0, numbers.Length);

    /// <summary>A copy of the numbers given.</summary>
    public static Values Of(ReadOnlySpan<double> numbers)
    {
        var copy = numbers.ToArray();
        return new Values(copy, 0, copy.Length);
    }

    /// <summary>A view of <paramref name="count"/> numbers from number <paramref name="from"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such numbers.</exception>
    public Values Slice(int from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length - from);
        return _store is null ? new Values(_numbers, _from + from, count) : new Values(_store, _from + from, count);
    }

    /// <summary>Copies all numbers to the beginning of a span.</summary>
    /// <exception cref="ArgumentException">The span is shorter.</exception>
    public void CopyTo(Span<double> to)
    {
        if (_store is null)
        {
            Span.CopyTo(to);
        }
        else
        {
            _store.Read(_from, to[..Length]);
        }
    }

    /// <summary>A copy of the numbers.</summary>
    public double[] ToArray()
    {
        var copy = new double[Length];
        CopyTo(copy);
        return copy;
    }

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator()
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

    /// <summary>
    /// The same as <see cref="Span"/>, with a copy in a buffer, which grows as needed: for many that are read one after the other.
    /// </summary>
    internal ReadOnlySpan<double> SpanOr(scoped ref double[]? buffer)
    {
        if (_store is null)
        {
            return _numbers.AsSpan((int)_from, Length);
        }

        if (_store.TryShow(_from, Length, out var shown))
        {
            return shown;
        }

        if (buffer is null || buffer.Length < Length)
        {
            buffer = new double[Length];
        }

        _store.Read(_from, buffer.AsSpan(0, Length));
        return buffer.AsSpan(0, Length);
    }

    /// <summary>
    /// All numbers in blocks, so that a pass over a store that is not an array holds one block at a time. A block is good until the next
    /// one is asked for.
    /// </summary>
    /// <param name="columns">K: a block holds whole rows.</param>
    internal IEnumerable<ReadOnlyMemory<double>> Blocks(int columns = 1)
    {
        if (_store is null)
        {
            yield return _numbers.AsMemory((int)_from, Length);
            yield break;
        }

        var block = new double[Math.Min(Math.Max(1, Block / columns) * columns, Length)];
        for (var first = 0; first < Length; first += block.Length)
        {
            var part = block.AsMemory(0, Math.Min(block.Length, Length - first));
            _store.Read(_from + first, part.Span);
            yield return part;
        }
    }

    /// <summary>Whether one of them is NaN.</summary>
    internal bool HasNaN() => Blocks().Any(block => block.Span.ContainsAnyExceptInRange(double.NegativeInfinity, double.PositiveInfinity));

    /// <summary>The same numbers as another store has them, at the same places.</summary>
    internal Values In(Func<NumberStore, NumberStore> change) => new(change(_store ?? new ArrayStore(_numbers)), _from, Length);
}
