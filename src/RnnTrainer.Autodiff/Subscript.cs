using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff;

/// <summary>
/// What stands for one dimension between the brackets: an index, several indexes that are grouped as in <c>h[b, (g u)]</c>, or an entry of
/// an integer tensor as in <c>p[b, y[b]]</c>, which is a gather.
/// </summary>
public abstract record Subscript
{
    /// <summary>A single index.</summary>
    public static implicit operator Subscript(LoopIndex index) => new SingleIndex(index);

    /// <summary>Grouped indexes, the last the fastest: <c>(g u)</c> is g U + u.</summary>
    public static implicit operator Subscript((LoopIndex Slow, LoopIndex Fast) indexes) => new GroupedIndex([indexes.Slow, indexes.Fast]);

    /// <summary>A gather.</summary>
    /// <exception cref="NotationException">The expression is not an entry of an integer tensor.</exception>
    public static implicit operator Subscript(Expression entry) => entry is Reference { Tensor.IsInteger: true } reference
        ? new Gather(reference)
        : throw new NotationException($"\"{entry}\" can't be a subscript: only indexes and entries of integer tensors can.");
}
