using System.Globalization;
using System.Text;

namespace RnnTrainer.Data;

/// <summary>The steps that follow those of a file, where they can be told: whole and decimal numbers, and date-times, that go on as their last two did.</summary>
public static class StepsAhead
{
    /// <summary>The cell of the step <paramref name="ahead"/> after the last, in the same form; null where nobody can tell.</summary>
    /// <param name="steps">Cells as the file has them; two are enough.</param>
    /// <param name="ahead">From 1.</param>
    /// <param name="options">How the file writes numbers and dates.</param>
    public static string? Of(IReadOnlyList<string> steps, int ahead, DataOptions options)
    {
        if (steps.Count < 2)
            return null;
        var (before, last, form) = (steps[^2], steps[^1], CellForm.Of(options));
        if (DateText.TryParse(before, form.Dates, out var from) && DateText.TryParse(last, form.Dates, out var to))
            return Date(from, to, ahead).ToString(DateText.Format(last, form.Dates), CultureInfo.InvariantCulture);
        var sign = (char)form.Sign;
        return form.TryNumber(Encoding.UTF8.GetBytes(before), out var x) && form.TryNumber(Encoding.UTF8.GetBytes(last), out var y)
            ? (y + (ahead * (y - x))).ToString($"F{Math.Max(Decimals(before, sign), Decimals(last, sign))}", CultureInfo.InvariantCulture).Replace('.', sign)
            : null;
    }

    // Months and years differ in length: the same day of another month is a step of months.
    static DateTime Date(DateTime from, DateTime to, int ahead)
    {
        var months = (12 * (to.Year - from.Year)) + to.Month - from.Month;
        return months > 0 && from.Day == to.Day && from.TimeOfDay == to.TimeOfDay ? to.AddMonths(ahead * months) : to + (ahead * (to - from));
    }

    static int Decimals(string number, char sign) => number.IndexOf(sign, StringComparison.Ordinal) is >= 0 and var at ? number.Length - at - 1 : 0;
}
