using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Text;

/// <summary>What a cell must look like to be a number, and why it is not.</summary>
static partial class NumberText
{
    const string MissingHint = "If it marks a missing value: set missing: mean, forward-fill or indicator, and leave the cell empty or name what stands there in missing_marks.";

    const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    static readonly NumberFormatInfo Commas = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    /// <summary>A finite number without spaces, 1e400 is none; with a decimal point and no groups of digits, 2,5 is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, out double x) => TryRead(cell, default, out x);

    /// <summary>The same in another form. Groups have three digits, but for the first, which begins with none that is 0: 2.50 with a decimal comma is no number.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, CellFormat form, out double x) =>
        ShortDecimal.TryRead(cell, form.Sign, out x)
        || (double.TryParse(cell, HasGroups(cell, form) ? Style | NumberStyles.AllowThousands : Style, Format(form.Decimal), out x) && double.IsFinite(x));

    /// <summary>Whether it is a number only by its groups of digits.</summary>
    public static bool HasGroups(ReadOnlySpan<byte> cell, CellFormat form) => form.IsGrouped && cell.Contains(form.Group) && Groups(form.Decimal).IsMatch(Encoding.UTF8.GetString(cell));

    /// <summary>Looks like a number, if perhaps one that cannot be used: a reason to report it rather than to pass over its column.</summary>
    public static bool Resembles(ReadOnlySpan<byte> cell, CellFormat form = default) =>
        TryRead(cell, form, out _) || double.TryParse(cell, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _)
        || Encoding.UTF8.GetString(cell) is var text && (NotFinite().IsMatch(text) || PointGroups().IsMatch(text));

    /// <summary>What is wrong with a cell that <see cref="TryRead(ReadOnlySpan{byte}, CellFormat, out double)"/> refused.</summary>
    public static (string Message, string Hint) Explain(string cell, string column, CellFormat form)
    {
        var found = $"'{Printable.Cell(cell)}'";
        if (cell.Length == 0)
            return ($"the cell in column '{column}' is empty", "Write a number, set missing: mean, forward-fill or indicator, or leave the column out of the inputs.");
        if (OtherForm(cell, form.Decimal) is { } hint)
            return ($"{found} is not a number in column '{column}'", hint);
        if (cell.Equals("nan", StringComparison.OrdinalIgnoreCase))
            return ($"{found} is not a finite number in column '{column}'", MissingHint);
        if (NotFinite().IsMatch(cell))
            return ($"{found} is not a finite number in column '{column}'", "Write a number, or leave the whole sequence out.");
        if (double.TryParse(cell, Style, Format(form.Decimal), out _))
            return ($"{found} is too large for a 64-bit float in column '{column}'", "The largest is about 1.8e308.");
        return MissingMark().IsMatch(cell)
            ? ($"{found} is not a number in column '{column}'", MissingHint)
            : ($"{found} is not a number in column '{column}'", "Write a number such as 2.5, or leave the column out of the inputs.");
    }

    /// <summary>A number in another form than the file's.</summary>
    public static bool IsNearly(ReadOnlySpan<byte> cell, CellFormat form) => cell.ContainsAny((byte)',', (byte)'.') && OtherForm(Encoding.UTF8.GetString(cell), form.Decimal) is not null;

    /// <summary>2,5 and 1.234,5 and the like.</summary>
    public static bool HasDecimalComma(string cell) => !CommaGroups().IsMatch(cell) && (DecimalComma().IsMatch(cell) || (cell.Contains(',', StringComparison.Ordinal) && PointGroups().IsMatch(cell)));

    /// <summary>2.5, but not 1.234 which with a decimal comma means a thousand and more.</summary>
    public static bool HasDecimalPoint(string cell) => cell.Contains('.', StringComparison.Ordinal) && !PointGroups().IsMatch(cell) && Resembles(Encoding.UTF8.GetBytes(cell));

    /// <summary>n/a, - and the like: what people write where there is no number.</summary>
    public static bool IsMissingMark(string cell) => MissingMark().IsMatch(cell);

    /// <summary>How a number would have to be written here; null if it is none in either form.</summary>
    static string? OtherForm(string cell, DecimalSign sign)
    {
        if (sign == DecimalSign.Comma)
        {
            return !TryRead(Encoding.UTF8.GetBytes(cell), new CellFormat(DecimalSign.Point, IsGrouped: true, default), out _) ? null
                : $"The decimal sign is a comma here (decimal: comma), and points stand between groups of three digits, as in 1.234,5: write {(CommaGroups().IsMatch(cell) ? cell.Replace(",", "", StringComparison.Ordinal) : cell).Replace('.', ',')}.";
        }

        return CommaGroups().IsMatch(cell) ? $"Write {cell.Replace(",", "", StringComparison.Ordinal)}, without a thousands separator; or, if the comma is the decimal sign, set decimal: comma."
            : HasDecimalComma(cell) || PointGroups().IsMatch(cell) ? $"Write a decimal point instead of the comma, {cell.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')}, or set decimal: comma."
            : null;
    }

    static NumberFormatInfo Format(DecimalSign sign) => sign == DecimalSign.Comma ? Commas : NumberFormatInfo.InvariantInfo;

    static Regex Groups(DecimalSign sign) => sign == DecimalSign.Comma ? PointGroups() : CommaGroups();

    [GeneratedRegex(@"^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$")]
    private static partial Regex CommaGroups();

    [GeneratedRegex(@"^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?$")]
    private static partial Regex PointGroups();

    [GeneratedRegex(@"^[+-]?\d*,\d+([eE][+-]?\d+)?$")]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^[+-]?\.?(nan|inf|infinity|∞|1\.#\w+)$", RegexOptions.IgnoreCase)]
    private static partial Regex NotFinite();

    [GeneratedRegex(@"^(n/?a|n\.a\.|#n/a|k\.?\s?a\.?|null|nil|none|missing|unknown|\?+|-+|\.+|\*+)$", RegexOptions.IgnoreCase)]
    private static partial Regex MissingMark();
}
