using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>The steps of one sequence, and the order of its rows that follows from them.</summary>
sealed class StepOrder(string id, bool isSeries)
{
    readonly List<(StepValue Step, int Offset)> _steps = [];
    bool _isValid = true; // false once a cell was not a step
    bool _isInOrder = true; // each step follows the one before

    public void Add(StepValue step, long offset, bool isValid)
    {
        _isValid &= isValid;
        _isInOrder &= _steps.Count == 0 || Follows(_steps[^1].Step, step);
        _steps.Add((step, (int)offset));
    }

    /// <summary>
    /// The rows in order of step; null if they already are, or cannot be ordered. Reports duplicate steps and, on request, gaps.
    /// </summary>
    public int[]? Sort(ErrorLog errors, bool reportGaps)
    {
        if (_steps.Count == 0 || !_isValid || _isInOrder)
        {
            return null;
        }

        // stable: of two equal steps, the later row is the surplus one
        var order = Enumerable.Range(0, _steps.Count).OrderBy(t => _steps[t].Step.Key).ToArray();
        for (var n = 1; n < order.Length; n++)
        {
            var ((before, first), (step, at)) = (_steps[order[n - 1]], _steps[order[n]]);
            if (step.Key == before.Key)
            {
                errors.Add(at, $"{Name} has step {step} twice, first in line {errors.LineOf(first)}", DuplicateHint);
            }
            else if (reportGaps && !Follows(before, step))
            {
                errors.Add(
                    at, $"{Name} goes from step {before} to step {step}",
                    "Steps are counted by ones: add the missing rows, or number them again.");
            }
        }

        return order;
    }

    string Name => isSeries ? "the series" : $"sequence '{Printable.Cell(id)}'";

    string DuplicateHint => isSeries
        ? "Remove one of the two rows; or, if a column tells several series apart, name it (sequence:)."
        : "Remove one of the two rows, or give them different sequences.";

    /// <summary>Whole numbers count by ones; times, numbers and the steps of a series only rise.</summary>
    bool Follows(StepValue before, StepValue step) =>
        isSeries || step.Kind != StepKind.Whole || before.Kind != StepKind.Whole ? step.Key > before.Key : step.Key - 1 == before.Key;
}
