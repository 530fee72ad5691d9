using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>The usual distance in time between neighbouring steps: their median.</summary>
static class StepSpacing
{
    /// <summary>The number of steps that are looked at.</summary>
    public const int Most = 1000;

    const double DaysOfYear = 365.25;

    /// <summary>The median distance; null if the steps are not times.</summary>
    /// <param name="steps">Cells as the file has them: date-times as text or numbers, times of day, or years (1960, 1960.25, …).</param>
    /// <param name="format">How the file writes them.</param>
    public static TimeSpan? Of(IReadOnlyList<string> steps, CellFormat format) => Of([.. steps.Take(Most).Select(s => Days(s, format))]);

    /// <summary>The median distance; null if the steps are not times.</summary>
    /// <param name="days">Of each step its time in days; NaN if it is not a time.</param>
    public static TimeSpan? Of(double[] days)
    {
        if (days.Length < 2 || days.Any(double.IsNaN))
        {
            return null;
        }

        double[] distances = [.. days.Skip(1).Zip(days, (after, before) => after - before).Order()];
        return TimeSpan.FromDays(distances[distances.Length / 2]);
    }

    /// <summary>The time of a step in days from a fixed day; NaN if it is not a time.</summary>
    public static double Days(string step, CellFormat format) => Days(Encoding.UTF8.GetBytes(step), format);

    /// <summary>The time of a step in days from a fixed day; NaN if it is not a time.</summary>
    public static double Days(ReadOnlySpan<byte> cell, CellFormat format) =>
        StepTime.TryRead(cell, format, out var time) ? time.Ticks / (double)TimeSpan.TicksPerDay
            : ClockText.TryParse(cell, out var clock) ? clock.TotalDays
            : NumberText.TryRead(cell, format, out var x) && x is >= 1500 and < 2200 ? DaysOfYear * x
            : double.NaN;
}
