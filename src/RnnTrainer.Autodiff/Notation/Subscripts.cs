namespace RnnTrainer.Autodiff.Notation;

/// <summary>A subscript that is a loop index.</summary>
sealed record SingleIndex(LoopIndex Index) : Subscript
{
    public override string ToString() => Index.Name;
}

/// <summary>Several indexes of one dimension, the last the fastest: <c>(g u)</c> is g U + u, and the dimension has the size G U.</summary>
sealed record GroupedIndex(IReadOnlyList<LoopIndex> Indexes) : Subscript
{
    public bool Equals(GroupedIndex? other) => other is not null && Indexes.SequenceEqual(other.Indexes);

    public override int GetHashCode() => Indexes.Aggregate(0, (hash, index) => HashCode.Combine(hash, index));

    public override string ToString() => $"({string.Join(' ', Indexes)})";
}

/// <summary>A subscript that is an entry of an integer tensor: <c>y[b]</c> in <c>p[b, y[b]]</c>.</summary>
sealed record Gather(Reference Entry) : Subscript
{
    public override string ToString() => Entry.ToString();
}
