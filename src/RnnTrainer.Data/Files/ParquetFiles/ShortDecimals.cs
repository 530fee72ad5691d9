using System.Buffers.Text;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>
/// Writes numbers of a few digits as .NET does, several times as fast. A decimal of at most 15 digits is a float64 that no other decimal of
/// as few digits is, so that it is the shortest one that reads back as the number.
/// </summary>
static class ShortDecimals
{
    const int Decimals = 6;

    /// <summary>Below the least, .NET writes an exponent.</summary>
    const double Scale = 1e6, Least = 1e2, Most = 1e15;

    /// <summary>Writes a number. False if it has more than six decimals, or too many digits, or is very small.</summary>
    /// <param name="to">At least 24 bytes.</param>
    public static bool TryFormat(double number, Span<byte> to, out int count)
    {
        var scaled = Math.Round(number * Scale);
        var size = Math.Abs(scaled);
        count = 0;
        if (!(size is >= Least and < Most && scaled / Scale == number))
        {
            return false;
        }

        var (whole, fraction) = Math.DivRem((long)size, (long)Scale);
        if (number < 0)
        {
            to[count++] = (byte)'-';
        }

        Utf8Formatter.TryFormat(whole, to[count..], out var digits);
        count += digits;
        if (fraction > 0)
        {
            count += WriteFraction(fraction, to[count..]);
        }

        return true;
    }

    /// <summary>Writes .5 for 500,000 millionths.</summary>
    static int WriteFraction(long fraction, Span<byte> to)
    {
        to[0] = (byte)'.';
        for (var n = Decimals; n > 0; n--)
        {
            (fraction, var digit) = Math.DivRem(fraction, 10);
            to[n] = (byte)('0' + digit);
        }

        return 1 + to.Slice(1, Decimals).LastIndexOfAnyExcept((byte)'0') + 1;
    }
}
