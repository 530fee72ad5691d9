using System.Globalization;
using System.Text;

namespace RnnTrainer.Data;

/// <summary>The steps that follow those of a file, where they can be told: whole and decimal numbers, and date-times, that go on as their last two did.</summary>
public static class StepsAhead
{
    /// <summary>The cell of the step <paramref name="ahead"/> after the last, in the same form; null where nobody can tell.</summary>
    /// <param name="steps">Cells as the file has them; two are enough.</param>
    /// <param name="ahead">From 1.</param>
    public static string? Of(IReadOnlyList<string> steps, int ahead)
    {
        if (steps.Count < 2)
            return null;
        var (before, last) = (steps[^2], steps[^1]);
        if (DateText.TryParse(before, out var from) && DateText.TryParse(last, out var to))
            return Date(from, to, ahead).ToString(Format(last), CultureInfo.InvariantCulture);
        return NumberText.TryRead(Encoding.UTF8.GetBytes(before), out var x) && NumberText.TryRead(Encoding.UTF8.GetBytes(last), out var y)
            ? (y + (ahead * (y - x))).ToString($"F{Math.Max(Decimals(before), Decimals(last))}", CultureInfo.InvariantCulture)
            : null;
    }

    // Months and years differ in length: the same day of another month is a step of months.
    static DateTime Date(DateTime from, DateTime to, int ahead)
    {
        var months = (12 * (to.Year - from.Year)) + to.Month - from.Month;
        return months > 0 && from.Day == to.Day && from.TimeOfDay == to.TimeOfDay ? to.AddMonths(ahead * months) : to + (ahead * (to - from));
    }

    static string Format(string text) => text.Length switch
    {
        <= 7 => "yyyy-MM",
        <= 10 => "yyyy-MM-dd",
        <= 16 => "yyyy-MM-dd HH:mm",
        _ => "yyyy-MM-dd HH:mm:ss",
    };

    static int Decimals(string number) => number.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? number.Length - point - 1 : 0;
}
