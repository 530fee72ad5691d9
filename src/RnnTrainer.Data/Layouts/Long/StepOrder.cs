using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>The steps of one sequence, and the order of its rows that follows from them.</summary>
sealed class StepOrder(string id, LongColumns columns)
{
    readonly List<(StepValue Step, int Offset)> _steps = [];
    bool _isValid = true; // false once a cell was not a step
    bool _rises = true; // each step is above the one before
    bool _falls = true;
    bool _countsByOnes = true;

    /// <summary>Whether the distances between the steps mean anything: times may be uneven, and a series may have any numbers.</summary>
    public bool IsCounted => !columns.IsSeries && _isValid && _steps.Count > 1 && _steps[0].Step.Kind is StepKind.Whole or StepKind.Number;

    public void Add(StepValue step, long offset, bool isValid)
    {
        _isValid &= isValid;
        if (_steps.Count > 0)
        {
            var distance = Rank(step) - Rank(_steps[^1].Step);
            _rises &= distance > 0;
            _falls &= distance < 0;
            _countsByOnes &= distance == 1;
        }

        _steps.Add((step, (int)offset));
    }

    /// <summary>Adds the distances between the steps, in their order, to those of the file.</summary>
    public void Count(StepDistances distances)
    {
        if (_countsByOnes)
        {
            distances.AddOnes(_steps.Count - 1);
            return;
        }

        var keys = Keys();
        if (!_rises)
        {
            Array.Sort(keys);
        }

        for (var n = 1; n < keys.Length; n++)
        {
            distances.Add(keys[n] - keys[n - 1]);
        }
    }

    /// <summary>The rows in order of step; null if they already are, or cannot be ordered. Reports duplicate steps.</summary>
    /// <param name="duplicates">Takes the duplicate steps.</param>
    /// <param name="reportGaps">Whether whole numbers that are not one apart are errors.</param>
    public int[]? Sort(ErrorLog errors, DuplicateSteps duplicates, bool reportGaps)
    {
        if (_steps.Count == 0 || !_isValid || (_rises && (!reportGaps || _countsByOnes)) || IsSecondDay(errors))
        {
            return null;
        }

        // stable: of two equal steps, the later row is the surplus one
        var keys = Keys();
        var order = Enumerable.Range(0, keys.Length).OrderBy(t => keys[t]).ToArray();
        for (var n = 1; n < order.Length; n++)
        {
            var ((before, first), (step, at)) = (_steps[order[n - 1]], _steps[order[n]]);
            if (step.Key == before.Key)
            {
                duplicates.Add(Name, step, first, at);
            }
            else if (reportGaps && IsGap(before, step))
            {
                errors.Add(
                    at, $"{Name} goes from step {before} to step {step}",
                    "Steps are counted by ones: add the missing rows, or number them again.");
            }
        }

        return _rises ? null : order;
    }

    /// <summary>Whether times of day begin again, which makes their order unknown; records it as an error.</summary>
    bool IsSecondDay(ErrorLog errors)
    {
        var fall = _rises || _falls || _steps[0].Step.Kind != StepKind.Clock ? -1
            : Enumerable.Range(1, _steps.Count - 1).FirstOrDefault(t => _steps[t].Step.Key < _steps[t - 1].Step.Key, -1);
        if (fall < 0)
        {
            return false;
        }

        var column = columns.Header[columns.Steps[0]];
        errors.Add(
            _steps[fall].Offset, $"{Name} goes from {_steps[fall - 1].Step} back to {_steps[fall].Step} in column '{column}'",
            "Times of day alone order the rows of one day: name the column of the date before it, as in step: [date, time].");
        return true;
    }

    double[] Keys() => [.. _steps.Select(s => Rank(s.Step))];

    /// <summary>What rises from row to row: the step, or a number that falls as time passes.</summary>
    double Rank(StepValue step) =>
        columns.Options.Order == RowOrder.Falling && step.Kind is StepKind.Whole or StepKind.Number ? -step.Key : step.Key;

    string Name => columns.IsSeries && !columns.SplitsAtBlankLines ? "the series" : $"sequence '{Printable.Cell(id)}'";

    /// <summary>Whether whole numbers are farther apart than one and are no days such as 20240131.</summary>
    bool IsGap(StepValue before, StepValue step) =>
        before.Kind == StepKind.Whole && step.Kind == StepKind.Whole && Rank(step) - 1 != Rank(before) && !(IsDay(before) && IsDay(step));

    static bool IsDay(StepValue step) => DateNumber.TryRead(step.Key, DateFormat.Yyyymmdd, out var day) && day.Year is > 1900 and < 2100;
}
