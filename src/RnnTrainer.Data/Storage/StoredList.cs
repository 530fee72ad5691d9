using System.Runtime.CompilerServices;

namespace RnnTrainer.Data.Storage;

/// <summary>
/// A list of any length that is appended to and then read: chunks of equal size, in memory or in the temporary file as <see cref="Spill"/>
/// has room. Any number of threads may read while none appends.
/// </summary>
sealed class StoredList<T>(Spill spill)
    where T : unmanaged
{
    /// <summary>The number of items in a chunk that is full.</summary>
    public const int ChunkLength = 1 << 16;

    const int Least = 16;

    readonly List<(T[]? Items, long At)> _full = [];
    T[] _last = [];
    int _used; // of the last chunk

    /// <summary>The number of items.</summary>
    public long Count => ((long)_full.Count * ChunkLength) + _used;

    /// <summary>An item.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public T this[long n]
    {
        get
        {
            var item = default(T);
            CopyTo(n, new Span<T>(ref item));
            return item;
        }
    }

    /// <summary>Appends an item.</summary>
    public void Add(T item) => AddRange([item]);

    /// <summary>Appends items.</summary>
    /// <exception cref="IOException">They do not fit into memory, and the temporary file cannot be written.</exception>
    public void AddRange(ReadOnlySpan<T> items)
    {
        while (!items.IsEmpty)
        {
            if (_used == ChunkLength)
            {
                Finish();
            }

            var taken = Math.Min(items.Length, ChunkLength - _used);
            if (_used + taken > _last.Length)
            {
                Array.Resize(ref _last, Math.Min(ChunkLength, Math.Max(_used + taken, Math.Max(Least, 2 * _last.Length))));
            }

            items[..taken].CopyTo(_last.AsSpan(_used));
            _used += taken;
            items = items[taken..];
        }
    }

    /// <summary>Copies the items from place <paramref name="from"/> on until the span is full.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The list ends before.</exception>
    public void CopyTo(long from, Span<T> to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, Count - to.Length);
        while (!to.IsEmpty)
        {
            var (c, at) = ((int)(from / ChunkLength), (int)(from % ChunkLength));
            var taken = Math.Min(to.Length, ChunkLength - at);
            var (items, file) = c < _full.Count ? _full[c] : (_last, 0);
            if (items is not null)
            {
                items.AsSpan(at, taken).CopyTo(to);
            }
            else
            {
                spill.Read(file + ((long)at * Size), to[..taken]);
            }

            from += taken;
            to = to[taken..];
        }
    }

    /// <summary>Copies items of rows that are not together in the list, or in another order, until the span is full.</summary>
    /// <param name="places">Of each row its place among the rows of the list.</param>
    /// <param name="width">The items of a row.</param>
    /// <param name="from">The place of the first item among those of the rows.</param>
    public void CopyRows(long[] places, int width, long from, Span<T> to)
    {
        while (!to.IsEmpty)
        {
            var (row, k) = Math.DivRem(from, width);
            var taken = Math.Min(to.Length, width - (int)k);
            CopyTo((places[row] * width) + k, to[..taken]);
            from += taken;
            to = to[taken..];
        }
    }

    /// <summary>The items from place <paramref name="from"/> on, if they are together in memory.</summary>
    public bool TryShow(long from, int count, out ReadOnlySpan<T> shown)
    {
        var (c, at) = ((int)(from / ChunkLength), (int)(from % ChunkLength));
        var items = at + count <= ChunkLength && from + count <= Count ? (c < _full.Count ? _full[c].Items : _last) : null;
        shown = items is null ? default : items.AsSpan(at, count);
        return items is not null;
    }

    /// <summary>A copy of the items from place <paramref name="from"/> on.</summary>
    public T[] ToArray(long from, int count)
    {
        var items = new T[count];
        CopyTo(from, items);
        return items;
    }

    static int Size => Unsafe.SizeOf<T>();

    void Finish()
    {
        if (spill.TryTake((long)ChunkLength * Size))
        {
            _full.Add((_last, 0));
            _last = GC.AllocateUninitializedArray<T>(ChunkLength);
        }
        else
        {
            _full.Add((null, spill.Write<T>(_last)));
        }

        _used = 0;
    }
}
