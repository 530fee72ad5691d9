using System.Collections;

namespace RnnTrainer.Data.Storage;

/// <summary>A list whose items are made each time they are asked for, so that it takes no memory for them.</summary>
class MadeList<T>(int count, Func<int, T> make) : IReadOnlyList<T>
{
    public int Count => count;

    public T this[int n] => (uint)n < (uint)count ? make(n) : throw new ArgumentOutOfRangeException(nameof(n));

    public IEnumerator<T> GetEnumerator()
    {
        for (var n = 0; n < count; n++)
        {
            yield return make(n);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>
/// Sequences that are made each time they are asked for, such as the windows of a series; their lengths are known before.
/// </summary>
/// <param name="count">How many there are.</param>
/// <param name="length">T of each.</param>
/// <param name="make">Makes one.</param>
/// <param name="series">The series that each is a window of; null: it says so itself.</param>
sealed class MadeSequences(int count, Func<int, int> length, Func<int, Sequence> make, Func<int, string?>? series = null)
    : MadeList<Sequence>(count, make)
{
    /// <summary>T of sequence <paramref name="n"/>.</summary>
    public int LengthOf(int n) => length(n);

    /// <summary>The series that sequence <paramref name="n"/> is a window of; null: it is none.</summary>
    public string? SeriesOf(int n) => series is null ? this[n].Series : series(n);
}

/// <summary>What works on lists of sequences without making each of them.</summary>
static class SequenceLists
{
    /// <summary>T of sequence <paramref name="n"/>.</summary>
    public static int LengthOf(this IReadOnlyList<Sequence> sequences, int n) =>
        sequences is MadeSequences made ? made.LengthOf(n) : sequences[n].Length;

    /// <summary>The series that sequence <paramref name="n"/> is a window of; null: it is none.</summary>
    public static string? SeriesOf(this IReadOnlyList<Sequence> sequences, int n) =>
        sequences is MadeSequences made ? made.SeriesOf(n) : sequences[n].Series;

    /// <summary>The lengths of all sequences.</summary>
    public static IEnumerable<int> Lengths(this IReadOnlyList<Sequence> sequences) =>
        Enumerable.Range(0, sequences.Count).Select(sequences.LengthOf);

    /// <summary>The sequences of several lists, one list behind the other.</summary>
    public static IReadOnlyList<Sequence> Joined(IReadOnlyList<IReadOnlyList<Sequence>> lists)
    {
        var starts = new int[lists.Count + 1];
        for (var i = 0; i < lists.Count; i++)
        {
            starts[i + 1] = checked(starts[i] + lists[i].Count);
        }

        return lists.Count == 1 ? lists[0]
            : starts[^1] == 0 ? []
            : new MadeSequences(
                starts[^1],
                n => List(n, out var at).LengthOf(at),
                n => List(n, out var at)[at],
                n => List(n, out var at).SeriesOf(at));

        IReadOnlyList<Sequence> List(int n, out int at)
        {
            // Lists without sequences begin where the next one does: the last that begins at n or before is the one.
            var i = Array.BinarySearch(starts, n);
            i = i < 0 ? ~i - 1 : LastOf(i);
            at = n - starts[i];
            return lists[i];
        }

        int LastOf(int i)
        {
            while (i + 1 < starts.Length && starts[i + 1] == starts[i])
            {
                i++;
            }

            return i;
        }
    }

    /// <summary>The same number of sequences, each changed when it is asked for, but for its length.</summary>
    public static IReadOnlyList<Sequence> Changed(this IReadOnlyList<Sequence> sequences, Func<Sequence, Sequence> change) =>
        new MadeSequences(sequences.Count, sequences.LengthOf, n => change(sequences[n]), sequences.SeriesOf);
}
