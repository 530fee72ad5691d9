using System.Globalization;
using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>The steps that follow those of a file, where they can be predicted: evenly spaced numbers and date-times.</summary>
static class StepsAhead
{
    // Days from Monday to Friday.
    const int WorkingWeek = 5;

    /// <summary>The cell of the step <paramref name="ahead"/> after the last, in the same form; null if it is not determined.</summary>
    /// <param name="steps">Cells as the file has them; two are enough.</param>
    /// <param name="ahead">From 1.</param>
    /// <param name="options">How the file writes numbers and dates.</param>
    public static string? Of(IReadOnlyList<string> steps, int ahead, DataOptions options)
    {
        if (steps.Count < 2)
        {
            return null;
        }

        var (before, last, form) = (steps[^2], steps[^1], CellFormat.Of(options));
        if (DateText.TryParse(last, form.Dates, out _))
        {
            return Dates(steps, form) is { } times && Date(times, ahead) is { } time ? DateText.Format(time, last, form.Dates) : null;
        }

        var sign = (char)form.Sign;
        return NumberText.TryRead(Encoding.UTF8.GetBytes(before), form, out var x) && NumberText.TryRead(Encoding.UTF8.GetBytes(last), form, out var y)
            ? (y + (ahead * (y - x))).ToString($"F{Math.Max(Decimals(before, sign), Decimals(last, sign))}", CultureInfo.InvariantCulture).Replace('.', sign)
            : null;
    }

    static DateTime[]? Dates(IReadOnlyList<string> steps, CellFormat form)
    {
        var times = new DateTime[steps.Count];
        for (var t = 0; t < times.Length; t++)
        {
            if (!DateText.TryParse(steps[t], form.Dates, out times[t]))
            {
                return null;
            }
        }

        return times;
    }

    /// <summary>
    /// Months and years differ in length: the same day of each month, and the last day of each month, continue by months. Else the usual distance continues if all
    /// others are multiples of it, as after a gap; days without a Saturday and a Sunday continue by working days.
    /// </summary>
    static DateTime? Date(DateTime[] times, int ahead)
    {
        var last = times[^1];
        int[] months = [.. times.Zip(times.Skip(1), (a, b) => (12 * (b.Year - a.Year)) + b.Month - a.Month)];
        var isMonthly = months.All(m => m > 0) && times.All(t => t.TimeOfDay == last.TimeOfDay);
        if (isMonthly && Usual(months.Select(m => (long)m)) is { } step)
        {
            if (times.All(t => t.Day == last.Day))
            {
                return last.AddMonths((int)(ahead * step));
            }

            if (times.All(t => t.AddDays(1).Month != t.Month))
            {
                return last.AddDays(1).AddMonths((int)(ahead * step)).AddDays(-1);
            }
        }

        long[] distances = [.. times.Zip(times.Skip(1), (a, b) => (b - a).Ticks)];
        var isWorkdays = times.Length > WorkingWeek && times.All(t => t.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        return Usual(distances) is not { } usual ? null
            : isWorkdays && usual == TimeSpan.TicksPerDay ? Workday(last, ahead)
            : last + TimeSpan.FromTicks(ahead * usual);
    }

    /// <summary>The commonest distance, above zero, if all others are multiples of it; else null.</summary>
    static long? Usual(IEnumerable<long> distances)
    {
        var usual = distances.CountBy(d => d).OrderByDescending(p => p.Value).ThenBy(p => p.Key).First().Key;
        return usual > 0 && distances.All(d => d > 0 && d % usual == 0) ? usual : null;
    }

    static DateTime Workday(DateTime last, int ahead)
    {
        for (var day = last; ;)
        {
            day = day.AddDays(1);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && --ahead == 0)
            {
                return day;
            }
        }
    }

    static int Decimals(string number, char sign) => number.IndexOf(sign, StringComparison.Ordinal) is >= 0 and var at ? number.Length - at - 1 : 0;
}
