using System.Globalization;
using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>The steps that follow those of a file, if they are regular numbers or date-times.</summary>
static class StepsAhead
{
    // Days from Monday to Friday.
    const int WorkingWeek = 5;

    /// <summary>The cell of a step after the last, in the same format; null if it does not follow from the steps.</summary>
    /// <param name="steps">Cells as the file has them, at least two.</param>
    /// <param name="ahead">The number of steps after the last, from 1.</param>
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
        return NumberText.TryRead(Encoding.UTF8.GetBytes(before), form, out var x)
            && NumberText.TryRead(Encoding.UTF8.GetBytes(last), form, out var y)
            ? (y + (ahead * (y - x))).ToString($"F{Math.Max(Decimals(before, sign), Decimals(last, sign))}", CultureInfo.InvariantCulture)
                .Replace('.', sign)
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
    /// Months and years differ in length: if all times are on the same day of a month, or on the last day of one, the next is a number of
    /// months later. Otherwise the next follows at the usual distance if all others are multiples of it, as after a gap. Days without any
    /// Saturday and Sunday continue with the next working day.
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

    /// <summary>The most frequent distance if it is above zero and all others are multiples of it; otherwise null.</summary>
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

    static int Decimals(string number, char sign) =>
        number.IndexOf(sign, StringComparison.Ordinal) is >= 0 and var at ? number.Length - at - 1 : 0;
}
