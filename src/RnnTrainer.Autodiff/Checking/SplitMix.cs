namespace RnnTrainer.Autodiff;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014) as a hash: the n-th number of the stream that a key names. It has no state to keep.</summary>
public static class SplitMix
{
    /// <summary>64 random bits for (key, n).</summary>
    public static ulong Mix(ulong key, ulong n)
    {
        var z = unchecked((key * 0xD1342543DE82EF95) + ((n + 1) * 0x9E3779B97F4A7C15));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public static double Uniform(ulong key, ulong n) => (Mix(key, n) >> 11) * (1.0 / (1UL << 53));
}
