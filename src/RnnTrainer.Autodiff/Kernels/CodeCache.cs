using System.Collections.Concurrent;

namespace RnnTrainer.Autodiff.Kernels;

/// <summary>
/// Machine code by all that it depends on, for the whole process: a sweep, a comparison and a test of many models compile what they have in common once.
/// What the code does is told by its key alone, so nobody can see whether it was there already.
/// </summary>
sealed class CodeCache<TCode>
    where TCode : Delegate
{
    /// <summary>Pieces that are kept: with more the cache begins anew, and code that no graph holds is collected.</summary>
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
