using System.Runtime.InteropServices;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>The rows of one sequence while the file is read.</summary>
/// <param name="id">Its name.</param>
/// <param name="offset">Where its first row begins, in bytes.</param>
/// <param name="columns">The parts that the columns play.</param>
sealed class SequenceRows(string id, long offset, LongColumns columns)
{
    readonly bool steady = columns.Options.TargetLevel == TargetLevel.Sequence; // one target for all rows
    readonly int width = columns.Width;
    readonly List<double> inputs = new(columns.Width > 64 ? columns.Width : 16 * columns.Width); // of a wide table there may be one row
    readonly List<double> stepTargets = [];
    readonly List<string> stepLabels = [];
    readonly List<string> texts = [];
    readonly List<string> stepTexts = [];
    readonly StepOrder steps = new(id, columns.IsSeries);
    readonly double[] targets = new double[columns.Targets.Length];
    int targetsSeen;
    byte[] label = [];
    bool conflict; // true once a label or target disagreed

    public string Id => id;

    public long Offset => offset;

    /// <summary>Of the first row that has one.</summary>
    public string? Label { get; private set; }

    public int Length { get; private set; }

    /// <summary>Room for the inputs of one more row: x[k].</summary>
    public Span<double> AddRow()
    {
        Length++;
        CollectionsMarshal.SetCount(inputs, inputs.Count + width);
        return CollectionsMarshal.AsSpan(inputs)[^width..];
    }

    public void AddText(string text) => texts.Add(text);

    public void AddStep(StepValue step, long at, bool good) => steps.Add(step, at, good);

    public void AddStepText(string text) => stepTexts.Add(text);

    public void AddStepLabel(string here) => stepLabels.Add(here);

    public void AddStepTarget(double here) => stepTargets.Add(here);

    /// <summary>Whether this label is that of the rows before; the first sets it. A disagreement is told once.</summary>
    public bool Agrees(ReadOnlySpan<byte> here, StringPool pool)
    {
        if (Label is null)
        {
            label = here.ToArray();
            Label = pool.Of(here);
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

    /// <summary>Sorts the rows by step and reports steps that occur twice and, if no row of the file was passed over, gaps. True if rows were moved.</summary>
    public bool Order(ErrorLog errors, bool complete)
    {
        if (steps.Sort(errors, complete) is not { } order)
            return false;
        Permute(inputs, order);
        Permute(stepTargets, order);
        Permute(stepLabels, order);
        Permute(texts, order);
        Permute(stepTexts, order);
        return true;
    }

    public Sequence ToSequence()
    {
        var numbers = columns.TargetKind is TargetKind.Number or TargetKind.Binary;
        var sequence = new Sequence(id, Length, [.. inputs], Label, steady && numbers ? targets : null)
        {
            Line = (int)offset,
            StepLabels = !steady && columns.TargetKind == TargetKind.Label ? [.. stepLabels] : null,
            StepTargets = !steady && numbers ? [.. stepTargets] : null,
            Texts = columns.Texts.Length > 0 ? [.. texts] : null,
            Steps = stepTexts.Count > 0 ? [.. stepTexts] : null,
        };
        return columns.Options.TargetLevel == TargetLevel.Next && columns.TargetKind != TargetKind.None ? NextStep.Of(sequence) : sequence;
    }

    void Permute<T>(List<T> rows, int[] order)
    {
        var asRead = rows.ToArray();
        var size = asRead.Length / Length;
        var sorted = CollectionsMarshal.AsSpan(rows);
        for (var t = 0; t < order.Length && size > 0; t++)
            asRead.AsSpan(order[t] * size, size).CopyTo(sorted[(t * size)..]);
    }

    bool Once()
    {
        var first = !conflict;
        conflict = true;
        return first;
    }
}
