using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff;

/// <summary>The right side of a statement. Equal when written alike.</summary>
public abstract record Expression
{
    public static implicit operator Expression(double value) => new Number(value);

    public static Expression operator +(Expression left, Expression right) => new Binary(Operation.Add, left, right);

    public static Expression operator -(Expression left, Expression right) => new Binary(Operation.Subtract, left, right);

    public static Expression operator *(Expression left, Expression right) => new Binary(Operation.Multiply, left, right);

    public static Expression operator /(Expression left, Expression right) => new Binary(Operation.Divide, left, right);

    public static Expression operator -(Expression operand) => new Negate(operand);

    /// <summary>The statement <c>this max= value</c>: the entry keeps the largest of the values. The maximum counts as a constant for the derivative.</summary>
    /// <exception cref="NotationException">This is no entry of a computed tensor.</exception>
    public void Max(Expression value)
    {
        var target = this as Reference ?? throw new NotationException($"\"{this}\" is not an entry of a tensor, so it can't take max=.");
        target.Tensor.Record(new Statement(target, Accumulation.Max, value));
    }

    /// <summary>The notation's text, as <see cref="TextPrinter"/> writes it.</summary>
    public sealed override string ToString() => TextPrinter.Expression(this);

    /// <summary>This expression and all below it, from left to right.</summary>
    public IEnumerable<Expression> Parts()
    {
        yield return this;
        foreach (var part in Operands().SelectMany(o => o.Parts()))
        {
            yield return part;
        }
    }

    /// <summary>The expressions directly below this one.</summary>
    public IEnumerable<Expression> Operands() => this switch
    {
        Binary binary => [binary.Left, binary.Right],
        Negate negate => [negate.Operand],
        Power power => [power.Base],
        Apply apply => [apply.Argument],
        _ => [],
    };
}

enum Operation
{
    Add,
    Subtract,
    Multiply,
    Divide,
}

sealed record Number(double Value) : Expression;

/// <summary>B, the number of examples in the batch: the 1/B of parameter gradients.</summary>
sealed record BatchSize : Expression;

sealed record Binary(Operation Operation, Expression Left, Expression Right) : Expression;

sealed record Negate(Expression Operand) : Expression;

/// <summary>A whole power: <c>Z[b]^2</c>.</summary>
sealed record Power(Expression Base, int Exponent) : Expression;

/// <summary>A function of one number: <c>tanh(R~[b,j])</c>.</summary>
sealed record Apply(Function Function, Expression Argument) : Expression;

/// <summary>An entry of a tensor: <c>WhR[j,i]</c>.</summary>
public sealed record Reference(Tensor Tensor, Subscript[] Subscripts) : Expression
{
    /// <summary>The loop indexes of the subscripts, those inside groups and gathers included.</summary>
    public IEnumerable<LoopIndex> Indexes() => Subscripts.SelectMany(s => s switch
    {
        SingleIndex index => [index.Index],
        GroupedIndex group => group.Indexes,
        Gather gather => gather.Entry.Indexes(),
        _ => Enumerable.Empty<LoopIndex>(),
    });

    public bool Equals(Reference? other) =>
        other is not null && ReferenceEquals(Tensor, other.Tensor) && Subscripts.AsSpan().SequenceEqual(other.Subscripts);

    public override int GetHashCode() => Tensor.GetHashCode();
}
