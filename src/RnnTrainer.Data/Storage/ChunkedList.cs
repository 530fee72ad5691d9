namespace RnnTrainer.Data.Storage;

/// <summary>A list of any length that grows by chunks of equal size: nothing is copied, and at most a chunk is not used.</summary>
sealed class ChunkedList<T>
{
    /// <summary>The number of items in a chunk that is full.</summary>
    public const int ChunkLength = 1 << 16;

    const int Least = 16;

    readonly List<T[]> _full = [];
    T[] _last = [];
    int _used; // of the last chunk

    /// <summary>The number of items.</summary>
    public long Count => ((long)_full.Count * ChunkLength) + _used;

    /// <summary>An item.</summary>
    public T this[long n] => Chunk(n)[(int)(n % ChunkLength)];

    /// <summary>Adds an item.</summary>
    public void Add(T item) => AddRange([item]);

    /// <summary>Adds items.</summary>
    public void AddRange(ReadOnlySpan<T> items)
    {
        while (!items.IsEmpty)
        {
            if (_used == ChunkLength)
            {
                _full.Add(_last);
                (_last, _used) = (GC.AllocateUninitializedArray<T>(ChunkLength), 0);
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
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public void CopyTo(long from, Span<T> to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, Count - to.Length);
        while (!to.IsEmpty)
        {
            var at = (int)(from % ChunkLength);
            var taken = Math.Min(to.Length, ChunkLength - at);
            Chunk(from).AsSpan(at, taken).CopyTo(to);
            from += taken;
            to = to[taken..];
        }
    }

    /// <summary>The items from place <paramref name="from"/> on.</summary>
    public T[] ToArray(long from, int count)
    {
        var items = new T[count];
        CopyTo(from, items);
        return items;
    }

    T[] Chunk(long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(n, Count);
        return n / ChunkLength is var c && c < _full.Count ? _full[(int)c] : _last;
    }
}

/// <summary>Numbers of a list that is no longer added to.</summary>
sealed class ChunkedStore(ChunkedList<double> numbers) : NumberStore
{
    public override void Read(long from, Span<double> to) => numbers.CopyTo(from, to);
}
