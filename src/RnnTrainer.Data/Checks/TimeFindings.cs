using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Checks;

/// <summary>Times that are missing in a series, and the hour that is missing where clocks are set forward.</summary>
static class TimeFindings
{
    /// <summary>
    /// Steps that are farther apart than this multiple of the usual distance have a gap between them; months and years differ in length.
    /// </summary>
    const double Gap = 1.5;

    const double Hour = 1 / 24.0, Second = 1 / 86400.0;

    /// <summary>The findings in one set.</summary>
    public static IEnumerable<DataFinding> In(NamedSequences set)
    {
        var format = CellFormat.Of(set.Options);
        var all = set.Sequences.Select(s => s.Steps).OfType<IReadOnlyList<string>>().SelectMany(steps => Gaps(steps, format)).ToList();
        var (hours, gaps) = (all.Where(g => g.IsClockChange).ToList(), all.Where(g => !g.IsClockChange).ToList());
        if (hours.Count > 0)
        {
            yield return new DataFinding(
                "clock-change",
                $"{Words.Counted(hours.Count, "hour")} {Words.Agree(hours.Count, "is", "are")} missing where clocks are set forward "
                + $"(daylight saving time): after {hours[0].Before} comes {hours[0].After}",
                "Nothing is lost: the times are local. In UTC, or with their offset, they are evenly spaced.");
        }

        if (gaps.Count > 0)
        {
            yield return new DataFinding(
                "gap",
                $"{Words.Counted(gaps.Count, "step")} {Words.Agree(gaps.Count, "is", "are")} farther apart than usual: after " +
                $"{gaps[0].Before} comes {gaps[0].After}",
                "The model treats all steps as equally long: add rows with empty cells for the missing times.");
        }
    }

    static IEnumerable<TimeGap> Gaps(IReadOnlyList<string> steps, CellFormat format)
    {
        var usual = StepSpacing.Of(steps, format)?.TotalDays ?? 0;
        for (var t = 1; t < steps.Count && usual > 0; t++)
        {
            var (before, after) = (StepSpacing.Days(steps[t - 1], format), StepSpacing.Days(steps[t], format));
            if (!(after - before <= Gap * usual))
            {
                yield return new TimeGap(steps[t - 1], steps[t], IsClockChange(before, after, usual));
            }
        }
    }

    /// <summary>
    /// Whether one hour is missing where clocks are set forward: early on a Sunday in spring, of either half of the earth, in steps of an
    /// hour or less.
    /// </summary>
    static bool IsClockChange(double before, double after, double usual)
    {
        if (!(usual <= Hour + Second && Math.Abs(after - before - usual - Hour) < Second) || !(after is > 1 and < 3_000_000))
        {
            return false;
        }

        var time = new DateTime((long)(after * TimeSpan.TicksPerDay));
        return time.DayOfWeek == DayOfWeek.Sunday && time.Hour is >= 1 and <= 4 && time.Month is 3 or 4 or 9 or 10;
    }

    sealed record TimeGap(string Before, string After, bool IsClockChange);
}
