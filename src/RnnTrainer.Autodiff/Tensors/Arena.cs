using System.Runtime.InteropServices;

namespace RnnTrainer.Autodiff.Tensors;

/// <summary>
/// Memory that is allocated in parts, zeroed and aligned to 64 bytes, and cleared or freed as a whole. Large blocks come from the system as
/// pages that take no memory until they are first written.
/// </summary>
sealed unsafe class Arena : IDisposable
{
    const nuint Alignment = 64;
    const long SmallestBlock = 1 << 16;
    const long LargestGrowth = 1 << 24;

    readonly List<(nint Start, long Size, nint Allocation)> _blocks = [];
    readonly List<(nint Start, long Size, nint Mapping, long Length)> _guarded = [];
    readonly bool _isGuarded = GuardedPages.IsOn;
    long _used;

    ~Arena() => Free();

    /// <summary>The bytes that were allocated.</summary>
    public long Taken { get; private set; }

    /// <summary>
    /// Allocates zeroed memory, which keeps its address until the arena is disposed. One vector after its end may be read too.
    /// </summary>
    public nint Take(long bytes)
    {
        var size = ((bytes + (long)Alignment - 1) / (long)Alignment * (long)Alignment) + (long)Alignment;
        Taken += size;
        if (_isGuarded && GuardedPages.Take(size) is { } pages)
        {
            _guarded.Add((pages.Start, size, pages.Mapping, pages.Length));
            return pages.Start;
        }

        if (_blocks.Count == 0 || _used + size > _blocks[^1].Size)
        {
            Grow(size);
        }

        var start = _blocks[^1].Start + (nint)_used;
        _used += size;
        return start;
    }

    /// <summary>Sets every allocated byte to zero.</summary>
    public void Clear()
    {
        foreach (var (start, size, _, _) in _guarded)
        {
            NativeMemory.Clear((void*)start, (nuint)size);
        }

        for (var n = 0; n < _blocks.Count; n++)
        {
            var (start, size, _) = _blocks[n];
            NativeMemory.Clear((void*)start, (nuint)(n == _blocks.Count - 1 ? _used : size));
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    void Grow(long size)
    {
        var next = _blocks.Count == 0 ? SmallestBlock : Math.Min(_blocks[^1].Size * 2, LargestGrowth);
        var block = Math.Max(size, next);
        var allocation = (nint)NativeMemory.AllocZeroed((nuint)block + Alignment);
        _blocks.Add(((allocation + (nint)Alignment - 1) & -(nint)Alignment, block, allocation));
        _used = 0;
    }

    void Free()
    {
        foreach (var (_, _, allocation) in _blocks)
        {
            NativeMemory.Free((void*)allocation);
        }

        foreach (var (_, _, mapping, length) in _guarded)
        {
            GuardedPages.Free(mapping, length);
        }

        _blocks.Clear();
        _guarded.Clear();
    }
}
