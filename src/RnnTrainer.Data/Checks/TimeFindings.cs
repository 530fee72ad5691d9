using RnnTrainer.Common;

namespace RnnTrainer.Data.Checks;

/// <summary>Times that are missing in a series, and the hour that is missing where clocks are set forward.</summary>
static class TimeFindings
{
    /// <summary>The findings in one set.</summary>
    public static IEnumerable<DataFinding> In(TimeTally times)
    {
        if (times.ClockChanges is { Count: > 0 } hours)
        {
            yield return new DataFinding(
                "clock-change",
                $"{Words.Counted(hours.Count, "hour")} {Words.Agree(hours.Count, "is", "are")} missing where clocks are set forward "
                + $"(daylight saving time): after {hours.Before} comes {hours.After}",
                "Nothing is lost: the times are local. In UTC, or with their offset, they are evenly spaced.");
        }

        if (times.Gaps is { Count: > 0 } gaps)
        {
            yield return new DataFinding(
                "gap",
                $"{Words.Counted(gaps.Count, "step")} {Words.Agree(gaps.Count, "is", "are")} farther apart than usual: after " +
                $"{gaps.Before} comes {gaps.After}",
                "The model treats all steps as equally long: add rows with empty cells for the missing times.");
        }
    }
}
