namespace RnnTrainer.Autodiff;

/// <summary>
/// What stands in one place between the brackets: a letter, several that count the place together as in <c>h[b, (g u)]</c>, or an integer tensor's entry as in <c>p[b, y[b]]</c>.
/// </summary>
public abstract record Subscript
{
    public static implicit operator Subscript(Axis letter) => new Letter(letter);

    public static implicit operator Subscript((Axis Slow, Axis Fast) letters) => new Composite([letters.Slow, letters.Fast]);

    public static implicit operator Subscript(Expression entry) => entry is Reference { Tensor.IsInteger: true } reference
        ? new LookUp(reference)
        : throw new NotationException($"«{entry}» can't be a subscript: only letters and entries of integer tensors can.");
}

/// <summary>The subscript is the loop letter itself.</summary>
public sealed record Letter(Axis Axis) : Subscript
{
    public override string ToString() => Axis.Name;
}

/// <summary>Several letters count the place together, the last the fastest: <c>(g u)</c> is g U + u, and the place has the size G U.</summary>
public sealed record Composite(IReadOnlyList<Axis> Letters) : Subscript
{
    public bool Equals(Composite? other) => other is not null && Letters.SequenceEqual(other.Letters);

    public override int GetHashCode() => Letters.Aggregate(0, (hash, letter) => HashCode.Combine(hash, letter));

    public override string ToString() => $"({string.Join(' ', Letters)})";
}

/// <summary>The subscript is an entry of an integer tensor: <c>y[b]</c> in <c>p[b, y[b]]</c>.</summary>
public sealed record LookUp(Reference Entry) : Subscript
{
    public override string ToString() => Entry.ToString();
}
