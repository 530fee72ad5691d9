namespace RnnTrainer.Data.Storage;

/// <summary>
/// Windows of steps, each of which is one step of what reads them: patch i has the <paramref name="Size"/> steps from
/// i · <paramref name="Stride"/> on. There are as many as are needed to have each step in one; beyond the ends of a sequence are zeros.
/// </summary>
/// <param name="Size">Steps of a patch.</param>
/// <param name="Stride">Steps from one patch to the next; at most Size.</param>
sealed record Patches(int Size, int Stride)
{
    /// <summary>
    /// Whether each step has an output: then patch i has those of the Stride steps from i · Stride on, and there are as many patches as
    /// that takes.
    /// </summary>
    public bool HasStepOutputs { get; init; }

    /// <summary>Whether patch i ends with step i · Stride instead of beginning with it, so that its outputs know no later step.</summary>
    public bool LooksBack { get; init; }

    /// <summary>The outputs of a patch.</summary>
    public int OutputSteps => HasStepOutputs ? Stride : 1;

    /// <summary>The patches of T steps.</summary>
    public int CountOf(int T) => HasStepOutputs ? (T + Stride - 1) / Stride : T <= Size ? 1 : ((T - Size + Stride - 1) / Stride) + 1;

    /// <summary>The first step of patch i; below 0 where it looks back beyond the beginning.</summary>
    public int First(int i) => (i * Stride) - (LooksBack ? Size - 1 : 0);

    /// <summary>The batch as patches; one that is as patches stays as it is.</summary>
    public Batch Of(Batch batch) => batch.Sequences.All(s => s.Unpatched is not null) ? batch
        : new Batch([.. batch.Sequences.Select(s => Of(s))]);

    /// <summary>
    /// A sequence whose steps are patches: row-major [N,Size·K], with the rows of a patch one after another. Targets of steps stay those of
    /// the sequence as it was.
    /// </summary>
    public Sequence Of(Sequence sequence)
    {
        var (N, K) = (CountOf(sequence.Length), sequence.Width);
        return sequence with
        {
            Length = N,
            Unpatched = sequence.Length,
            Inputs = new Values(new PatchStore(sequence.Inputs, this, sequence.Length), 0, checked(N * Size * K)),
            Steps = null,
            Texts = null,
        };
    }
}

/// <summary>The numbers of the patches of a sequence, read from those of its T steps.</summary>
sealed class PatchStore(Values numbers, Patches patches, int T) : NumberStore
{
    readonly int _columns = numbers.Length / T;

    int Width => patches.Size * _columns;

    public override void Read(long from, Span<double> to)
    {
        if (to.IsEmpty)
        {
            return;
        }

        // The steps of all patches that are asked for are read once, as patches overlap.
        var start = Math.Max(0, patches.First((int)(from / Width)));
        var end = Math.Min(T, patches.First((int)((from + to.Length - 1) / Width)) + patches.Size);
        var steps = numbers.Slice(start * _columns, (end - start) * _columns).Span;
        for (var done = 0; done < to.Length;)
        {
            var (patch, at) = Math.DivRem(from + done, Width);
            var part = to.Slice(done, (int)Math.Min(to.Length - done, Width - at));
            var place = (int)(((patches.First((int)patch) - start) * (long)_columns) + at);
            var before = Math.Clamp(-place, 0, part.Length);
            var there = Math.Clamp(steps.Length - (place + before), 0, part.Length - before);
            part.Clear();
            steps.Slice(Math.Min(place + before, steps.Length), there).CopyTo(part[before..]);
            done += part.Length;
        }
    }
}
