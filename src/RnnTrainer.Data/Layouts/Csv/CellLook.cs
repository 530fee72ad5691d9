using System.Text;
using System.Text.RegularExpressions;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Csv;

/// <summary>What a cell looks like, before it is known how the file writes numbers and dates.</summary>
static partial class CellLook
{
    /// <summary>
    /// Whether it begins as a number, a date or a time does and has few letters: <c>2.5</c>, <c>$1,234</c>, <c>12:30 PM</c>,
    /// <c>5-Jan-2021</c>, <c>2021-W05</c>. A number in a list, such as <c>1.</c> or <c>2)</c>, is none.
    /// </summary>
    public static bool IsValue(string cell)
    {
        var text = cell.AsSpan().Trim(" \t\u00A0\"'");
        if (text.Length is 0 or > 40 || text[^1] is '.' or ')' or ':' or ',' or ';')
        {
            return text.Length > 2 && text[0] == '(' && text[^1] == ')' && IsValue(text[1..^1].ToString());
        }

        if (Month().IsMatch(text))
        {
            return true;
        }

        var start = text.TrimStart("+-−$€£¥~<>. ");
        if (start.IsEmpty || !char.IsAsciiDigit(start[0]))
        {
            return false;
        }

        var letters = 0;
        foreach (var c in start)
        {
            letters += char.IsLetter(c) ? 1 : 0;
        }

        return letters <= 4;
    }

    /// <summary>Whether it is empty or one of the usual texts for a missing value.</summary>
    public static bool IsMissing(string cell) =>
        string.IsNullOrWhiteSpace(cell) || NumberError.IsMissingMarker(cell.Trim())
        || cell.Trim().Equals("nan", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a number in any of the formats that files use.</summary>
    public static bool IsNumber(string cell) => NumberError.Resembles(Encoding.UTF8.GetBytes(cell.Trim()))
        || NumberError.HasDecimalComma(cell.Trim());

    /// <summary>Whether it begins or ends with the name of a month next to a number.</summary>
    [GeneratedRegex(
        @"^(\d{1,2}[-/. ])?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[-/., ]+\d{2,4}([ ,T].*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Month();
}
