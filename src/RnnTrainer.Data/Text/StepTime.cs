using System.Globalization;
using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>Times in cells: date-times as text, or as the numbers of <see cref="DateFormat"/>.</summary>
static class StepTime
{
    /// <summary>Reads a time; it is in UTC if the text has an offset.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, CellFormat format, out DateTime time) =>
        DateText.TryParse(cell, format.Dates, out time)
        || (NumberText.TryReadPlain(cell, format, out var x) && DateNumber.TryRead(x, format.DateNumbers, out time));

    /// <summary>Reads a time; it is in UTC if the text has an offset.</summary>
    public static bool TryRead(string cell, CellFormat format, out DateTime time) =>
        TryRead(Encoding.UTF8.GetBytes(cell), format, out time);

    /// <summary>Writes a time as the last of some cells is written.</summary>
    /// <param name="steps">Cells that <see cref="TryRead(string, CellFormat, out DateTime)"/> reads.</param>
    public static string Format(DateTime time, IReadOnlyList<string> steps, CellFormat format)
    {
        var last = steps[^1];
        if (DateText.TryParse(last, format.Dates, out _))
        {
            return DateText.Format(time, steps, format.Dates);
        }

        NumberText.TryReadPlain(Encoding.UTF8.GetBytes(last), format, out var x);
        return Number(DateNumber.Of(time, format.DateNumbers, x), steps, format);
    }

    /// <summary>Writes a number with as many decimals as the last two of some cells have.</summary>
    public static string Number(IFormattable x, IReadOnlyList<string> steps, CellFormat format)
    {
        var sign = (char)format.Sign;
        var decimals = steps.TakeLast(2).Max(s => s.IndexOf(sign, StringComparison.Ordinal) is >= 0 and var at ? s.Length - at - 1 : 0);
        return x.ToString($"F{decimals}", CultureInfo.InvariantCulture).Replace('.', sign);
    }
}
