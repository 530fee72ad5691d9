using System.Text;

namespace RnnTrainer.Data;

/// <summary>
/// Random numbers that depend on (seed, purpose, index) and on nothing else: the same on every machine, with no state to save.
/// SplitMix64: Steele, Lea, Flood, «Fast splittable pseudorandom number generators», OOPSLA 2014.
/// </summary>
/// <param name="seed">The run's seed.</param>
/// <param name="purpose">What the numbers are for, so that two uses never share a stream.</param>
/// <param name="index">Which of its streams: an epoch, say.</param>
public sealed class RandomStream(long seed, string purpose, long index)
{
    const ulong Golden = 0x9E3779B97F4A7C15;

    ulong state = Mix(Mix(unchecked((ulong)seed + Golden)) ^ Hash(purpose)) ^ Mix(unchecked((ulong)index * Golden));

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(unchecked(state += Golden));

    /// <summary>Uniform in 0 … <paramref name="bound"/> − 1, without bias.</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var most = ulong.MaxValue - (ulong.MaxValue % (ulong)bound);
        ulong bits;
        do
            bits = NextBits();
        while (bits >= most);
        return (int)(bits % (ulong)bound);
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>64 bits that depend on every bit of the text's UTF-8 form: FNV-1a, then mixed.</summary>
    public static ulong Hash(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var b in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ b) * 0x100000001B3);
        return Mix(hash);
    }

    /// <summary>SplitMix64's finaliser, a bijection of 64 bits.</summary>
    public static ulong Mix(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
