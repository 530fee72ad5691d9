using System.Runtime.InteropServices;
using System.Text;

namespace RnnTrainer.Data;

/// <summary>The rows of one sequence while the file is read.</summary>
/// <param name="id">Its name.</param>
/// <param name="offset">Where its first row begins, in bytes.</param>
/// <param name="columns">The parts that the columns play.</param>
sealed class SequenceRows(string id, long offset, LongColumns columns)
{
    readonly int width = columns.Inputs.Length;
    readonly List<double> inputs = new(16 * columns.Inputs.Length);
    readonly List<(long Step, int Offset)> steps = [];
    readonly double[] targets = new double[columns.Targets.Length];
    int targetsSeen;
    byte[] label = [];
    bool numbered = true; // false once a step was no number
    bool conflict; // true once a label or target disagreed

    public string Id => id;

    public long Offset => offset;

    /// <summary>Of the first row that has one.</summary>
    public string? Label { get; private set; }

    int Length => inputs.Count / width;

    /// <summary>Room for the inputs of one more row: x[k].</summary>
    public Span<double> AddRow()
    {
        CollectionsMarshal.SetCount(inputs, inputs.Count + width);
        return CollectionsMarshal.AsSpan(inputs)[^width..];
    }

    public void AddStep(long step, long offset, bool good)
    {
        steps.Add((step, (int)offset));
        numbered &= good;
    }

    /// <summary>Whether this label is that of the rows before; the first sets it. A disagreement is told once.</summary>
    public bool Agrees(ReadOnlySpan<byte> here)
    {
        if (Label is null)
        {
            label = here.ToArray();
            Label = Encoding.UTF8.GetString(here);
        }

        return here.SequenceEqual(label) || !Once();
    }

    /// <summary>The same for target <paramref name="n"/>.</summary>
    public bool Agrees(int n, double here)
    {
        if (targetsSeen == n)
        {
            targets[n] = here;
            targetsSeen++;
        }

        return targets[n] == here || !Once();
    }

    /// <summary>Sorts the rows by step and reports steps that occur twice and, if no row of the file was passed over, gaps.</summary>
    public void Order(ErrorLog errors, bool complete)
    {
        if (steps.Count == 0 || !numbered || InOrder())
            return;
        var order = Enumerable.Range(0, Length).OrderBy(t => steps[t].Step).ToArray(); // stable: of two equal steps, the later row is the surplus one
        for (var n = 1; n < order.Length; n++)
        {
            var ((before, first), (step, at)) = (steps[order[n - 1]], steps[order[n]]);
            if (step == before)
                errors.Add(at, $"sequence '{NumberText.Shorten(id)}' has step {step} twice, first in line {errors.LineOf(first)}", "Remove one of the two rows, or give them different sequences.");
            else if (complete && step - before != 1)
                errors.Add(at, $"sequence '{NumberText.Shorten(id)}' goes from step {before} to step {step}", "Steps are counted by ones: add the missing rows, or number them again.");
        }

        Sort(order);
    }

    public Sequence ToSequence() =>
        new(id, Length, [.. inputs], Label, columns.TargetKind == TargetKind.Number ? targets : null) { Line = (int)offset };

    bool InOrder()
    {
        for (var t = 1; t < steps.Count; t++)
        {
            if (steps[t].Step - 1 != steps[t - 1].Step)
                return false;
        }

        return true;
    }

    void Sort(int[] order)
    {
        var asRead = inputs.ToArray();
        var sorted = CollectionsMarshal.AsSpan(inputs);
        for (var t = 0; t < order.Length; t++)
            asRead.AsSpan(order[t] * width, width).CopyTo(sorted[(t * width)..]);
    }

    bool Once()
    {
        var first = !conflict;
        conflict = true;
        return first;
    }
}
