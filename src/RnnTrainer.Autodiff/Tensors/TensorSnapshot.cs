namespace RnnTrainer.Autodiff.Tensors;

/// <summary>
/// A copy of a tensor's entries, to see whether they have changed since something was computed from them. It starts with zeros.
/// </summary>
sealed unsafe class TensorSnapshot(Tensor tensor, Arena arena)
{
    readonly int _bytes = checked(tensor.Length * tensor.ElementSize);
    readonly nint _copy = arena.Take((long)tensor.Length * tensor.ElementSize);

    /// <summary>Whether the tensor differs from the copy, which then takes its entries.</summary>
    public bool UpdateIfChanged()
    {
        var now = new ReadOnlySpan<byte>((void*)tensor.Address, _bytes);
        var copy = new Span<byte>((void*)_copy, _bytes);
        if (now.SequenceEqual(copy))
        {
            return false;
        }

        now.CopyTo(copy);
        return true;
    }
}
