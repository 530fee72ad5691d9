using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>The steps of one sequence, and the order that they put its rows in.</summary>
sealed class StepOrder(string id, bool series)
{
    readonly List<(StepValue Step, int Offset)> steps = [];
    bool sound = true; // false once a step was none
    bool inOrder = true; // each step is the one before plus one, or simply later where no such counting is meant

    public void Add(StepValue step, long offset, bool good)
    {
        sound &= good;
        inOrder &= steps.Count == 0 || Follows(steps[^1].Step, step);
        steps.Add((step, (int)offset));
    }

    /// <summary>The rows in order of step; null if they already are, or cannot be ordered. Reports steps that occur twice and, on request, gaps.</summary>
    public int[]? Sort(ErrorLog errors, bool gaps)
    {
        if (steps.Count == 0 || !sound || inOrder)
            return null;
        var order = Enumerable.Range(0, steps.Count).OrderBy(t => steps[t].Step.Key).ToArray(); // stable: of two equal steps, the later row is the surplus one
        for (var n = 1; n < order.Length; n++)
        {
            var ((before, first), (step, at)) = (steps[order[n - 1]], steps[order[n]]);
            if (step.Key == before.Key)
                errors.Add(at, $"{Name} has step {step} twice, first in line {errors.LineOf(first)}", series ? "Remove one of the two rows; or, if a column tells several series apart, name it (sequence:)." : "Remove one of the two rows, or give them different sequences.");
            else if (gaps && !Follows(before, step))
                errors.Add(at, $"{Name} goes from step {before} to step {step}", "Steps are counted by ones: add the missing rows, or number them again.");
        }

        return order;
    }

    string Name => series ? "the series" : $"sequence '{Printable.Cell(id)}'";

    /// <summary>Whole numbers count by ones; moments, numbers and the rows of a series only rise.</summary>
    bool Follows(StepValue before, StepValue step) =>
        series || step.Kind != StepKind.Whole || before.Kind != StepKind.Whole ? step.Key > before.Key : step.Key - 1 == before.Key;
}
