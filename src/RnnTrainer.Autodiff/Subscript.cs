using RnnTrainer.Common;

namespace RnnTrainer.Autodiff;

/// <summary>
/// What stands in one place between the brackets: an index, several that count the place together as in <c>h[b, (g u)]</c>, or an integer tensor's entry as in <c>p[b, y[b]]</c>.
/// </summary>
public abstract record Subscript
{
    public static implicit operator Subscript(LoopIndex index) => new SingleIndex(index);

    public static implicit operator Subscript((LoopIndex Slow, LoopIndex Fast) indexes) => new GroupedIndex([indexes.Slow, indexes.Fast]);

    public static implicit operator Subscript(Expression entry) => entry is Reference { Tensor.IsInteger: true } reference
        ? new Gather(reference)
        : throw new NotationException($"\"{entry}\" can't be a subscript: only indexes and entries of integer tensors can.");
}

/// <summary>The subscript is the loop index itself.</summary>
sealed record SingleIndex(LoopIndex Index) : Subscript
{
    public override string ToString() => Index.Name;
}

/// <summary>Several indexes count the place together, the last the fastest: <c>(g u)</c> is g U + u, and the place has the size G U.</summary>
sealed record GroupedIndex(IReadOnlyList<LoopIndex> Indexes) : Subscript
{
    public bool Equals(GroupedIndex? other) => other is not null && Indexes.SequenceEqual(other.Indexes);

    public override int GetHashCode() => Indexes.Aggregate(0, (hash, index) => HashCode.Combine(hash, index));

    public override string ToString() => $"({string.Join(' ', Indexes)})";
}

/// <summary>The subscript is an entry of an integer tensor: <c>y[b]</c> in <c>p[b, y[b]]</c>.</summary>
sealed record Gather(Reference Entry) : Subscript
{
    public override string ToString() => Entry.ToString();
}
