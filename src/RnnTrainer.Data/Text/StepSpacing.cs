using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>How far steps are usually apart: the median over neighbours.</summary>
static class StepSpacing
{
    const int Looked = 1000;
    const double DaysOfYear = 365.25, SecondsOfDay = 86400;

    /// <param name="steps">As written: date-times, seconds or milliseconds since 1970, or years as numbers (1960, 1960.25, …). Others tell no time.</param>
    /// <param name="form">How the file writes them.</param>
    public static TimeSpan? Of(string[] steps, CellFormat form)
    {
        var days = steps.Take(Looked).Select(s => Days(s, form)).ToArray();
        if (days.Length < 2 || days.Any(double.IsNaN))
            return null;
        double[] gaps = [.. days.Skip(1).Zip(days, (after, before) => after - before).Order()];
        return TimeSpan.FromDays(gaps[gaps.Length / 2]);
    }

    /// <summary>When a step was, in days from a fixed day; NaN if it tells no time.</summary>
    public static double Days(string step, CellFormat form)
    {
        var cell = Encoding.UTF8.GetBytes(step);
        return form.TryDate(cell, out var time) ? time.Ticks / (double)TimeSpan.TicksPerDay
            : !form.TryNumber(cell, out var x) ? double.NaN
            : UnixTime.Is(x) ? UnixTime.Seconds(x) / SecondsOfDay
            : x is >= 1500 and < 2200 ? DaysOfYear * x
            : double.NaN;
    }
}
