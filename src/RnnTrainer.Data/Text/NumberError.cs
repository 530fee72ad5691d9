using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Text;

/// <summary>Recognizes cells that were probably meant as numbers, and says what is wrong with them.</summary>
static partial class NumberError
{
    const string MissingHint =
        "If it marks a missing value: set missing: mean, forward-fill or indicator, and leave the cell empty or list its text in " +
        "missing_marks.";

    /// <summary>
    /// The message and the hint for a cell that <see cref="NumberText.TryRead(ReadOnlySpan{byte}, CellFormat, out double)"/> refused.
    /// </summary>
    /// <param name="column">The column's name; null: the file has no names.</param>
    public static (string Message, string Hint) Of(string cell, string? column, CellFormat format)
    {
        var (found, where) = ($"'{Printable.Cell(cell)}'", column is null ? "" : $" in column '{column}'");
        if (cell.Length == 0)
        {
            return (
                $"the cell{where} is empty",
                "Write a number, set missing: mean, forward-fill or indicator, or leave the column out of the inputs.");
        }

        if (InOtherFormat(cell, format.Decimal) is { } hint)
        {
            return ($"{found} is not a number{where}", hint);
        }

        if (cell.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            return ($"{found} is not a finite number{where}", MissingHint);
        }

        if (NotFinite().IsMatch(cell))
        {
            return ($"{found} is not a finite number{where}", "Write a number, or leave the whole sequence out.");
        }

        if (NumberText.TryReadAny(Encoding.UTF8.GetBytes(cell), format with { IsGrouped = false }, out _))
        {
            return ($"{found} is too large for a 64-bit float{where}", "The largest is about 1.8e308.");
        }

        if (OfUnit(cell, where, format) is { } unit)
        {
            return unit;
        }

        return (
            $"{found} is not a number{where}", IsMissingMarker(cell) ? MissingHint
            : "Write a number such as 2.5, or leave the column out of the inputs.");
    }

    /// <summary>
    /// Whether a cell looks like a number, even one that cannot be used: then it is reported, and its column is not taken for text.
    /// </summary>
    public static bool Resembles(ReadOnlySpan<byte> cell, CellFormat format = default) =>
        NumberText.TryRead(cell, format, out _)
            || double.TryParse(cell, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _)
        || Encoding.UTF8.GetString(cell) is var text && (NotFinite().IsMatch(text) || NumberText.PointGroups().IsMatch(text));

    /// <summary>Whether a cell is a number in another format than the file's.</summary>
    public static bool IsInOtherFormat(ReadOnlySpan<byte> cell, CellFormat format) =>
        cell.ContainsAny((byte)',', (byte)'.') && InOtherFormat(Encoding.UTF8.GetString(cell), format.Decimal) is not null;

    /// <summary>2,5 and 1.234,5 and the like.</summary>
    public static bool HasDecimalComma(string cell) => !NumberText.CommaGroups().IsMatch(cell)
        && (DecimalComma().IsMatch(cell) || (cell.Contains(',', StringComparison.Ordinal) && NumberText.PointGroups().IsMatch(cell)));

    /// <summary>2.5, but not 1.234, which with a decimal comma is more than a thousand.</summary>
    public static bool HasDecimalPoint(string cell) =>
        cell.Contains('.', StringComparison.Ordinal) && !NumberText.PointGroups().IsMatch(cell) && Resembles(Encoding.UTF8.GetBytes(cell));

    /// <summary>n/a, - and the like, which people write instead of a number.</summary>
    public static bool IsMissingMarker(string cell) => MissingMarker().IsMatch(cell);

    /// <summary>The error of a number with a unit, the same for all of a column; null if the cell is none.</summary>
    static (string Message, string Hint)? OfUnit(string cell, string where, CellFormat format)
    {
        var utf8 = Encoding.UTF8.GetBytes(cell);
        var other = format.Decimal == DecimalSign.Comma ? DecimalSign.Point : DecimalSign.Comma;
        var isRead = NumberUnit.TryRead(utf8, format, out _, out var unit);
        if (!isRead && !NumberUnit.TryRead(utf8, format with { Decimal = other, IsGrouped = true }, out _, out unit))
        {
            return null;
        }

        string[] units = [.. format.Units ?? [], .. unit.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var found = unit.Length == 0 ? "a number in another format" : $"a number with the unit {Printable.Cell(unit)}";
        string[] keys =
        [
            .. units.Length == 0 ? [] : new[] { $"units: {NumberUnit.Key(string.Join(' ', units.Distinct()))}" },
            .. isRead ? [] : new[] { $"decimal: {other.ToString().ToLowerInvariant()}" },
        ];
        return ($"{found}{where}", $"Set {string.Join(" and ", keys)} to read it.");
    }

    /// <summary>How the number has to be written in this file; null if the cell is not a number in either format.</summary>
    static string? InOtherFormat(string cell, DecimalSign sign)
    {
        var isGroupedByCommas = NumberText.CommaGroups().IsMatch(cell);
        var withoutCommas = cell.Replace(",", "", StringComparison.Ordinal);
        if (sign == DecimalSign.Comma)
        {
            return !NumberText.TryRead(Encoding.UTF8.GetBytes(cell), new CellFormat(DecimalSign.Point, IsGrouped: true, default), out _)
                ? null
                : "The decimal sign is a comma here (decimal: comma), and points separate groups of three digits, as in 1.234,5: "
                    + $"write {(isGroupedByCommas ? withoutCommas : cell).Replace('.', ',')}.";
        }

        return isGroupedByCommas
            ? $"Write {withoutCommas}, without a thousands separator; or, if the comma is the decimal sign, set decimal: comma."
            : HasDecimalComma(cell) || NumberText.PointGroups().IsMatch(cell)
                ? $"Write a decimal point instead of the comma, {cell.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')}, or " +
                    $"set decimal: comma."
            : null;
    }

    [GeneratedRegex(@"^[+-]?\d*,\d+([eE][+-]?\d+)?$")]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^[+-]?\.?(nan|inf|infinity|∞|1\.#\w+)$", RegexOptions.IgnoreCase)]
    private static partial Regex NotFinite();

    [GeneratedRegex(@"^(n/?a|n\.a\.|#n/a|k\.?\s?a\.?|null|nil|none|missing|unknown|\?+|-+|\.+|\*+)$", RegexOptions.IgnoreCase)]
    private static partial Regex MissingMarker();
}
