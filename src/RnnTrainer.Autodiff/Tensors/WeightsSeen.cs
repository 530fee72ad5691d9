namespace RnnTrainer.Autodiff.Tensors;

/// <summary>A tensor's numbers as they were when something was last made of them; zeros to begin with.</summary>
sealed unsafe class WeightsSeen(Tensor weights, Arena arena)
{
    readonly int _bytes = checked(weights.Length * weights.ElementSize);
    readonly nint _copy = arena.Take((long)weights.Length * weights.ElementSize);

    /// <summary>Whether they are others now, which are remembered.</summary>
    public bool HaveChanged()
    {
        var now = new ReadOnlySpan<byte>((void*)weights.Address, _bytes);
        var copy = new Span<byte>((void*)_copy, _bytes);
        if (now.SequenceEqual(copy))
        {
            return false;
        }

        now.CopyTo(copy);
        return true;
    }
}
