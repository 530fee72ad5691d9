namespace RnnTrainer.Autodiff;

/// <summary>What stands in one place between the brackets: a letter, or an integer tensor's entry as in <c>p[b, y[b]]</c>.</summary>
public abstract record Subscript
{
    public static implicit operator Subscript(Axis letter) => new Letter(letter);

    public static implicit operator Subscript(Expression entry) => entry is Reference { Tensor.IsInteger: true } reference
        ? new LookUp(reference)
        : throw new NotationException($"«{entry}» can't be a subscript: only letters and entries of integer tensors can.");
}

/// <summary>The subscript is the loop letter itself.</summary>
public sealed record Letter(Axis Axis) : Subscript
{
    public override string ToString() => Axis.Name;
}

/// <summary>The subscript is an entry of an integer tensor: <c>y[b]</c> in <c>p[b, y[b]]</c>.</summary>
public sealed record LookUp(Reference Entry) : Subscript
{
    public override string ToString() => Entry.ToString();
}
