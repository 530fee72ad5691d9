using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RnnTrainer.Data;

/// <summary>What a cell must look like to be a number, and why it is not.</summary>
static partial class NumberText
{
    const string MissingHint = "If it marks a missing value: leave the cell empty and set missing: mean, forward-fill or indicator.";

    const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>A finite number with a decimal point, and no spaces: 2,5 and 1e400 are none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, out double x) =>
        ShortDecimal.TryRead(cell, out x) || (double.TryParse(cell, Style, CultureInfo.InvariantCulture, out x) && double.IsFinite(x));

    /// <summary>Looks like a number, if perhaps one that cannot be used: a reason to report it rather than to pass over its column.</summary>
    public static bool Resembles(ReadOnlySpan<byte> cell) =>
        TryRead(cell, out _) || double.TryParse(cell, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _)
        || NotFinite().IsMatch(Encoding.UTF8.GetString(cell));

    /// <summary>What is wrong with a cell that <see cref="TryRead"/> refused.</summary>
    public static (string Message, string Hint) Explain(string cell, string column)
    {
        var found = $"'{Shorten(cell)}'";
        if (cell.Length == 0)
            return ($"the cell in column '{column}' is empty", "Write a number, set missing: mean, forward-fill or indicator, or leave the column out of the inputs.");
        if (Thousands().IsMatch(cell))
            return ($"{found} is not a number in column '{column}'", $"Write {cell.Replace(",", "", StringComparison.Ordinal)}, without a thousands separator; a decimal sign is a point.");
        if (DecimalComma().IsMatch(cell))
            return ($"{found} is not a number in column '{column}'", $"Write a decimal point instead of the comma, {cell.Replace(',', '.')}, or set decimal: comma.");
        if (cell.Equals("nan", StringComparison.OrdinalIgnoreCase))
            return ($"{found} is not a finite number in column '{column}'", MissingHint);
        if (NotFinite().IsMatch(cell))
            return ($"{found} is not a finite number in column '{column}'", "Write a number, or leave the whole sequence out.");
        if (double.TryParse(cell, CultureInfo.InvariantCulture, out _))
            return ($"{found} is too large for a 64-bit float in column '{column}'", "The largest is about 1.8e308.");
        return MissingMark().IsMatch(cell)
            ? ($"{found} is not a number in column '{column}'", MissingHint)
            : ($"{found} is not a number in column '{column}'", "Write a number such as 2.5, or leave the column out of the inputs.");
    }

    /// <summary>A number with thousands separators.</summary>
    public static bool IsNearly(ReadOnlySpan<byte> cell) => cell.Contains((byte)',') && Thousands().IsMatch(Encoding.UTF8.GetString(cell));

    /// <summary>2,5 and the like.</summary>
    public static bool HasDecimalComma(string cell) => DecimalComma().IsMatch(cell) && !Thousands().IsMatch(cell);

    /// <summary>On one line, at most 40 characters.</summary>
    public static string Shorten(string cell)
    {
        var line = string.Concat(cell.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= 40 ? line : line[..39] + "…";
    }

    [GeneratedRegex(@"^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$")]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^[+-]?\d*,\d+([eE][+-]?\d+)?$")]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^[+-]?\.?(nan|inf|infinity|∞|1\.#\w+)$", RegexOptions.IgnoreCase)]
    private static partial Regex NotFinite();

    [GeneratedRegex(@"^(na|n/a|#n/a|null|nil|none|missing|\?|-|\.)$", RegexOptions.IgnoreCase)]
    private static partial Regex MissingMark();
}
