namespace RnnTrainer.Autodiff;

public enum Accumulation
{
    /// <summary><c>+=</c></summary>
    Add,

    /// <summary><c>-=</c></summary>
    Subtract,

    /// <summary><c>max=</c>: the target keeps the largest value; it is a constant for the derivative.</summary>
    Max,
}

/// <summary>One line of a program: <c>for b,j,i: R~[b,j] += WhR[j,i] h[b,i]</c>. Letters absent on the left are summed.</summary>
public sealed class Statement
{
    /// <param name="letters">The order of the loops; null: the target's letters, then the others as they occur.</param>
    /// <param name="sizes">Their sizes, where a derived statement loops over a letter that none of its tensors has; null: the tensors tell.</param>
    /// <exception cref="NotationException">A letter has two sizes, or the target stands on the right too.</exception>
    public Statement(Reference target, Accumulation accumulation, Expression value, IReadOnlyList<Axis>? letters = null, IReadOnlyList<int>? sizes = null)
    {
        Target = target;
        Accumulation = accumulation;
        Value = value;
        References = [.. value.Parts().OfType<Reference>()];
        Letters = letters ?? [.. References.Prepend(target).SelectMany(r => r.Letters()).Distinct()];
        Sizes = sizes ?? StatementCheck.Sizes(this);
        Packed = References.Prepend(target)
            .Where(r => r.Tensor.Rows is not null && r.Subscripts[0] is Letter)
            .Select(r => ((Axis Letter, RowCount Count)?)(((Letter)r.Subscripts[0]).Axis, r.Tensor.Rows!)).FirstOrDefault();
    }

    public Reference Target { get; }

    public Accumulation Accumulation { get; }

    public Expression Value { get; }

    /// <summary>The tensor references of the right side, from left to right.</summary>
    public IReadOnlyList<Reference> References { get; }

    public IReadOnlyList<Axis> Letters { get; }

    /// <summary>The size of each letter, in the order of <see cref="Letters"/>.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The letter that runs over packed rows, and how many there are; null: all letters have fixed sizes.</summary>
    internal (Axis Letter, RowCount Count)? Packed { get; }

    public override string ToString() => TextPrinter.Statement(this);
}
