using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Steps that a sequence has twice, and what is to be done about them.</summary>
sealed class DuplicateSteps(LongColumns columns)
{
    const int FirstHour = 1, LastHour = 3;

    readonly List<(string Sequence, StepValue Step, long First, long Second)> _all = [];

    /// <param name="sequence">The sequence, for the message.</param>
    /// <param name="first">The byte offset of the first step cell.</param>
    /// <param name="second">That of the second.</param>
    public void Add(string sequence, StepValue step, long first, long second) => _all.Add((sequence, step, first, second));

    /// <summary>Records them as errors, with one hint for all.</summary>
    public void Report(TextSource text, ErrorLog errors)
    {
        if (_all.Count == 0)
        {
            return;
        }

        var isClockChange = _all.All(d => IsClockChange(d.Step)) && _all.DistinctBy(d => (d.Sequence, d.Step)).Count() == _all.Count;
        var (what, hint) = isClockChange
            ? (
                ": the local clock was set back in that hour",
                $"Give the times in UTC or with their offset, as in {_all[0].Step}+02:00; or remove one of the two rows.")
            : ("", Hint(text));
        foreach (var (sequence, step, first, second) in _all)
        {
            if (errors.IsFull)
            {
                errors.CountOneMore();
            }
            else
            {
                errors.Add(second, $"{sequence} has step {step} twice, first in line {errors.LineOf(first)}{what}", hint);
            }
        }
    }

    /// <summary>Clocks are set back on a Sunday in spring or autumn, between one and four in the morning.</summary>
    static bool IsClockChange(StepValue step)
    {
        if (step.Kind != StepKind.Time)
        {
            return false;
        }

        var time = DateTime.UnixEpoch.AddSeconds(step.Key);
        return time.DayOfWeek == DayOfWeek.Sunday && time.Hour is >= FirstHour and <= LastHour && time.Month is 3 or 4 or 9 or 10 or 11;
    }

    string Hint(TextSource text)
    {
        var (telling, areTimes) = TellingColumns.Find(text, columns, _all.Select(d => (d.First, d.Second)));
        var what = telling.Length == 1 ? $"Column '{columns.Header[telling[0]]}' tells"
            : $"Columns {string.Join(" and ", telling.Select(i => $"'{columns.Header[i]}'"))} tell";
        return telling.Length switch
        {
            > 0 when areTimes => $"{what} the two rows apart: set step: {Names(columns.Steps.Concat(telling))}.",
            > 0 => $"{what} the two rows apart: set sequence: {Names(columns.Keys.Concat(telling))}; or remove one of them.",
            _ => columns.IsSeries ? "Remove one of the two rows; or, if a column tells several series apart, name it (sequence:)."
                : "Remove one of the two rows, or give them different sequences.",
        };
    }

    string Names(IEnumerable<int> fields) => $"[{string.Join(", ", fields.Select(i => columns.Header[i]))}]";
}
