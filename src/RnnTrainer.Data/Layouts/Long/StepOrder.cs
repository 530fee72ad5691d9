using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>The steps of one sequence, and the order of its rows that follows from them.</summary>
/// <param name="columns">The roles of the columns.</param>
sealed class StepOrder(LongColumns columns)
{
    StepRun _all;

    /// <summary>Whether the distances between the steps mean anything: times may be uneven, and a series may have any numbers.</summary>
    public bool IsCounted => !columns.IsSeries && _all.IsValid && _all.Count > 1 && _all.First.Kind is StepKind.Whole or StepKind.Number;

    /// <summary>Whether the rows are as they have to be: nothing has to be sorted or reported.</summary>
    /// <param name="reportGaps">Whether whole numbers that are not one apart are errors.</param>
    public bool IsInOrder(bool reportGaps) => _all.Count == 0 || !_all.IsValid || (_all.Rises && (!reportGaps || _all.CountsByOnes));

    /// <summary>Adds the steps of the next rows.</summary>
    public void Add(StepRun steps) => _all = _all.With(steps, columns.Options.Order);

    /// <summary>Adds the distances between the steps, in their order, to those of the file.</summary>
    /// <param name="steps">The steps that were added.</param>
    public void Count(StepDistances distances, Func<int, StepValue> steps)
    {
        if (_all.CountsByOnes)
        {
            distances.AddOnes(_all.Count - 1);
            return;
        }

        var keys = new double[_all.Count];
        for (var t = 0; t < keys.Length; t++)
        {
            keys[t] = Rank(steps(t));
        }

        if (!_all.Rises)
        {
            Array.Sort(keys);
        }

        for (var n = 1; n < keys.Length; n++)
        {
            distances.Add(keys[n] - keys[n - 1]);
        }
    }

    /// <summary>The rows in order of step; null if they already are, or cannot be ordered. Reports duplicate steps.</summary>
    /// <param name="id">The name of the sequence, for messages.</param>
    /// <param name="steps">The steps that were added, and where their cells are.</param>
    /// <param name="duplicates">Takes the duplicate steps.</param>
    /// <param name="reportGaps">Whether whole numbers that are not one apart are errors.</param>
    public int[]? Sort(
        string id, IReadOnlyList<(StepValue Step, long Offset)> steps, ErrorLog errors, DuplicateSteps duplicates, bool reportGaps)
    {
        var name = columns.IsSeries && !columns.SplitsAtBlankLines ? "the series" : $"sequence '{Printable.Cell(id)}'";
        if (IsSecondDay(name, steps, errors))
        {
            return null;
        }

        // stable: of two equal steps, the later row is the surplus one
        double[] keys = [.. steps.Select(s => Rank(s.Step))];
        var order = Enumerable.Range(0, keys.Length).OrderBy(t => keys[t]).ToArray();
        for (var n = 1; n < order.Length; n++)
        {
            var ((before, first), (step, at)) = (steps[order[n - 1]], steps[order[n]]);
            if (step.Key == before.Key)
            {
                duplicates.Add(name, step, first, at);
            }
            else if (reportGaps && IsGap(before, step))
            {
                errors.Add(
                    at, $"{name} goes from step {before} to step {step}",
                    "Steps are counted by ones: add the missing rows, or number them again.");
            }
        }

        return _all.Rises ? null : order;
    }

    /// <summary>Whether times of day begin again, which makes their order unknown; records it as an error.</summary>
    bool IsSecondDay(string name, IReadOnlyList<(StepValue Step, long Offset)> steps, ErrorLog errors)
    {
        var fall = _all.Rises || _all.Falls || _all.First.Kind != StepKind.Clock ? -1
            : Enumerable.Range(1, steps.Count - 1).FirstOrDefault(t => steps[t].Step.Key < steps[t - 1].Step.Key, -1);
        if (fall < 0)
        {
            return false;
        }

        var column = columns.Header[columns.Steps[0]];
        errors.Add(
            steps[fall].Offset, $"{name} goes from {steps[fall - 1].Step} back to {steps[fall].Step} in column '{column}'",
            "Times of day alone order the rows of one day: name the column of the date before it, as in step: [date, time].");
        return true;
    }

    double Rank(StepValue step) => StepRun.Rank(step, columns.Options.Order);

    /// <summary>Whether whole numbers are farther apart than one and are no days such as 20240131.</summary>
    bool IsGap(StepValue before, StepValue step) =>
        before.Kind == StepKind.Whole && step.Kind == StepKind.Whole && Rank(step) - 1 != Rank(before) && !(IsDay(before) && IsDay(step));

    static bool IsDay(StepValue step) => DateNumber.TryRead(step.Key, DateFormat.Yyyymmdd, out var day) && day.Year is > 1900 and < 2100;
}
