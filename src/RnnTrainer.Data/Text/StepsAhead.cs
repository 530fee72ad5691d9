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

        var form = CellFormat.Of(options);
        if (StepTime.TryRead(steps[^1], form, out _))
        {
            return Times(steps, form) is { } times && Date(times, ahead) is { } time ? StepTime.Format(time, steps, form) : null;
        }

        return ClockText.TryParse(steps[^1], out _) ? Clock(steps, ahead) : Number(steps, ahead, form);
    }

    static DateTime[]? Times(IReadOnlyList<string> steps, CellFormat form)
    {
        var times = new DateTime[steps.Count];
        for (var t = 0; t < times.Length; t++)
        {
            if (!StepTime.TryRead(steps[t], form, out times[t]))
            {
                return null;
            }
        }

        return times;
    }

    static string? Clock(IReadOnlyList<string> steps, int ahead)
    {
        var times = new TimeSpan[steps.Count];
        for (var t = 0; t < times.Length; t++)
        {
            if (!ClockText.TryParse(steps[t], out times[t]))
            {
                return null;
            }
        }

        return Usual(times.Zip(times.Skip(1), (a, b) => (b - a).Ticks)) is { } usual
            ? ClockText.Format(DateTime.UnixEpoch + times[^1] + TimeSpan.FromTicks(ahead * usual), steps[^1])
            : null;
    }

    static string? Number(IReadOnlyList<string> steps, int ahead, CellFormat form) =>
        NumberText.TryRead(Encoding.UTF8.GetBytes(steps[^2]), form, out var x)
        && NumberText.TryRead(Encoding.UTF8.GetBytes(steps[^1]), form, out var y)
            ? StepTime.Number(y + (ahead * (y - x)), steps, form)
            : null;

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
}
