using RnnTrainer.Autodiff.Graphs;
using RnnTrainer.Autodiff.Notation;

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

/// <summary>One line of a program: <c>for b,j,i: R~[b,j] += WhR[j,i] h[b,i]</c>. Indexes absent on the left are summed.</summary>
public sealed class Statement
{
    /// <param name="indexes">The order of the loops; null: the target's indexes, then the others as they occur.</param>
    /// <param name="sizes">Their sizes, where a derived statement loops over an index that none of its tensors has; null: the tensors tell.</param>
    /// <exception cref="NotationException">An index has two sizes, or the target stands on the right too.</exception>
    public Statement(Reference target, Accumulation accumulation, Expression value, IReadOnlyList<LoopIndex>? indexes = null, IReadOnlyList<int>? sizes = null)
    {
        Target = target;
        Accumulation = accumulation;
        Value = value;
        References = [.. value.Parts().OfType<Reference>()];
        Indexes = indexes ?? [.. References.Prepend(target).SelectMany(r => r.Indexes()).Distinct()];
        Sizes = sizes ?? StatementCheck.Sizes(this);
        Packed = References.Prepend(target)
            .Where(r => r.Tensor.Rows is not null && r.Subscripts[0] is SingleIndex)
            .Select(r => ((LoopIndex Index, RowCount Count)?)(((SingleIndex)r.Subscripts[0]).Index, r.Tensor.Rows!)).FirstOrDefault();
    }

    public Reference Target { get; }

    public Accumulation Accumulation { get; }

    public Expression Value { get; }

    /// <summary>The tensor references of the right side, from left to right.</summary>
    public IReadOnlyList<Reference> References { get; }

    public IReadOnlyList<LoopIndex> Indexes { get; }

    /// <summary>The size of each index, in the order of <see cref="Indexes"/>.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The index that runs over packed rows, and how many there are; null: all indexes have fixed sizes.</summary>
    internal (LoopIndex Index, RowCount Count)? Packed { get; }

    public override string ToString() => TextPrinter.Statement(this);
}
