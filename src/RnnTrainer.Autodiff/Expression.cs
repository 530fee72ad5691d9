using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Printing;

namespace RnnTrainer.Autodiff;

/// <summary>
/// The right side of a statement, made from entries of tensors, numbers, + − × ÷ and the <see cref="Functions"/>. Two expressions are equal
/// if they are written alike.
/// </summary>
public abstract record Expression
{
    /// <summary>A number.</summary>
    public static implicit operator Expression(double value) => new Number(value);

    /// <summary>The sum. With an entry of a computed tensor on the left of <c>+=</c> it becomes a statement.</summary>
    public static Expression operator +(Expression left, Expression right) => new Binary(Operation.Add, left, right);

    /// <summary>The difference. With an entry of a computed tensor on the left of <c>-=</c> it becomes a statement.</summary>
    public static Expression operator -(Expression left, Expression right) => new Binary(Operation.Subtract, left, right);

    /// <summary>The product.</summary>
    public static Expression operator *(Expression left, Expression right) => new Binary(Operation.Multiply, left, right);

    /// <summary>The quotient.</summary>
    public static Expression operator /(Expression left, Expression right) => new Binary(Operation.Divide, left, right);

    /// <summary>The negative.</summary>
    public static Expression operator -(Expression operand) => new Negate(operand);

    /// <summary>
    /// The statement <c>this max= value</c>: the entry keeps the largest of the values. The maximum counts as a constant for the
    /// derivative.
    /// </summary>
    /// <exception cref="NotationException">This is no entry of a computed tensor.</exception>
    public void Max(Expression value)
    {
        var target = this as Reference ?? throw new NotationException($"\"{this}\" is not an entry of a tensor, so it can't take max=.");
        target.Tensor.Record(new Statement(target, Accumulation.Max, value));
    }

    /// <summary>The expression in index notation.</summary>
    public sealed override string ToString() => TextPrinter.Expression(this);

    /// <summary>This expression and all below it, from left to right.</summary>
    internal IEnumerable<Expression> Parts()
    {
        yield return this;
        foreach (var part in Operands().SelectMany(o => o.Parts()))
        {
            yield return part;
        }
    }

    /// <summary>The expressions directly below this one.</summary>
    internal IEnumerable<Expression> Operands() => this switch
    {
        Binary binary => [binary.Left, binary.Right],
        Negate negate => [negate.Operand],
        Power power => [power.Base],
        Apply apply => [apply.Argument],
        _ => [],
    };
}

/// <summary>An entry of a tensor: <c>WhR[j,i]</c>.</summary>
/// <param name="Subscripts">One for each dimension of the tensor.</param>
public sealed record Reference(Tensor Tensor, Subscript[] Subscripts) : Expression
{
    /// <summary>The loop indexes of the subscripts, those inside groups and gathers included.</summary>
    internal IEnumerable<LoopIndex> Indexes() => Subscripts.SelectMany(s => s switch
    {
        SingleIndex index => [index.Index],
        GroupedIndex group => group.Indexes,
        Gather gather => gather.Entry.Indexes(),
        _ => Enumerable.Empty<LoopIndex>(),
    });

    /// <summary>This reference and those that its gathers read.</summary>
    internal IEnumerable<Reference> WithGathered() => Subscripts.OfType<Gather>().SelectMany(g => g.Entry.WithGathered()).Prepend(this);

    /// <summary>Whether the other is the same entry, written alike, of the same tensor.</summary>
    public bool Equals(Reference? other) =>
        other is not null && ReferenceEquals(Tensor, other.Tensor) && Subscripts.AsSpan().SequenceEqual(other.Subscripts);

    /// <summary>The hash code of the tensor.</summary>
    public override int GetHashCode() => Tensor.GetHashCode();
}
