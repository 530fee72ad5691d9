namespace RnnTrainer.Data.Encodings;

/// <summary>
/// Quantiles of numbers that need not fit into memory: each pass counts the next 16 bits of the numbers whose higher bits are those of the
/// rank that is looked for, so that four passes find it.
/// </summary>
static class Quantiles
{
    const int Bits = 16;

    /// <summary>The quantiles, between two numbers by linear interpolation; null where there are no numbers.</summary>
    /// <param name="numbers">Read several times; NaN is passed over.</param>
    /// <param name="fractions">Of each quantile, 0 to 1.</param>
    public static double[]? Of(IEnumerable<double> numbers, IReadOnlyList<double> fractions)
    {
        var count = numbers.LongCount(x => !double.IsNaN(x));
        if (count == 0)
        {
            return null;
        }

        double[] places = [.. fractions.Select(f => f * (count - 1))];
        long[] ranks = [.. places.SelectMany(p => new[] { (long)p, Math.Min((long)p + 1, count - 1) })];
        var found = Ranked(numbers, ranks);
        return [.. places.Select((p, n) => Between(found[2 * n], found[(2 * n) + 1], p - Math.Floor(p)))];
    }

    static double Between(double low, double high, double part) => part == 0 ? low : (low * (1 - part)) + (high * part);

    /// <summary>The numbers at some places of the rising order.</summary>
    static double[] Ranked(IEnumerable<double> numbers, long[] ranks)
    {
        var (prefixes, rest) = (new ulong[ranks.Length], ranks.ToArray());
        for (var shift = 64 - Bits; shift >= 0; shift -= Bits)
        {
            var counts = prefixes.Distinct().ToDictionary(p => p, _ => new long[1 << Bits]);
            foreach (var x in numbers.Where(x => !double.IsNaN(x)))
            {
                var key = Key(x);
                if (counts.TryGetValue(shift == 64 - Bits ? 0 : key >> (shift + Bits), out var of))
                {
                    of[(int)((key >> shift) & ((1 << Bits) - 1))]++;
                }
            }

            for (var n = 0; n < ranks.Length; n++)
            {
                var (of, digit) = (counts[prefixes[n]], 0);
                for (; rest[n] >= of[digit]; digit++)
                {
                    rest[n] -= of[digit];
                }

                prefixes[n] = (prefixes[n] << Bits) | (uint)digit;
            }
        }

        return [.. prefixes.Select(Number)];
    }

    /// <summary>Bits that rise with the number.</summary>
    static ulong Key(double x)
    {
        var bits = BitConverter.DoubleToUInt64Bits(x);
        return (bits >> 63) == 1 ? ~bits : bits | (1UL << 63);
    }

    static double Number(ulong key) =>
        BitConverter.UInt64BitsToDouble((key >> 63) == 1 ? key & ~(1UL << 63) : ~key);
}
