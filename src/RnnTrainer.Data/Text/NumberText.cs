using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace RnnTrainer.Data.Text;

/// <summary>Reads numbers; <see cref="NumberError"/> says why a cell is none.</summary>
static partial class NumberText
{
    /// <summary>Longer cells are seldom read by <see cref="TryReadShort"/>.</summary>
    public const int Short = 16;

    /// <summary>A byte that no text has.</summary>
    public const byte NoSign = 0xFF;

    const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    static readonly NumberFormatInfo Commas = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    static ReadOnlySpan<double> PowersOfTen =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Reads a finite number with a decimal point: 1e400 and 2,5 are not numbers.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, out double x) => TryRead(cell, default, out x);

    /// <summary>
    /// Reads a finite number in the file's format, with the file's units and, in any file, with spaces around it and groups of digits
    /// between apostrophes or spaces.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, CellFormat format, out double x) =>
        TryReadPlain(cell, format, out x) || (NumberUnit.TryRead(cell, format, out x, out var unit) && IsUnit(unit, format));

    /// <summary>
    /// Reads a finite number without spaces in the file's format. Groups have three digits, except the first, which does not begin with 0:
    /// with a decimal comma, 2.50 is not a number.
    /// </summary>
    public static bool TryReadPlain(ReadOnlySpan<byte> cell, CellFormat format, out double x) =>
        TryReadShort(cell, format.Sign, out x) || (TryReadAny(cell, format, out x) && double.IsFinite(x));

    /// <summary>Whether all that stands next to a number are units of the file.</summary>
    /// <param name="unit">Of <see cref="NumberUnit.TryRead"/>: separated by spaces.</param>
    static bool IsUnit(string unit, CellFormat format) =>
        unit.Length == 0 || (format.Units is { Count: > 0 } units && unit.Split(' ').All(u => units.Contains(u, StringComparer.Ordinal)));

    /// <summary>The same, also of numbers that are too large for a float64, which become infinite.</summary>
    public static bool TryReadAny(ReadOnlySpan<byte> cell, CellFormat format, out double x)
    {
        var style = HasGroups(cell, format) ? Style | NumberStyles.AllowThousands : Style;
        return double.TryParse(cell, style, format.Decimal == DecimalSign.Comma ? Commas : NumberFormatInfo.InvariantInfo, out x);
    }

    /// <summary>
    /// Whether the cell has groups of digits in the file's format. Where a comma may be the decimal sign, 1,234 has none, but 1,234.5 and
    /// 1,234,567 have.
    /// </summary>
    public static bool HasGroups(ReadOnlySpan<byte> cell, CellFormat format) =>
        cell.Contains(format.Group)
            && (format.IsGrouped || cell.Contains(format.Sign) || cell.Count(format.Group) > 1)
            && (format.Decimal == DecimalSign.Comma ? PointGroups() : CommaGroups()).IsMatch(Encoding.UTF8.GetString(cell));

    /// <summary>
    /// Reads what nearly every cell is, ten times as fast as the general way: m · 10^−f with an integer m up to 2^53 and f ≤ 22. Both are
    /// exact in a float64, so one rounded division gives the nearest number (W. D. Clinger, "How to read floating point numbers
    /// accurately", PLDI 1990). False for any other cell, number or not.
    /// </summary>
    /// <param name="sign">The decimal sign.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // called for every cell from the first on
    internal static bool TryReadShort(ReadOnlySpan<byte> cell, byte sign, out double x)
    {
        x = 0;
        if (cell.Length is 0 or > 20)
        {
            return false;
        }

        // Without a branch: half of the numbers may be negative.
        var negative = (cell[0] ^ '-') - 1 >>> 31;
        var digits = cell[negative..];
        var isNumber = digits.Length <= 8 ? TryReadEight(digits, sign, out x) : TryReadDigits(digits, sign, out x);
        x = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x) ^ ((long)negative << 63));
        return isNumber;
    }

    /// <summary>Reads a number without a sign, digit by digit.</summary>
    internal static bool TryReadDigits(ReadOnlySpan<byte> cell, byte sign, out double x)
    {
        ulong digits = 0;
        int fraction = -1, count = 0;
        x = 0;
        foreach (var character in cell)
        {
            var digit = character - (uint)'0';
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
                count++;
                fraction += fraction >= 0 ? 1 : 0;
            }
            else if (character == sign && fraction < 0)
            {
                fraction = 0;
            }
            else
            {
                return false;
            }
        }

        if (count is 0 or > 18 || digits > 1UL << 53)
        {
            return false;
        }

        x = fraction > 0 ? digits / PowersOfTen[fraction] : digits;
        return true;
    }

    /// <summary>
    /// The same of at most eight characters, all at once: they are the bytes of one integer, from which the decimal sign is taken out;
    /// three multiplications join pairs, fours and eights of digits.
    /// </summary>
    /// <param name="sign">The decimal sign; <see cref="NoSign"/>: there is none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryReadEight(ReadOnlySpan<byte> cell, byte sign, out double x)
    {
        const ulong Ones = 0x0101010101010101, Highs = 0x8080808080808080, Zeros = 0x3030303030303030, HighHalves = 0xF0F0F0F0F0F0F0F0;
        var (bytes, length, fraction) = (Bytes(cell), cell.Length, 0);
        var isSign = bytes ^ (sign * Ones);
        var found = (isSign - Ones) & ~isSign & Highs; // its lowest bit is that of the first sign
        if (found != 0)
        {
            var at = BitOperations.TrailingZeroCount(found) & ~7;
            var before = (1UL << at) - 1;
            bytes = (bytes & before) | ((bytes >> 8) & ~before);
            length--;
            fraction = length - (at >> 3);
        }

        x = 0;
        if ((uint)(length - 1) >= 8)
        {
            return false;
        }

        bytes = (bytes << (64 - (8 * length))) | ((Zeros >> (4 * length)) >> (4 * length)); // zeros before it, up to eight digits
        if ((bytes & HighHalves) != Zeros || ((bytes + 0x0606060606060606) & HighHalves) != Zeros)
        {
            return false;
        }

        bytes -= Zeros;
        bytes = (bytes * 10) + (bytes >> 8); // each other byte: two digits
        var number = (((bytes & 0x000000FF000000FF) * (100 + (1000000UL << 32)))
            + (((bytes >> 16) & 0x000000FF000000FF) * (1 + (10000UL << 32)))) >> 32;
        x = number / PowersOfTen[fraction];
        return true;
    }

    /// <summary>At most eight bytes as an integer, the first one lowest; of more, any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Bytes(ReadOnlySpan<byte> cell) => cell.Length switch
    {
        >= 4 and <= 8 => BinaryPrimitives.ReadUInt32LittleEndian(cell)
            | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(cell[(cell.Length - 4)..]) << (8 * (cell.Length - 4))),
        0 or > 8 => 0,
        var length => cell[0] | ((ulong)cell[length >> 1] << (8 * (length >> 1))) | ((ulong)cell[length - 1] << (8 * (length - 1))),
    };

    /// <summary>1,234 and 1,234.5.</summary>
    [GeneratedRegex(@"^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$")]
    internal static partial Regex CommaGroups();

    /// <summary>1.234 and 1.234,5.</summary>
    [GeneratedRegex(@"^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?$")]
    internal static partial Regex PointGroups();
}
