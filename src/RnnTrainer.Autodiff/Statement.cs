using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff;

/// <summary>What a statement does with its target.</summary>
public enum Accumulation
{
    /// <summary><c>+=</c></summary>
    Add,

    /// <summary><c>-=</c></summary>
    Subtract,

    /// <summary><c>max=</c>: the target keeps the largest value; it is a constant for the derivative.</summary>
    Max,
}

/// <summary>
/// One line of a definition: <c>for b,j,i: R~[b,j] += WhR[j,i] h[b,i]</c>. Indexes that the left side does not have are summed.
/// </summary>
public sealed class Statement
{
    /// <param name="indexes">
    /// The loops from the outermost to the innermost; null for the target's indexes, then the others from left to right.
    /// </param>
    /// <param name="sizes">
    /// The sizes of the indexes, for a derived statement that loops over an index that none of its tensors has; null to take them from the
    /// tensors.
    /// </param>
    /// <exception cref="NotationException">An index has two sizes, or the target is read on the right side.</exception>
    internal Statement(
        Reference target, Accumulation accumulation, Expression value, IReadOnlyList<LoopIndex>? indexes = null,
        IReadOnlyList<int>? sizes = null)
    {
        Target = target;
        Accumulation = accumulation;
        Value = value;
        References = [.. value.Parts().OfType<Reference>()];
        Indexes = indexes ?? [.. References.Prepend(target).SelectMany(r => r.Indexes()).Distinct()];
        Sizes = sizes ?? StatementCheck.Sizes(this);
        Packed = References.Prepend(target).Select(PackedIndex).FirstOrDefault(p => p is not null);
    }

    /// <summary>The left side.</summary>
    public Reference Target { get; }

    /// <summary>The operator between the two sides.</summary>
    public Accumulation Accumulation { get; }

    /// <summary>The right side.</summary>
    public Expression Value { get; }

    /// <summary>The tensor references of the right side, from left to right.</summary>
    public IReadOnlyList<Reference> References { get; }

    /// <summary>The loops, from the outermost to the innermost.</summary>
    public IReadOnlyList<LoopIndex> Indexes { get; }

    /// <summary>The size of each index, in the order of <see cref="Indexes"/>.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The index that runs over packed rows, and their number; null if all sizes are fixed.</summary>
    internal (LoopIndex Index, RowCount Count)? Packed { get; }

    /// <summary>The size of one of the indexes.</summary>
    internal int SizeOf(LoopIndex index)
    {
        for (var n = 0; n < Indexes.Count; n++)
        {
            if (Indexes[n] == index)
            {
                return Sizes[n];
            }
        }

        throw new ArgumentException($"\"{this}\" has no index {index}.", nameof(index));
    }

    /// <summary>The statement in index notation.</summary>
    public override string ToString() => TextPrinter.Statement(this);

    static (LoopIndex Index, RowCount Count)? PackedIndex(Reference reference) =>
        reference.Tensor.Rows is { } rows && reference.Subscripts[0] is SingleIndex first ? (first.Index, rows) : null;
}
