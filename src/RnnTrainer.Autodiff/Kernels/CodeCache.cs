using System.Collections.Concurrent;

namespace RnnTrainer.Autodiff.Kernels;

/// <summary>
/// Machine code by a key that names all it depends on, for the whole process: the models of a sweep, a comparison or a test compile what
/// they have in common once.
/// </summary>
sealed class CodeCache<TCode>
    where TCode : Delegate
{
    /// <summary>The largest number of entries. Beyond it the cache is cleared, and code that no graph uses is collected.</summary>
    const int Most = 4096;

    readonly ConcurrentDictionary<string, Lazy<TCode>> _code = new(StringComparer.Ordinal);

    public TCode Get(string key, Func<TCode> emit)
    {
        if (_code.TryGetValue(key, out var known))
        {
            return known.Value;
        }

        if (_code.Count >= Most)
        {
            _code.Clear();
        }

        return _code.GetOrAdd(key, _ => new Lazy<TCode>(emit)).Value;
    }
}
