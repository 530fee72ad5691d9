using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Unicode;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>Writes a value as the cell of a CSV; nothing is a missing one.</summary>
delegate void CellWriter<T>(ArrayBufferWriter<byte> to, T value);

/// <summary>The values of Parquet's types as cells, exactly: a number reads back as the same number.</summary>
static class ParquetCells
{
    /// <summary>The longest number or time.</summary>
    const int Most = 64;

    /// <summary>The seconds from 1970 to the first and the last second of .NET's calendar.</summary>
    const long FirstSecond = -62_135_596_800, LastSecond = 253_402_300_799;

    const int SecondsPerDay = 86_400, Nano = 9;

    /// <summary>1970-01-01 in the Julian calendar.</summary>
    const int Day1970 = 2_440_588;

    public static void Boolean(ArrayBufferWriter<byte> to, bool value) => to.Write(value ? "true"u8 : "false"u8);

    /// <summary>A whole number.</summary>
    public static void Integer<T>(ArrayBufferWriter<byte> to, T value)
        where T : IBinaryInteger<T> => Formatted(to, value, default);

    /// <summary>The shortest text that reads back as the number in its own precision; NaN is missing.</summary>
    public static void Real<T>(ArrayBufferWriter<byte> to, T value)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsFinite(value))
        {
            Formatted(to, value, default);
        }
        else if (!T.IsNaN(value))
        {
            to.Write(T.IsNegative(value) ? "-inf"u8 : "inf"u8);
        }
    }

    /// <summary>The same of a float64.</summary>
    public static void Real(ArrayBufferWriter<byte> to, double value)
    {
        if (ShortDecimals.TryFormat(value, to.GetSpan(Most), out var count))
        {
            to.Advance(count);
        }
        else
        {
            Real<double>(to, value);
        }
    }

    /// <summary>A number of two bytes, the lower one first.</summary>
    public static void Half(ArrayBufferWriter<byte> to, ReadOnlyMemory<byte> value) => Real(to, BitConverter.ToHalf(value.Span));

    /// <summary>A whole number of units of 10^-<paramref name="scale"/>: 1250 with a scale of 3 is 1.250.</summary>
    public static void Decimal<T>(ArrayBufferWriter<byte> to, T units, int scale)
        where T : IBinaryInteger<T>
    {
        var digits = T.Abs(units).ToString("D", CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var point = digits.Length - scale;
        to.Write(T.IsNegative(units) ? "-"u8 : []);
        to.Write(Encoding.ASCII.GetBytes(scale == 0 ? digits : $"{digits[..point]}.{digits[point..]}"));
    }

    /// <summary>The same of bytes, the highest one first, in two's complement.</summary>
    public static void Decimal(ArrayBufferWriter<byte> to, ReadOnlyMemory<byte> units, int scale) =>
        Decimal(to, new BigInteger(units.Span, isUnsigned: false, isBigEndian: true), scale);

    /// <summary>The day that is N days after 1970-01-01: 2016-07-01.</summary>
    public static void Date(ArrayBufferWriter<byte> to, int days)
    {
        if (TimeOf((long)days * SecondsPerDay) is { } time)
        {
            Formatted(to, time, "yyyy-MM-dd");
        }
        else
        {
            Integer(to, days);
        }
    }

    /// <summary>A moment: 2016-07-01 13:05:59.5, with a Z behind it if it is in UTC.</summary>
    /// <param name="value">Units since 1970.</param>
    /// <param name="decimals">A second has 10^<paramref name="decimals"/> units.</param>
    public static void Moment(ArrayBufferWriter<byte> to, long value, int decimals, bool isUtc)
    {
        var (seconds, fraction) = Parts(value, decimals);
        Moment(to, seconds, fraction, decimals, isUtc);
    }

    /// <summary>A moment by its day in the Julian calendar and the nanoseconds of the day.</summary>
    public static void Moment(ArrayBufferWriter<byte> to, int day, long nanoseconds)
    {
        var (seconds, fraction) = Parts(nanoseconds, Nano);
        Moment(to, seconds + ((long)(day - Day1970) * SecondsPerDay), fraction, Nano, isUtc: false);
    }

    /// <summary>A time of day: 13:05:59.5.</summary>
    public static void TimeOfDay(ArrayBufferWriter<byte> to, long value, int decimals)
    {
        var (seconds, fraction) = Parts(value, decimals);
        if (seconds is < 0 or >= SecondsPerDay)
        {
            Integer(to, value);
            return;
        }

        Formatted(to, TimeOnly.MinValue.Add(TimeSpan.FromSeconds(seconds)), "HH:mm:ss");
        Fraction(to, fraction, decimals);
    }

    /// <summary>An identifier of 16 bytes.</summary>
    public static void Identifier(ArrayBufferWriter<byte> to, ReadOnlyMemory<byte> value) =>
        Formatted(to, new Guid(value.Span, bigEndian: true), "D");

    /// <summary>A text, in quotes where it needs them.</summary>
    /// <param name="isQuoted">Whether it is always in quotes.</param>
    /// <exception cref="DecoderFallbackException">The bytes are no UTF-8.</exception>
    public static void Text(ArrayBufferWriter<byte> to, ReadOnlyMemory<byte> value, bool isQuoted)
    {
        if (!Utf8.IsValid(value.Span))
        {
            throw new DecoderFallbackException();
        }

        CsvText.WriteForReading(to, value.Span, isQuoted);
    }

    static void Moment(ArrayBufferWriter<byte> to, long seconds, long fraction, int decimals, bool isUtc)
    {
        if (TimeOf(seconds) is not { } time)
        {
            Integer(to, seconds);
            return;
        }

        Formatted(to, time, "yyyy-MM-dd HH:mm:ss");
        Fraction(to, fraction, decimals);
        to.Write(isUtc ? "Z"u8 : []);
    }

    static void Formatted<T>(ArrayBufferWriter<byte> to, T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(to.GetSpan(Most), out var count, format, CultureInfo.InvariantCulture);
        to.Advance(count);
    }

    static (long Seconds, long Fraction) Parts(long value, int decimals)
    {
        var perSecond = PowerOfTen(decimals);
        var seconds = Math.DivRem(value, perSecond, out var fraction);
        return fraction < 0 ? (seconds - 1, fraction + perSecond) : (seconds, fraction);
    }

    static long PowerOfTen(int exponent) => exponent == 0 ? 1 : 10 * PowerOfTen(exponent - 1);

    static DateTime? TimeOf(long seconds) => seconds is >= FirstSecond and <= LastSecond ? DateTime.UnixEpoch.AddSeconds(seconds) : null;

    static void Fraction(ArrayBufferWriter<byte> to, long fraction, int decimals)
    {
        if (fraction > 0)
        {
            to.Write(Encoding.ASCII.GetBytes(
                $".{fraction.ToString(CultureInfo.InvariantCulture).PadLeft(decimals, '0').TrimEnd('0')}"));
        }
    }
}
