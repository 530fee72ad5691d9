using System.Text;

namespace RnnTrainer.Common;

/// <summary>
/// Random numbers that depend on (seed, purpose, index) and on nothing else: they are the same on every machine, and there is no state to
/// save. SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
/// </summary>
/// <param name="seed">The run's seed.</param>
/// <param name="purpose">What the numbers are for, so that two uses never share a stream.</param>
/// <param name="index">The number of the stream among those of one purpose, such as the epoch.</param>
sealed class RandomStream(long seed, string purpose, long index)
{
    const ulong Golden = 0x9E3779B97F4A7C15;
    const double Ulp = 1.0 / (1UL << 53);

    ulong _state = Mix(Mix(unchecked((ulong)seed + Golden)) ^ Hash(purpose)) ^ Mix(unchecked((ulong)index * Golden));

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => NextBits(ref _state);

    /// <summary>A uniform number from 0 to <paramref name="bound"/> − 1, without bias.</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var most = ulong.MaxValue - (ulong.MaxValue % (ulong)bound);
        ulong bits;
        do
        {
            bits = NextBits();
        }
        while (bits >= most);

        return (int)(bits % (ulong)bound);
    }

    /// <summary>A uniform number in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => Fraction(NextBits());

    /// <summary>A number from the standard normal distribution: mean 0, variance 1.</summary>
    public double NextNormal() => Normal(NextDouble(), NextDouble());

    /// <summary>Puts items into a random order (Fisher–Yates).</summary>
    public void Shuffle<T>(T[] items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>64 random bits of a stream whose state the caller keeps.</summary>
    public static ulong NextBits(ref ulong state) => Mix(unchecked(state += Golden));

    /// <summary>64 random bits for (key, n): the n-th number of a stream that can be read at any place.</summary>
    public static ulong BitsAt(ulong key, ulong n) => Mix(unchecked((key * 0xD1342543DE82EF95) + ((n + 1) * Golden)));

    /// <summary>A uniform number in [0, 1) for (key, n).</summary>
    public static double At(ulong key, ulong n) => Fraction(BitsAt(key, n));

    /// <summary>A number from the standard normal distribution for (key, n).</summary>
    public static double NormalAt(ulong key, ulong n) => Normal(At(key, unchecked(2 * n)), At(key, unchecked((2 * n) + 1)));

    /// <summary>64 bits that depend on every bit of the text's UTF-8 form: FNV-1a, then mixed.</summary>
    public static ulong Hash(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ b) * 0x100000001B3);
        }

        return Mix(hash);
    }

    /// <summary>The finalizer of SplitMix64, a bijection of 64 bits.</summary>
    public static ulong Mix(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    // Box and Muller.
    static double Normal(double u, double v) => Math.Sqrt(-2 * Math.Log(1 - u)) * Math.Cos(2 * Math.PI * v);

    static double Fraction(ulong bits) => (bits >> 11) * Ulp;
}
